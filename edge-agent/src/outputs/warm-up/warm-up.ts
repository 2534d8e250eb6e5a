import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Output, OutputHealth } from '../output.js';
import type { Relay } from './relay.js';

/**
 * Switches an amplifier on when something is armed and off some time after it, and lets silence flow to the output
 * meanwhile, so that no first second is lost. It takes as much lead as it is armed ahead: the sound itself never
 * waits. A relay that fails is told in the health; the output plays on, for the amplifier may be on by hand.
 */
export function withWarmUp(
  output: Output,
  ports: { leadMs: number; holdMs: number; relay: Relay | null; clock: Clock; log: Logger },
): Output {
  const { leadMs, holdMs, relay, clock, log } = ports;
  let armed = false;
  let warm = false;
  let warmAt = 0;
  let cancel: Cancel = () => {};

  function warmUp(): void {
    cancel();
    if (warm) return;
    warm = true;
    warmAt = clock.monotonic() + leadMs;
    relay?.on();
  }

  function coolDown(): void {
    if (!warm) return;
    warm = false;
    relay?.off();
  }

  function health(): OutputHealth {
    const own = output.health();
    return own.ok && relay ? relay.health() : own;
  }

  return {
    id: output.id,
    get continuous() {
      return output.continuous || warm;
    },
    ...(output.trim ? { trim: output.trim } : {}),
    leadMs: leadMs + (output.leadMs ?? 0),
    ...(output.played ? { played: () => output.played?.() ?? null } : {}),
    begin(playback) {
      armed = true;
      warmUp();
      output.begin(playback);
    },
    write(frame, dueAt, first) {
      if (first && dueAt < warmAt) {
        log.warn(
          { output: output.id, missingMs: Math.round(warmAt - dueAt) },
          'armed too late for its warm-up',
        );
      }
      return output.write(frame, dueAt, first);
    },
    finish() {
      output.finish();
      armed = false;
      cancel();
      cancel = clock.after(holdMs, coolDown);
    },
    health,
    async start() {
      const stop = await output.start();
      // Restarted while something is armed.
      if (armed) warmUp();
      return async () => {
        cancel();
        coolDown();
        await stop();
      };
    },
  };
}
