import type { Clock } from '@loa/shared/ports/clock';

/** A wait that somebody can end early. Rung while nobody waits, it ends the next wait at once. */
export interface Bell {
  ring(): void;
  /** Whether it was rung since the last `clear` or wait. */
  rung(): boolean;
  clear(): void;
  /** Resolves after `delayMs`, when rung or when aborted; true if it was rung. Only one may wait. */
  wait(delayMs: number, signal: AbortSignal): Promise<boolean>;
}

export function createBell({ clock }: { clock: Pick<Clock, 'after'> }): Bell {
  let rung = false;
  let wakeUp = () => {};

  return {
    ring() {
      rung = true;
      wakeUp();
    },
    rung: () => rung,
    clear() {
      rung = false;
    },
    wait(delayMs, signal) {
      return new Promise((resolve) => {
        const finish = () => {
          cancel();
          signal.removeEventListener('abort', finish);
          wakeUp = () => {};
          const answer = rung;
          rung = false;
          resolve(answer);
        };
        const cancel = clock.after(delayMs, finish);
        wakeUp = finish;
        signal.addEventListener('abort', finish);
        if (rung || signal.aborted) finish();
      });
    },
  };
}
