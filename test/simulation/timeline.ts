import type { Cancel } from '@loa/shared/ports/clock';

/** The one true time of a simulated world, and everything that is still to happen in it. */
export interface Timeline {
  /** True milliseconds since the world began; nobody in the world can read it. */
  now(): number;
  /** Fires once at `due`; what lies in the past fires next. */
  at(due: number, fire: () => void): Cancel;
  /** Lets time pass until `until`. `afterStep` runs whenever all that was begun has come to rest. */
  run(until: number, afterStep: () => Promise<void> | void): Promise<void>;
  readonly steps: number;
}

interface Entry {
  due: number;
  order: number;
  fire: (() => void) | null;
}

/** What falls due this close together happens in one step, as on a machine that is busy for a moment, milliseconds. */
const STEP_MS = 10;

/** More than anything can do in one step: something asks to be woken again and again at once. */
const STANDS_STILL = 100_000;

/** A binary heap of what is to come. */
export function createTimeline(): Timeline {
  const heap: Entry[] = [];
  let now = 0;
  let order = 0;
  let dead = 0;
  let steps = 0;

  function compact(): void {
    const living = heap.filter(({ fire }) => fire !== null).sort(before);
    heap.length = 0;
    heap.push(...living);
    dead = 0;
  }

  return {
    now: () => now,
    get steps() {
      return steps;
    },
    at(due, fire) {
      const entry: Entry = { due: Math.max(due, now), order: order++, fire };
      push(heap, entry);
      return () => {
        if (entry.fire === null) return;
        entry.fire = null;
        dead += 1;
        if (dead > 1_000 && dead * 2 > heap.length) compact();
      };
    },
    async run(until, afterStep) {
      for (let first = heap[0]; first && first.due <= until; first = heap[0]) {
        const horizon = Math.min(first.due + STEP_MS, until);
        let fired = 0;
        for (let next = heap[0]; next && next.due <= horizon; next = heap[0]) {
          pop(heap);
          const { fire, due } = next;
          next.fire = null;
          if (fire === null) {
            dead = Math.max(0, dead - 1);
            continue;
          }
          now = Math.max(now, due);
          fire();
          fired += 1;
          if (fired > STANDS_STILL) throw new Error(`time stands still at ${now}`);
        }
        if (fired === 0) continue;
        steps += 1;
        await turn();
        await afterStep();
      }
      now = Math.max(now, until);
    },
  };
}

/**
 * Every promise that can go on has gone on: a tick that is asked for while promises are settled comes after the last of
 * them. Nothing in a world waits for real input, so no turn of the event loop is needed, which would take a tenth more
 * of the time.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function before(a: Entry, b: Entry): number {
  return a.due - b.due || a.order - b.order;
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (!parent || before(parent, entry) <= 0) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = at * 2 + 1;
    let child = heap[down];
    if (!child) break;
    const right = heap[down + 1];
    if (right && before(right, child) < 0) {
      down += 1;
      child = right;
    }
    if (before(last, child) <= 0) break;
    heap[at] = child;
    at = down;
  }
  heap[at] = last;
}
