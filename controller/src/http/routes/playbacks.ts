import { pageOf } from '@loa/shared/api/page';
import { Playback, PlaybackQuery, PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { PlaybackId } from '@loa/shared/ids';
import { z } from 'zod';
import { findBox } from '../../db/boxes.js';
import { findCluster } from '../../db/clusters.js';
import type { Db } from '../../db/database.js';
import { listPlaybacks, type PlaybackFilter } from '../../db/playback-list.js';
import { evidenceOf, findPlayback } from '../../db/playback-view.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { pageFrom, readCursor } from '../cursor.js';
import { defineRoute, type Route, target } from '../route.js';

/** The log of what loudspeakers played, or why they did not. */
export function createPlaybackRoutes(ports: ApiPorts): Route[] {
  return [list(ports), read(ports)];
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/playbacks',
    tag: 'playbacks',
    summary: 'List playbacks, newest planned first',
    action: 'playback.read',
    query: PlaybackQuery,
    response: { status: 200, schema: pageOf(Playback) },
    target: ({ actor, query }) => playbackTarget(db, actor, query),
    async handle({ actor, query }) {
      const read = readCursor(query.cursor);
      if (!read.ok) return read.problem;
      const rows = await listPlaybacks(db, playbackFilter(query, query.area ?? actor.areaId), {
        after: read.cursor && { plannedAt: read.cursor.at, id: read.cursor.id },
        limit: query.limit + 1,
      });
      return json(pageFrom(rows, query.limit, (row) => ({ at: row.plannedAt, id: row.id })));
    },
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/playbacks/{playbackId}',
    tag: 'playbacks',
    summary: "One playback with the box's own entries as evidence",
    action: 'playback.read',
    params: z.object({ playbackId: PlaybackId }),
    response: { status: 200, schema: PlaybackWithEvidence },
    async target({ params }) {
      const playback = await findPlayback(db, params.playbackId);
      return playback ? target([playback.areaId], playback) : notFound('lượt phát');
    },
    handle: async ({ subject }) => json({ ...subject, evidence: await evidenceOf(db, subject.id) }),
  });
}

type Filters = Omit<PlaybackQuery, 'limit' | 'cursor'>;

/** Every place that a filter names must be the asker's. */
export async function playbackTarget(db: Db, actor: Actor, query: Filters) {
  const areas = [query.area ?? actor.areaId];
  if (query.cluster !== undefined) {
    const cluster = await findCluster(db, query.cluster);
    if (!cluster) return notFound('cụm loa');
    areas.push(cluster.areaId);
  }
  if (query.box !== undefined) {
    const box = await findBox(db, query.box);
    if (!box) return notFound('bộ thu');
    areas.push(box.areaId);
  }
  return target(areas, null);
}

export function playbackFilter(query: Filters, root: string): PlaybackFilter {
  return {
    root,
    clusterId: query.cluster ?? null,
    boxId: query.box ?? null,
    scheduleId: query.schedule ?? null,
    bulletinId: query.bulletin ?? null,
    language: query.language ?? null,
    priority: query.priority ?? null,
    states: query.state ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  };
}
