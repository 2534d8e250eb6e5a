import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { createBell } from './bell.js';
import { LONGEST_WAIT_MS, reconcile } from './reconcile.js';
import type { ReconcileInput } from './state.js';
import type { Step } from './steps.js';

export interface LoopPorts {
  clock: Clock;
  look(): ReconcileInput;
  /** False when some step could not be carried out. */
  execute(steps: readonly Step[]): boolean;
  /** Called after every look that left nothing to do. */
  onRest(): void;
  log: Logger;
}

export interface Loop {
  /** Look again now: something arrived or ended. */
  wake(): void;
  start(): () => Promise<void>;
}

/** Steps can lead to steps; more rounds than this without rest means that some step does not take. */
const MAX_ROUNDS = 20;
const STUCK_WAIT_MS = 1_000;

/** Look, decide, act; then sleep until something happens, the decided instant, or 30 s, whichever is first. */
export function createLoop({ clock, look, execute, onRest, log }: LoopPorts): Loop {
  const bell = createBell({ clock });

  /** Milliseconds until the next look. */
  function round(): number {
    for (let turn = 0; turn < MAX_ROUNDS; turn++) {
      const input = look();
      const { steps, wakeAt } = reconcile(input);
      if (steps.length === 0) {
        onRest();
        return Math.min(Math.max(wakeAt - input.now, 1), LONGEST_WAIT_MS);
      }
      log.debug({ steps }, 'steps');
      if (!execute(steps)) return STUCK_WAIT_MS;
    }
    log.warn({}, 'steps do not come to rest');
    return STUCK_WAIT_MS;
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      bell.clear();
      let delayMs = STUCK_WAIT_MS;
      try {
        delayMs = round();
      } catch (error) {
        log.error({ err: error }, 'a look at the plan failed; trying again');
      }
      await bell.wait(delayMs, signal);
    }
  }

  return {
    wake: bell.ring,
    start() {
      const abort = new AbortController();
      const done = run(abort.signal);
      return async () => {
        abort.abort();
        await done;
      };
    },
  };
}
