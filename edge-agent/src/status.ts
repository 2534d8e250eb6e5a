import { MINUTE } from '@loa/shared/instant';
import type { Status } from '@loa/shared/messages/status';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { topics } from '@loa/shared/topics';

/** Tells how the box is: on change, every 15 minutes, and its level while it plays. Advisory, never evidence. */
export interface StatusBoard {
  /** Something may have changed. */
  touch(): void;
  connected(yes: boolean): void;
  start(): () => Promise<void>;
}

export interface StatusPorts {
  boxId: string;
  bus: Pick<Bus, 'publish'>;
  /** How the box is now. */
  describe(): Status;
  clock: Clock;
  log: Logger;
}

const SETTLE_MS = 500;
const REPEAT_MS = 15 * MINUTE;
const LEVEL_EVERY_MS = 10_000;
/** While somebody watches the levels. */
const WATCHED_EVERY_MS = 2_000;

/** What the broker publishes when the box falls silent, and the box itself when it leaves. */
export function goneStatus(boxId: string): Uint8Array {
  return encode({ boxId, connected: false });
}

export function createStatusBoard({ boxId, bus, describe, clock, log }: StatusPorts): StatusBoard {
  let online = false;
  let lastKey = '';
  let lastSentAt = Number.NEGATIVE_INFINITY;
  /** The last status said that entries wait for a receipt. */
  let toldOfWaiting = false;
  let cancel = () => {};
  let stopped = true;

  function plan(delayMs: number): void {
    cancel();
    if (!stopped) cancel = clock.after(delayMs, publish);
  }

  function publish(): void {
    // Nobody hears it: a connection asks anew.
    if (!online) return;
    const status = describe();
    const key = significant(status);
    const pause = pauseAfter(status);
    const due = clock.monotonic() - lastSentAt >= pause;
    const caughtUp = toldOfWaiting && status.pendingEntries === 0;
    if (due || caughtUp || key !== lastKey) {
      lastKey = key;
      toldOfWaiting = (status.pendingEntries ?? 0) > 0;
      lastSentAt = clock.monotonic();
      bus.publish(topics.status(boxId), encode(status), { qos: 1, retain: true }).catch((error: unknown) => {
        lastKey = '';
        log.debug({ err: error }, 'the status could not be sent');
      });
    }
    plan(Math.min(pause, REPEAT_MS));
  }

  return {
    touch: () => plan(SETTLE_MS),
    connected(yes) {
      online = yes;
      lastKey = '';
      if (yes) plan(0);
    },
    start() {
      stopped = false;
      plan(SETTLE_MS);
      return async () => {
        stopped = true;
        cancel();
        if (!online) return;
        await Promise.race([
          bus.publish(topics.status(boxId), goneStatus(boxId), { qos: 1, retain: true }).catch(() => {}),
          clock.wait(1_000),
        ]);
      };
    },
  };
}

function pauseAfter({ playing, watched }: Status): number {
  if (playing === undefined) return REPEAT_MS;
  return watched ? WATCHED_EVERY_MS : LEVEL_EVERY_MS;
}

/** What makes a status worth sending at once: not the figures that move all the time. */
function significant(status: Status): string {
  const { at: _at, levelDbfs: _level, freeBytes: _free, pendingEntries: _pending, ...rest } = status;
  const { clock, data, ...telling } = rest;
  return JSON.stringify({ ...telling, clock: clock?.state, overBudget: data?.over });
}

function encode(status: Status): Uint8Array {
  return Buffer.from(JSON.stringify(status), 'utf8');
}
