import { backoffDelay } from '@loa/shared/backoff';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { OutputHealth, Taken } from './output.js';

/** A connection that carries sound. */
export interface Link {
  write(bytes: Uint8Array): void;
  /** How much waits in this process, in bytes as they are written: what is encoded meanwhile counts for what it was. */
  waiting(): number;
  close(): void;
}

/** What a link tells whoever opened it; after `gone` or `close` it tells nothing more. */
export interface LinkEvents {
  ready(): void;
  /** It takes nothing until it is ready again, soon; nothing failed. */
  pause(): void;
  /** `again` at once: nothing failed, it has only come to its end. */
  gone(detail: string, again?: 'at once'): void;
}

export type OpenLink = (events: LinkEvents) => Link;

export interface KeptLink {
  /** From now on it is to be open: it is opened, and opened again with backoff. */
  want(): void;
  unwant(): void;
  send(bytes: Uint8Array): Taken;
  health(): OutputHealth;
}

/** One that does not get ready in this time is given up, ms. */
const CONNECT_MS = 5_000;
/** One that takes nothing for so long while sound waits is opened anew, ms. */
const STUCK_MS = 500;
/** One that lived so long was sound: its end holds nothing back, ms. */
const SOUND_MS = 5_000;
const RETRY = { firstMs: 250, longestMs: 15_000 };

/** Keeps a link open while it is wanted; sound that it cannot take now is lost and not kept for later. */
export function createKeptLink(ports: {
  name: string;
  open: OpenLink;
  /** More than this is not kept waiting, bytes. */
  backlogBytes: number;
  clock: Clock;
  log: Logger;
}): KeptLink {
  const { name, open, backlogBytes, clock, log } = ports;
  let wanted = false;
  let link: Link | null = null;
  let state: 'opening' | 'ready' | 'paused' = 'opening';
  let since = 0;
  let failures = 0;
  let lastTaken = 0;
  let health: OutputHealth = { ok: true };
  let cancel: Cancel = () => {};

  function attempt(): void {
    if (!wanted || link) return;
    let mine: Link | null = null;
    let over = false;
    const events: LinkEvents = {
      ready() {
        if (over || link !== mine) return;
        cancel();
        state = 'ready';
        since = clock.monotonic();
        lastTaken = since;
        if (!health.ok) log.info({ output: name }, 'the output takes sound again');
        health = { ok: true };
      },
      pause() {
        if (over || link !== mine || state !== 'ready') return;
        state = 'paused';
        expectReady(events);
      },
      gone(detail, again) {
        if (over || (mine !== null && link !== mine)) return;
        over = true;
        lose(detail, again === 'at once');
      },
    };
    mine = open(events);
    if (over) {
      mine.close();
      return;
    }
    link = mine;
    expectReady(events);
  }

  function expectReady({ gone }: LinkEvents): void {
    cancel();
    cancel = clock.after(CONNECT_MS, () => gone('no answer'));
  }

  function lose(detail: string, atOnce: boolean): void {
    const lost = link;
    const lived = state === 'ready' && clock.monotonic() - since > SOUND_MS;
    drop();
    lost?.close();
    if (!wanted) return;
    if (!atOnce) {
      failures = lived ? 1 : failures + 1;
      if (health.ok) log.warn({ output: name, detail }, 'the output takes no sound');
      health = { ok: false, detail };
    }
    cancel = clock.after(atOnce ? 0 : backoffDelay(failures, 0.5, RETRY), attempt);
  }

  function drop(): void {
    cancel();
    link = null;
    state = 'opening';
  }

  return {
    want() {
      if (wanted) return;
      wanted = true;
      failures = 0;
      attempt();
    },
    unwant() {
      wanted = false;
      const closing = link;
      drop();
      closing?.close();
    },
    send(bytes) {
      if (link && state === 'paused') return 'dropped';
      if (!link || state !== 'ready') return 'failed';
      const now = clock.monotonic();
      if (link.waiting() <= backlogBytes) {
        link.write(bytes);
        lastTaken = now;
        return 'taken';
      }
      if (now - lastTaken <= STUCK_MS) return 'dropped';
      lose('the other side takes nothing', false);
      return 'failed';
    },
    health: () => health,
  };
}
