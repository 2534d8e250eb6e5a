import {
  ImportedRecording,
  Peaks,
  Recording,
  RecordingUse,
  TrimmedRecording,
  TrimRecording,
} from '@loa/shared/api/recordings';
import { Sha256 } from '@loa/shared/ids';
import { z } from 'zod';
import type { Db } from '../../db/database.js';
import { keepPeaks, keptPeaks, mayHear, originalOf, usesOfRecording } from '../../db/recording-uses.js';
import { findAacCopy, findRecording } from '../../db/recordings.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { importSound, refusedSound } from '../import-sound.js';
import { defineRoute, type Route, target } from '../route.js';

const RecordingParams = z.object({ sha256: Sha256 });

export function createRecordingRoutes(ports: ApiPorts): Route[] {
  return [upload(ports), read(ports), audio(ports), aacCopy(ports), uses(ports), peaks(ports), trim(ports)];
}

function upload(ports: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/recordings',
    tag: 'recordings',
    summary: 'Upload an audio file; it becomes one canonical recording',
    action: 'recording.write',
    upload: true,
    response: { status: 201, schema: ImportedRecording },
    target: ({ actor }) => target([actor.areaId], null),
    async handle({ actor, file, signal }) {
      if (!file) {
        return problem(400, 'no_file', 'Chưa có tệp nào được gửi lên. Hãy chọn một tệp âm thanh.');
      }
      const { path, originalName } = file;
      const imported = await importSound(ports, { path, originalName, actor, signal });
      if (imported.kind === 'problem') return imported;
      return json(imported.recording, imported.recording.known ? 200 : 201);
    },
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}',
    tag: 'recordings',
    summary: 'One recording',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, schema: Recording },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    handle: ({ subject }) => json(subject),
  });
}

function audio({ db, objects }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/audio',
    tag: 'recordings',
    summary: 'The canonical sound itself (Ogg Opus), as loudspeakers play it; ranges are honoured',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, contentType: 'audio/ogg' },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    handle: ({ subject: { sha256 } }) => ({
      kind: 'file',
      path: objects.pathOf(sha256),
      contentType: 'audio/ogg; codecs=opus',
      sha256,
    }),
  });
}

function aacCopy({ db, objects }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/aac',
    tag: 'recordings',
    summary: 'An AAC copy for browsers that do not play Ogg; ranges are honoured',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, contentType: 'audio/mp4' },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    async handle({ subject }) {
      const copy = await findAacCopy(db, subject.sha256);
      if (!copy) return notFound('bản nghe thử của bản thu này');
      return {
        kind: 'file',
        path: objects.pathOf(copy.sha256),
        contentType: 'audio/mp4',
        sha256: copy.sha256,
      };
    },
  });
}

/** A recording may belong to many areas: one that is none of the asker's is as if it were not there. */
async function recordingTarget(db: Db, ownArea: string, sha256: string) {
  const recording = (await mayHear(db, sha256, ownArea)) ? await findRecording(db, sha256) : null;
  return recording ? target([ownArea], recording) : notFound('bản thu');
}

function uses({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/uses',
    tag: 'recordings',
    summary: 'The bulletins of one’s own area that use this very sound, the newest first',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, schema: z.object({ items: z.array(RecordingUse) }) },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    handle: async ({ actor, subject }) =>
      json({ items: await usesOfRecording(db, subject.sha256, actor.areaId) }),
  });
}

function peaks({ db, sounds }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/recordings/{sha256}/peaks',
    tag: 'recordings',
    summary: 'A waveform to draw: up to 800 points of 0 to 100; computed once',
    action: 'recording.read',
    params: RecordingParams,
    response: { status: 200, schema: Peaks },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    async handle({ subject: { sha256, durationMs }, signal }) {
      const kept = await keptPeaks(db, sha256);
      if (kept) return json({ sha256, durationMs, points: kept });
      const found = await sounds.peaks(sha256, durationMs, signal);
      if (!found.ok) return refusedSound(found.reason);
      await keepPeaks(db, sha256, found.points);
      return json({ sha256, durationMs, points: found.points });
    },
  });
}

function trim(ports: ApiPorts): Route {
  const { db, sounds } = ports;
  return defineRoute({
    method: 'post',
    path: '/recordings/{sha256}/trim',
    tag: 'recordings',
    summary: 'Cut silence, or all but a stretch, off both ends: another recording, the first stays',
    action: 'recording.write',
    params: RecordingParams,
    body: TrimRecording,
    response: { status: 201, schema: TrimmedRecording },
    target: ({ actor, params }) => recordingTarget(db, actor.areaId, params.sha256),
    async handle({ actor, body: bounds, subject, signal }) {
      // What was uploaded sounds better than what was made of it.
      const original = await originalOf(db, subject.sha256);
      const object = { sha256: original?.sha256 ?? subject.sha256, durationMs: subject.durationMs };
      const originalName = `${original?.name ?? 'Bản thu'} (đã cắt)`;
      const cut = await sounds.trim({ ...object, bounds, signal }, (path) =>
        importSound(ports, { path, originalName, actor, signal, madeBy: { trimmedFrom: subject.sha256 } }),
      );
      if (!cut.ok) return refusedSound(cut.reason);
      const trimmed = { trimmedFrom: subject.sha256, trimmedMs: cut.trimmedMs };
      if (cut.value === null) {
        const sameAs = await usesOfRecording(db, subject.sha256, actor.areaId);
        return json({ ...subject, known: true, originalName, sameAs, ...trimmed });
      }
      if (cut.value.kind === 'problem') return cut.value;
      return json({ ...cut.value.recording, ...trimmed }, 201);
    },
  });
}
