import type { Bench } from './figure.js';

/** Every bench by name, with what it says in the list; loaded only when it runs. */
export const benches: Record<string, { about: string; load: () => Promise<{ bench: Bench }> }> = {
  start: {
    about: 'seconds from the controller’s start to the first finished playback; memory of controller and box',
    load: () => import('./start.js'),
  },
  ingest: {
    about: 'durable report entries a second, signatures verified, beside a sink that stores nothing',
    load: () => import('./ingest.js'),
  },
  canonical: {
    about: 'making the canonical recording, beside two-pass loudnorm',
    load: () => import('./canonical.js'),
  },
  planning: {
    about: 'timetables, conflicts, edits and signed plans of a province, beside rrule and naive objects',
    load: () => import('./planning.js'),
  },
  log: {
    about:
      'the slowest answer of the log page over a million playbacks, filter by filter, beside its limit of 200 ms',
    load: () => import('./log.js'),
  },
  'start-skew': {
    about: 'how far apart 20 boxes start, on one clock and on their own, beside timers and processes',
    load: () => import('./start-skew.js'),
  },
  edge: {
    about: 'a box’s memory, start, processor and bytes on the wire, beside Node with MQTT and SQLite alone',
    load: () => import('./edge.js'),
  },
  'frozen-clients': {
    about: 'what 950 boxes notice of 50 others that freeze (SIGSTOP) on the same broker',
    load: () => import('./frozen-clients.js'),
  },
};
