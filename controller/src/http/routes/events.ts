import { idsBelow } from '../../db/areas.js';
import { findBox } from '../../db/boxes.js';
import type { Change } from '../../db/changes.js';
import { playbacksById } from '../../db/playback-view.js';
import type { EventStream } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';
import { describeBox } from './boxes.js';

/** Keeps proxies from closing a quiet line, and ends streams of people who signed out, milliseconds. */
const BEAT_MS = 25_000;
/** Changes within this time go out together: one ingest batch is one read, milliseconds. */
const GATHER_MS = 250;

/** Events `box` (a Box), `playback` (a Playback) and `stops` (`{areaId}`), for the actor's area. */
export function createEventRoutes(ports: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/events',
      tag: 'events',
      summary: 'Server-sent events: boxes, playbacks and stops as they change',
      action: 'event.read',
      response: { status: 200, contentType: 'text/event-stream' },
      target: ({ actor }) => target([actor.areaId], null),
      handle: ({ actor, stillSignedIn }) => ({
        kind: 'events',
        open: (stream) => follow(ports, stream, actor, stillSignedIn),
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
  const waiting = { boxes: new Set<string>(), playbacks: new Set<string>(), stops: new Set<string>() };
  let cancelFlush: (() => void) | null = null;
  let cancelBeat = () => {};
  let open = true;

  const flush = async () => {
    const scope = await idsBelow(db, [actor.areaId]);
    const boxIds = take(waiting.boxes);
    const playbackIds = take(waiting.playbacks);
    for (const areaId of take(waiting.stops)) stream.send('stops', { areaId });
    for (const id of boxIds) {
      const box = await findBox(db, id);
      if (box && scope.has(box.areaId)) stream.send('box', describeBox(box, clock.now()));
    }
    for (const playback of await playbacksById(db, playbackIds)) {
      if (scope.has(playback.areaId)) stream.send('playback', playback);
    }
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
    if (cancelFlush || waiting.boxes.size + waiting.playbacks.size + waiting.stops.size === 0) return;
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

function note(
  waiting: { boxes: Set<string>; playbacks: Set<string>; stops: Set<string> },
  change: Change,
): void {
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
    case 'plans':
    case 'roster':
      break;
  }
}

function take(set: Set<string>): string[] {
  const taken = [...set];
  set.clear();
  return taken;
}
