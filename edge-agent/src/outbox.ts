import { MINUTE } from '@loa/shared/instant';
import type { Receipt } from '@loa/shared/messages/receipt';
import type { Report } from '@loa/shared/messages/report';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { MAX_UP_BYTES, topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import { createBell } from './bell.js';
import type { AgentTime } from './clock-sync.js';
import type { Fact, Journal } from './journal.js';
import type { Draft, Message, ReportStore } from './report-store.js';

export interface OutboxPorts {
  boxId: string;
  signer: SigningKey;
  bus: Pick<Bus, 'publish'>;
  store: ReportStore;
  journal: Pick<Journal, 'journalId' | 'lastSeq' | 'commit' | 'append' | 'beginAnother'>;
  time: AgentTime;
  clock: Clock;
  random: Random;
  log: Logger;
}

export interface Outbox {
  /** There are new entries: send soon. */
  wake(kinds: readonly Fact['kind'][]): void;
  /** The bus connected or was lost. */
  connected(yes: boolean): void;
  receipt(receipt: Receipt): void;
  /** The receipt in force came again: what this card remembers is what the controller said last. */
  sameReceipt(): void;
  start(): () => Promise<void>;
}

/** Entries that come together travel together: one signature for about ten of them. */
const GATHER_MS = 300;
/**
 * What follows of itself travels with what it follows: a claim with its start two seconds later, the items of a plan as
 * they become ready. Each message costs a metered line about a kilobyte with its receipt.
 */
const PATIENT_MS = 2_500;
const PATIENT: ReadonlySet<Fact['kind']> = new Set(['accepted', 'ready', 'claimed', 'clock']);
/**
 * After a start nothing is sent before the last receipt was heard, or so long after connecting: on a card that was put back
 * from an older copy the next numbers are given away already, and only the receipt says so.
 */
const RECEIPT_WAIT_MS = 3_000;
const FIRST_RESEND_MS = 10_000;
const LONGEST_RESEND_MS = 5 * MINUTE;
const LAST_WAIT_MS = 1_500;
const BATCH = 20;

/**
 * Sends the journal in signed, chained messages until the controller's receipt covers them. A PUBACK only says that
 * the broker has a message; what no receipt covers is sent again, byte for byte.
 */
export function createOutbox(ports: OutboxPorts): Outbox {
  const { boxId, signer, bus, store, journal, time, clock, random, log } = ports;
  let online = false;
  let connectedAt = Number.NEGATIVE_INFINITY;
  /** Everything up to here was handed to the broker since the connection or the last resend began. */
  let sentThrough = store.storedThrough();
  /** Changes when sending begins anew from an earlier entry. */
  let epoch = 0;
  /** Since when (monotonic) the controller has owed a receipt. */
  let unanswered: number | null = null;
  let resendMs = FIRST_RESEND_MS;
  const bell = createBell({ clock });
  let woken = false;
  /** Whether a receipt was heard since the start; a box that was never receipted waits for none. */
  let heard = store.storedThrough() === 0;
  /** The monotonic instant until which entries are gathered. */
  let gatherUntil = Number.NEGATIVE_INFINITY;

  function wake(withinMs: number): void {
    const until = clock.monotonic() + withinMs;
    gatherUntil = woken ? Math.min(gatherUntil, until) : until;
    woken = true;
    bell.ring();
  }

  /** Signs the next message; fewer entries at a time until it fits into a packet. Null when all begins anew meanwhile. */
  async function form(draft: Draft): Promise<Message | null> {
    const began = epoch;
    for (let count = draft.entries.length; ; count = Math.ceil(count / 2)) {
      const entries = draft.entries.slice(0, count);
      const report: Report = {
        boxId,
        journalId: journal.journalId,
        firstSeq: draft.firstSeq,
        prev: draft.prev,
        issuedAt: time.now(),
        entries,
      };
      const bytes = await signCompact('report', report, signer);
      if (epoch !== began) return null;
      if (bytes.byteLength > MAX_UP_BYTES && count > 1) continue;
      const message: Message = { firstSeq: draft.firstSeq, lastSeq: draft.firstSeq + count - 1, bytes };
      journal.commit(() => store.keep(message));
      return message;
    }
  }

  async function sendAll(signal: AbortSignal): Promise<void> {
    while (online && !signal.aborted && sentThrough < journal.lastSeq()) {
      let batch = store.beyond(sentThrough, BATCH);
      if (batch.length === 0) {
        const draft = store.draft();
        if (!draft) return;
        const formed = await form(draft);
        if (!formed) continue;
        batch = [formed];
      }
      const began = epoch;
      for (const message of batch) {
        if (!online || signal.aborted || epoch !== began) break;
        await bus.publish(topics.report(boxId), message.bytes, { qos: 1 });
        if (epoch !== began) break;
        sentThrough = message.lastSeq;
        unanswered ??= clock.monotonic();
      }
    }
  }

  /** From the first entry that the controller has not stored, again. */
  function rewind(): void {
    epoch += 1;
    sentThrough = store.storedThrough();
    unanswered = null;
  }

  /** Milliseconds until what no receipt covers is sent again; null when nothing waits for a receipt. */
  function untilResend(): number | null {
    if (!online || unanswered === null || store.storedThrough() >= sentThrough) return null;
    return unanswered + resendMs - clock.monotonic();
  }

  /** A card that somebody put back: what was sent from it after the copy was made is told, and its numbers are used. */
  function beginAnother(storedThrough: number): void {
    const former = journal.journalId;
    const known = store.formedThrough();
    journal.beginAnother();
    store.forget();
    const detail = `the card is an older copy: it knows ${known} of ${storedThrough} entries of ${former}`;
    journal.commit(() => journal.append({ kind: 'trouble', reason: 'card_put_back', detail }));
    log.warn({ former, journalId: journal.journalId, known, storedThrough }, 'the card is an older copy');
    rewind();
    wake(GATHER_MS);
  }

  /** Until nothing new is waited for; what is urgent ends it early. */
  async function gather(signal: AbortSignal): Promise<void> {
    while (online && !signal.aborted && clock.monotonic() < gatherUntil) {
      await bell.wait(gatherUntil - clock.monotonic(), signal);
    }
  }

  async function receiptHeard(signal: AbortSignal): Promise<void> {
    const until = connectedAt + RECEIPT_WAIT_MS;
    while (online && !heard && !signal.aborted && clock.monotonic() < until) {
      await bell.wait(until - clock.monotonic(), signal);
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (woken) await gather(signal);
      woken = false;
      await receiptHeard(signal);
      await sendAll(signal).catch((error: unknown) => log.warn({ err: error }, 'a report could not be sent'));
      if (!woken) await bell.wait(Math.max(untilResend() ?? LONGEST_RESEND_MS, 1), signal);
      if ((untilResend() ?? 1) > 0) continue;
      log.info({ storedThrough: store.storedThrough(), sentThrough }, 'no receipt: sending again');
      rewind();
      resendMs = Math.min(resendMs * (1.5 + random.unit()), LONGEST_RESEND_MS);
    }
  }

  function heardNow(): void {
    heard = true;
    bell.ring();
  }

  return {
    sameReceipt: heardNow,
    wake: (kinds) => wake(kinds.every((kind) => PATIENT.has(kind)) ? PATIENT_MS : GATHER_MS),
    connected(yes) {
      if (yes && !online) {
        connectedAt = clock.monotonic();
        rewind();
        resendMs = FIRST_RESEND_MS;
      }
      online = yes;
      if (yes) wake(GATHER_MS);
    },
    receipt({ journalId, storedThrough }) {
      heardNow();
      if (journalId !== journal.journalId) {
        log.warn({ journalId }, 'a receipt of another journal');
        return;
      }
      if (storedThrough > store.formedThrough()) return beginAnother(storedThrough);
      const before = store.storedThrough();
      const through = Math.min(storedThrough, journal.lastSeq());
      store.receipted(through, time.trusted() ? time.now() : null);
      if (through > before) {
        resendMs = FIRST_RESEND_MS;
        unanswered = through < sentThrough ? clock.monotonic() : null;
      }
      // The controller lost what it once had (restored from a backup): from there on again.
      if (through < before) {
        rewind();
        wake(GATHER_MS);
      }
    },
    start() {
      const abort = new AbortController();
      const done = run(abort.signal);
      return async () => {
        abort.abort();
        await done;
        // What was written while stopping goes out if it can go at once; else it is sent after the next start.
        const last = new AbortController();
        const sent = sendAll(last.signal).catch(() => {});
        await Promise.race([sent, clock.wait(LAST_WAIT_MS)]);
        last.abort();
      };
    },
  };
}
