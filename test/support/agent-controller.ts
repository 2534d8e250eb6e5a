import { sha256Hex } from '@loa/shared/jcs';
import { JournalEntry, Report } from '@loa/shared/messages/report';
import type { Bus } from '@loa/shared/ports/bus';
import { topics } from '@loa/shared/topics';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';

/** The tiniest controller that keeps its word: verifies reports, stores entries once, answers with a receipt. */
export interface TinyController {
  /** Stored entries of the box's present journal by seq. */
  readonly stored: Map<number, JournalEntry>;
  /** Every report message as it came, repeats included. */
  readonly received: {
    firstSeq: number;
    sha256: string;
    bytes: number;
    entries: number;
    prev: string | null;
  }[];
  entries(): JournalEntry[];
  /** `kind` or `state(reason)` of what concerns one playback. */
  story(playbackId: string): string[];
  /** Forgets entries beyond `seq`, as a restored backup does, and says so. */
  restore(seq: number): Promise<void>;
  /** Sends a receipt for whichever journal. */
  receiptOf(journalId: string, storedThrough: number): Promise<void>;
  /** No receipts while true. */
  mute: boolean;
  start(): Promise<() => Promise<void>>;
}

export function createTinyController(ports: {
  bus: Bus;
  boxId: string;
  boxKey: SigningKey['publicJwk'];
  signer: SigningKey;
  now(): number;
}): TinyController {
  const { bus, boxId, boxKey, signer } = ports;
  const stored = new Map<number, JournalEntry>();
  /** Of journals that the box has given up. */
  const earlier: JournalEntry[] = [];
  const received: TinyController['received'] = [];
  let revision = 0;
  let journalId = '';

  async function receipt(): Promise<void> {
    let storedThrough = 0;
    while (stored.has(storedThrough + 1)) storedThrough += 1;
    await receiptOf(journalId, storedThrough);
  }

  async function receiptOf(journal: string, storedThrough: number): Promise<void> {
    revision += 1;
    const payload = { boxId, journalId: journal, storedThrough, revision, issuedAt: ports.now() };
    await bus.publish(topics.receipt(boxId), await signCompact('receipt', payload, signer), { retain: true });
  }

  const self: TinyController = {
    stored,
    received,
    mute: false,
    receiptOf,
    entries: () => [...earlier, ...[...stored.values()].sort((a, b) => a.seq - b.seq)],
    story: (playbackId) =>
      self.entries().flatMap((entry) => {
        if (!('playbackId' in entry) || entry.playbackId !== playbackId) return [];
        if (entry.kind !== 'ended') return [entry.kind];
        return [entry.reason === undefined ? entry.state : `${entry.state}(${entry.reason})`];
      }),
    async restore(seq) {
      for (const known of [...stored.keys()]) if (known > seq) stored.delete(known);
      await receipt();
    },
    async start() {
      await bus.subscribe(topics.report(boxId), async ({ payload }) => {
        const opened = await openCompact('report', payload, Report, () => boxKey);
        if (!opened.ok) throw new Error(`${opened.reason}: ${opened.detail}`);
        const { firstSeq, prev, entries } = opened.payload;
        if (opened.payload.journalId !== journalId) {
          earlier.push(...stored.values());
          stored.clear();
        }
        journalId = opened.payload.journalId;
        const sha256 = sha256Hex(payload);
        received.push({ firstSeq, sha256, bytes: payload.byteLength, entries: entries.length, prev });
        for (const [index, raw] of entries.entries()) {
          const entry = JournalEntry.parse(raw);
          if (entry.seq !== firstSeq + index) throw new Error(`seq ${entry.seq} at ${firstSeq + index}`);
          if (!stored.has(entry.seq)) stored.set(entry.seq, entry);
        }
        if (!self.mute) await receipt();
      });
      return bus.start();
    },
  };
  return self;
}
