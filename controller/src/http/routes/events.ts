import { idsAround, idsBelow } from '../../db/areas.js';
import { boxIdsAt, findBox } from '../../db/boxes.js';
import type { Change } from '../../db/changes.js';
import { playbacksById } from '../../db/playback-view.js';
import type { EventStream } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { createOpenStreams } from '../open-streams.js';
import { defineRoute, type Route, target } from '../route.js';
import { describeBox } from './boxes.js';

/** Keeps proxies from closing a quiet line, and ends streams of people who signed out, milliseconds. */
const BEAT_MS = 25_000;
/** Changes within this time go out together: one ingest batch is one read, milliseconds. */
const GATHER_MS = 250;
/** Of one account at once; a browser opens again what was ended, so that the pages in use stay. */
const MOST_STREAMS = 20;

/**
 * Events `box` (a Box), `playback` (a Playback), `stops` (`{areaId}`), and, with nothing in them, `bulletins` and
 * `schedules`: something of what they name changed. All for the actor's area.
 */
export function createEventRoutes(ports: ApiPorts): Route[] {
  const streams = createOpenStreams({ most: MOST_STREAMS });
  return [
    defineRoute({
      method: 'get',
      path: '/events',
      tag: 'events',
      summary: 'Server-sent events: boxes, playbacks, stops, bulletins and schedules as they change',
      action: 'event.read',
      response: { status: 200, contentType: 'text/event-stream' },
      target: ({ actor }) => target([actor.areaId], null),
      handle: ({ actor, stillSignedIn }) => ({
        kind: 'events',
        open(stream) {
          const stop = follow(ports, stream, actor, stillSignedIn);
          const leave = streams.admit(actor.accountId, stream);
          return () => {
            stop();
            leave();
          };
        },
      }),
    }),
  ];
}

function follow(
  ports: ApiPorts,
  stream: EventStream,
  actor: Actor,
  stillSignedIn: () => Promise<boolean>,
): () => void {
  const { db, clock, changes, log } = ports;
  const waiting = nothingWaiting();
  let cancelFlush: (() => void) | null = null;
  let cancelBeat = () => {};
  let open = true;

  const flush = async () => {
    const scope = await idsBelow(db, [actor.areaId]);
    const boxIds = take(waiting.boxes);
    const playbackIds = take(waiting.playbacks);
    const stops = take(waiting.stops);
    // One of an area above silences this one too.
    const around = stops.length > 0 ? await idsAround(db, actor.areaId) : scope;
    for (const areaId of stops) if (around.has(areaId)) stream.send('stops', { areaId });
    if (take(waiting.bulletins).some((areaId) => scope.has(areaId))) stream.send('bulletins', {});
    if (await isPlannedHere(take(waiting.plans))) stream.send('schedules', {});
    for (const id of boxIds) {
      const box = await findBox(db, id);
      if (box && scope.has(box.areaId)) stream.send('box', describeBox(box, clock.now()));
    }
    for (const playback of await playbacksById(db, playbackIds)) {
      if (scope.has(playback.areaId)) stream.send('playback', playback);
    }
  };
  const isPlannedHere = async (boxIds: readonly string[]) => {
    if (boxIds.length === 0 || boxIds.includes(ALL_BOXES)) return boxIds.length > 0;
    const mine = new Set(await boxIdsAt(db, { areaIds: [actor.areaId], clusterIds: [] }));
    return boxIds.some((id) => mine.has(id));
  };
  const beat = async () => {
    if (!(await stillSignedIn())) {
      stream.close();
      return;
    }
    stream.beat();
    if (open) cancelBeat = clock.after(BEAT_MS, run(beat));
  };
  const run = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      log.error({ err: error }, 'An event stream failed and is closed; the page opens it again.');
      stream.close();
    });
  };
  const unsubscribe = changes.subscribe((change) => {
    note(waiting, change);
    if (cancelFlush || Object.values(waiting).every(({ size }) => size === 0)) return;
    cancelFlush = clock.after(GATHER_MS, () => {
      cancelFlush = null;
      run(flush)();
    });
  });
  stream.beat();
  cancelBeat = clock.after(BEAT_MS, run(beat));
  return () => {
    open = false;
    unsubscribe();
    cancelFlush?.();
    cancelBeat();
  };
}

/** Stands for every box among those whose plans may change. */
const ALL_BOXES = 'all';

/** What changed since the last time something was sent: ids of boxes, playbacks and areas. */
function nothingWaiting() {
  const none = () => new Set<string>();
  return { boxes: none(), playbacks: none(), stops: none(), bulletins: none(), plans: none() };
}

function note(waiting: ReturnType<typeof nothingWaiting>, change: Change): void {
  switch (change.kind) {
    case 'status':
      waiting.boxes.add(change.boxId);
      break;
    case 'playbacks':
      for (const id of change.ids) waiting.playbacks.add(id);
      break;
    case 'overrides':
      waiting.stops.add(change.areaId);
      break;
    case 'bulletins':
      waiting.bulletins.add(change.areaId);
      break;
    case 'plans':
      for (const id of change.boxIds === 'all' ? [ALL_BOXES] : change.boxIds) waiting.plans.add(id);
      break;
    case 'roster':
      break;
  }
}

function take(set: Set<string>): string[] {
  const taken = [...set];
  set.clear();
  return taken;
}
