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
  const aborted = () => wakeUp();
  let listening: AbortSignal | null = null;

  /** A signal is listened to once for all its waits: a box waits many thousand times a day. */
  function listenTo(signal: AbortSignal): void {
    if (listening === signal) return;
    listening?.removeEventListener('abort', aborted);
    signal.addEventListener('abort', aborted, { once: true });
    listening = signal;
  }

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
          wakeUp = () => {};
          const answer = rung;
          rung = false;
          resolve(answer);
        };
        const cancel = clock.after(delayMs, finish);
        wakeUp = finish;
        listenTo(signal);
        if (rung || signal.aborted) finish();
      });
    },
  };
}
