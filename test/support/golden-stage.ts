import { readFileSync } from 'node:fs';
import type { Grant } from '@loa/shared/messages/grant';
import type { Override } from '@loa/shared/messages/override';
import type { Item, Plan, Session } from '@loa/shared/messages/plan';
import { overridePlaybackId } from '@loa/shared/playback';
import type { Clock } from '@loa/shared/ports/clock';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { FRAME_SAMPLES } from '../../edge-agent/src/outputs/output.js';
import { createEngine } from '../../edge-agent/src/player/engine.js';
import type { SampleSource } from '../../edge-agent/src/player/sources/sample-source.js';
import type { StreamLink } from '../../edge-agent/src/player/sources/stream-link.js';
import { openStream } from '../../edge-agent/src/player/sources/stream-source.js';
import type { Audio, Player, StreamAudio } from '../../edge-agent/src/sound-port.js';
import { createRecordingOutput } from './agent-outputs.js';
import { at, BOX, COMMUNE, idOf, makePlan } from './agent-plan.js';
import { createAgentWorld } from './agent-world.js';
import type { GoldenShelf } from './golden-recordings.js';
import { createSeededRandom } from './seeded-random.js';
import { silentLogger } from './silent-logger.js';

/** What goes over a stream's line, sample by sample of the station's own time, and when the line is down. */
export interface Station {
  /** The station's sample at a true instant (unix ms): what is spoken there and then. */
  sampleAt(instant: number, index: number): number;
  down: boolean;
  opened: string[];
}

export interface GoldenItem {
  name: string;
  starts: string;
  latest?: string;
  source?: Item['source'];
  lateness?: Item['lateness'];
  resume?: Item['resume'];
}

/**
 * The real agent and the real sound engine on one virtual clock, before an output that keeps every sample. Documents are
 * signed with the fixtures' keys and come over the fake bus; recordings were decoded by ffmpeg. With `outputGainDb` plans
 * ask that of the output, under a cap of 0 dB.
 */
export async function createGoldenStage(
  shelf: GoldenShelf,
  options: { now?: string; outputGainDb?: number } = {},
) {
  const station: Station = { sampleAt: (_, index) => triangle(index), down: false, opened: [] };
  let world: Awaited<ReturnType<typeof createAgentWorld>> | null = null;
  let output = createRecordingOutput({ continuous: true, now: () => 0 });

  function sound(clock: Clock) {
    output = createRecordingOutput({ continuous: true, now: clock.monotonic });
    const open = (
      audio: Audio,
      offsetMs: number,
      onTrouble: Parameters<typeof openStream>[1]['onTrouble'],
    ): SampleSource => {
      if (audio.kind === 'stream') {
        const ports = { clock, random: createSeededRandom(5), onTrouble };
        return openStream(audio, ports, lineTo(station, clock));
      }
      if (!('path' in audio)) throw new Error('no such sound here');
      return fromMemory(audio.path, offsetMs);
    };
    const player: Player = createEngine({ outputs: [output], clock, open, log: silentLogger });
    const live = {
      ready: () => true,
      open: (overrideId: string, epoch: number) => ({ url: `live:${overrideId}/${epoch}`, headers: {} }),
    };
    return { player, library: shelf.library, live };
  }

  world = await createAgentWorld({ names: [], now: options.now ?? '05:59:50', sound });
  const { commune } = world;
  for (const { name, sha256 } of shelf.recordings.values()) {
    await commune.grantAs(name, grantOf({ use: 'scheduled', subject: { sha256, language: 'vi' } }));
    const emergency = grantOf({ use: 'emergency', subject: { sha256, language: 'vi' } });
    await commune.grantAs(`${name} as an emergency`, emergency);
  }
  let revision = 0;

  const stage = {
    world,
    station,
    output: () => output,
    grant: (name: string, subject: Pick<Grant, 'use' | 'subject'>) => commune.grantAs(name, grantOf(subject)),
    grantId: (name: string) => commune.grants.get(name)?.id ?? 'f'.repeat(64),
    /** A plan with these sessions; items without a source play the recording of their name. */
    async plan(...sessions: { priority?: Session['priority']; endsBy?: string; items: GoldenItem[] }[]) {
      revision += 1;
      const plan = makePlan({ revision, sessions: [], hold: heldFor(sessions, shelf, stage.grantId) });
      const { outputGainDb } = options;
      if (outputGainDb !== undefined) {
        plan.settings.maxGainDb = 0;
        plan.settings.outputs = [{ id: output.id, gainDb: outputGainDb, offsetMs: 0, enabled: true }];
      }
      plan.sessions = sessions.map(({ priority = 'normal', endsBy = '06:30', items }, index) => ({
        sessionId: `session_${index}`,
        priority,
        startsAt: Math.min(...items.map(({ starts }) => at(starts))),
        endsBy: at(endsBy),
        items: items.map((item) => itemOf(item, shelf, stage.grantId(item.name))),
      }));
      await world?.publishPlan(plan);
    },
    async overrides(...overrides: Override[]) {
      revision += 1;
      const now = world?.clock.now() ?? 0;
      const ids = new Set(JSON.stringify(overrides).match(/[0-9a-f]{64}/g));
      const grants = [...commune.grants.values()].filter(({ id }) => ids.has(id));
      const document = {
        ...{ areaId: COMMUNE, revision, issuedAt: now, expiresAt: now + 900_000, overrides },
        grants: grants.map(({ bytes }) => Buffer.from(bytes).toString('utf8')),
      };
      const bytes = await signCompact('override', document, commune.actors.controller);
      await world?.publish(topics.override(COMMUNE), bytes);
    },
    speech(name: string, starts: string, more: { until?: string; delayMs?: number; epoch?: number } = {}) {
      const { until = '06:30', delayMs = 0, epoch = 1 } = more;
      const live = { liveId: `live_${name}`, epoch, delayMs, gainDb: 0, grantId: stage.grantId(name) };
      const instants = { createdAt: at(starts), startsAt: at(starts), until: at(until) };
      return { kind: 'live' as const, overrideId: `override_${name}`, ...instants, areas: [COMMUNE], live };
    },
    emergency(name: string, starts: string, more: { times?: number; names?: string[] } = {}): Override {
      const { times = 1, names = [name] } = more;
      return {
        kind: 'emergency',
        overrideId: `override_${name}`,
        ...{ createdAt: at(starts), startsAt: at(starts), until: at('06:30'), areas: [COMMUNE] },
        items: names.map((part) => {
          const { sha256, bytes, durationMs } = shelf.of(part);
          const source = { kind: 'recording' as const, sha256, bytes, durationMs };
          return { source, gainDb: 0, grantId: stage.grantId(`${part} as an emergency`) };
        }),
        repeat: { times, everyMs: 0 },
      };
    },
    /** What was heard, from `instant` on. */
    heard(instant: string, seconds: number): Int16Array {
      const heard = new Int16Array(seconds * 48_000);
      const samples = output.samples();
      for (const [index, { dueAt }] of output.frames.entries()) {
        const place = Math.round((wallAt(dueAt) - at(instant)) * 48);
        const frame = samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
        if (place >= 0 && place + FRAME_SAMPLES <= heard.length) heard.set(frame, place);
      }
      return heard;
    },
    /** What an override's playback became. */
    fate: (overrideId: string, repeat = 0, part = 0) =>
      world?.controller.story(overridePlaybackId(overrideId, repeat, BOX, part)) ?? [],
    story: (name: string) => world?.controller.story(idOf(name)) ?? [],
    end: () => world?.end(),
  };

  function wallAt(monotonic: number): number {
    const { now, monotonic: steady } = world?.clock ?? { now: () => 0, monotonic: () => 0 };
    return now() - steady() + monotonic;
  }

  return stage;
}

/** As planning does: what sounds when a station fails stays on the box. */
function heldFor(
  sessions: readonly { items: readonly GoldenItem[] }[],
  shelf: GoldenShelf,
  grantId: (name: string) => string,
): Plan['hold'] {
  return sessions.flatMap(({ items }) =>
    items.flatMap(({ name, source }) => {
      const fallback = source?.kind === 'relay' ? source.fallback : undefined;
      const held = [...shelf.recordings.values()].find(({ sha256 }) => sha256 === fallback);
      if (!held) return [];
      const { sha256, bytes, durationMs } = held;
      return [{ sha256, bytes, durationMs, grantId: grantId(name) }];
    }),
  );
}

export type GoldenStage = Awaited<ReturnType<typeof createGoldenStage>>;

/** Counts up and down between 1 and 14,000: no jump, so that a sample made of its neighbours is between them. */
function triangle(index: number): number {
  const place = index % 28_000;
  return place < 14_000 ? place + 1 : 28_000 - place;
}

function grantOf(subject: Pick<Grant, 'use' | 'subject'>): Grant {
  const validity = { validFrom: at('00:00'), validUntil: at('23:59'), signedAt: at('00:00') };
  return { ...subject, title: 'x', areas: [COMMUNE], ...validity } as Grant;
}

function itemOf(item: GoldenItem, shelf: GoldenShelf, grantId: string): Item {
  const { name, starts, latest, source, lateness = 'fromStart', resume = 'resume' } = item;
  return {
    playbackId: idOf(name),
    source: source ?? recordingOf(shelf, name),
    startsAt: at(starts),
    latestStartAt: latest === undefined ? at(starts) + 600_000 : at(latest),
    gainDb: 0,
    ...{ lateness, resume, grantId },
  };
}

function recordingOf(shelf: GoldenShelf, name: string): Item['source'] {
  const { sha256, bytes, durationMs } = shelf.of(name);
  return { kind: 'recording', sha256, bytes, durationMs };
}

/** Prepared audio without a disk between: on a virtual clock a file would be read too late. */
function fromMemory(path: string, offsetMs: number): SampleSource {
  const pcm = new Int16Array(Uint8Array.from(readFileSync(path)).buffer);
  let position = Math.round(offsetMs * 48);
  return {
    primed: Promise.resolve(),
    failure: () => null,
    close() {},
    take(samples) {
      const taken = pcm.slice(position, position + samples);
      position += taken.length;
      return taken;
    },
  };
}

const TICK_MS = 20;

/** A line without jitter: 20 ms of the station's sound every 20 ms, until it is down. */
function lineTo(station: Station, clock: Clock) {
  return (
    audio: StreamAudio,
    ports: { onPcm(bytes: Buffer): void; onDown(detail: string): void },
  ): StreamLink => {
    let cancel = () => {};
    let open = false;
    let received = 0;
    let index = 0;
    const tick = () => {
      cancel = clock.after(TICK_MS, tick);
      if (station.down) {
        if (open) ports.onDown('the line is down');
        open = false;
        return;
      }
      if (!open) station.opened.push(audio.url);
      open = true;
      const bytes = Buffer.alloc(TICK_MS * 96);
      const now = clock.now();
      for (let at = 0; at < TICK_MS * 48; at++) bytes.writeInt16LE(station.sampleAt(now, index++), at * 2);
      received += bytes.length;
      ports.onPcm(bytes);
    };
    cancel = clock.after(TICK_MS, tick);
    return {
      live: () => true,
      pause() {},
      resume() {},
      received: () => received,
      proven() {},
      close: () => cancel(),
    };
  };
}
