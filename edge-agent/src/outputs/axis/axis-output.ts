import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { createPayloadEncoder } from '../codecs/payload.js';
import { createKeptLink } from '../kept-link.js';
import type { Output } from '../output.js';
import { type AxisAddress, createAxisLinks } from './axis-link.js';

export interface AxisSettings extends AxisAddress {
  id: string;
  /** 8 kHz is understood by every device with audio, 16 kHz by many and sounds clearer. */
  rateHz: 8_000 | 16_000;
  /** How long the transmission stays open after an item, ms: only one can talk to a device at a time. */
  holdMs: number;
}

const CONTENT_TYPE = { 8000: 'audio/basic', 16000: 'audio/axis-mulaw-128' } as const;
/** Sound that waits for the network is late: half a second at most is kept. */
const BACKLOG_SECONDS = 0.5;
/** Time to connect, authenticate and be ready before the first sample, ms. */
const LEAD_MS = 1_000;

/** An Axis speaker or camera, by VAPIX: the transmission is opened when something is armed and closed after it. */
export function createAxisOutput(ports: {
  settings: AxisSettings;
  clock: Clock;
  random: Random;
  log: Logger;
}): Output {
  const { settings, clock, random, log } = ports;
  const { id, rateHz, holdMs } = settings;
  const encoder = createPayloadEncoder(rateHz === 8_000 ? 'PCMU' : 'PCMU16');
  const link = createKeptLink({
    name: id,
    open: createAxisLinks({ address: settings, contentType: CONTENT_TYPE[rateHz], random }),
    backlogBytes: rateHz * BACKLOG_SECONDS,
    clock,
    log,
  });
  let armed = false;
  let open = false;
  let cancel: Cancel = () => {};
  let lastDueAt = Number.NEGATIVE_INFINITY;

  function connect(): void {
    cancel();
    open = true;
    link.want();
  }

  function close(): void {
    open = false;
    link.unwant();
  }

  return {
    id,
    // A transmission that is open gets silence: a device may close one that brings nothing.
    get continuous() {
      return open;
    },
    leadMs: LEAD_MS,
    begin() {
      armed = true;
      connect();
    },
    write(frame, dueAt) {
      if (dueAt - lastDueAt > 30) encoder.reset();
      lastDueAt = dueAt;
      return link.send(encoder.encode(frame));
    },
    finish() {
      armed = false;
      cancel();
      cancel = clock.after(holdMs, close);
    },
    health: link.health,
    async start() {
      // Restarted while something is armed.
      if (armed) connect();
      return async () => {
        cancel();
        close();
      };
    },
  };
}
