import type { Receipt } from '@loa/shared/messages/receipt';
import type { Bus } from '@loa/shared/ports/bus';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { nextRevision } from '@loa/shared/revision';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Db } from '../db/database.js';
import type { JournalProgress } from '../db/journals.js';
import { receiptsOf, type StoredReceipt, saveReceipts } from '../db/receipts.js';
import { publishRetained } from './publish-retained.js';
import type { SigningGate } from './signing-gate.js';

export interface ReceiptSenderPorts {
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Logger;
  signer: SigningKey;
  gate: SigningGate;
}

export interface ReceiptSender {
  /** Committed journals; each box gets one receipt for all that is told within a moment. */
  due(journals: readonly JournalProgress[]): void;
  /** Signs what is due now. */
  flush(): Promise<void>;
  /** Issues every receipt anew: a controller restored from a backup thereby asks for what it lost. */
  reissueAll(): Promise<void>;
  republish(): Promise<void>;
  stop(): Promise<void>;
}

/** Reports of one outbox, and of a village, arrive one after the other; a box asks again only after 10 s, milliseconds. */
const COALESCE_MS = 500;
/** Under load, the least time between two rounds of receipts, milliseconds: a village waits for none of them. */
const ROUND_MS = 1_000;
const BATCH = 500;

/** Signed, retained receipts: stored first, then published. */
export function createReceiptSender(ports: ReceiptSenderPorts): ReceiptSender {
  const { db, bus, clock, log, signer, gate } = ports;
  const waiting = new Map<string, JournalProgress>();
  let timer: Cancel | null = null;
  let lastRound = Number.NEGATIVE_INFINITY;
  let flushing: Promise<void> = Promise.resolve();

  const schedule = () => {
    const sinceLast = clock.monotonic() - lastRound;
    timer ??= clock.after(Math.max(COALESCE_MS, ROUND_MS - sinceLast), () => {
      timer = null;
      lastRound = clock.monotonic();
      flush().catch((error: unknown) => log.error({ error: String(error) }, 'Receipts were not issued'));
    });
  };

  const flush = () => {
    flushing = flushing.catch(() => {}).then(issueWaiting);
    return flushing;
  };

  const issueWaiting = async () => {
    while (waiting.size > 0) {
      if (!(await gate.maySign())) return;
      const batch = [...waiting.values()].slice(0, BATCH);
      for (const { boxId } of batch) waiting.delete(boxId);
      try {
        await publish(await issue(batch));
      } catch (error) {
        for (const journal of batch) if (!waiting.has(journal.boxId)) waiting.set(journal.boxId, journal);
        throw error;
      }
    }
  };

  const issue = async (journals: readonly JournalProgress[]): Promise<StoredReceipt[]> => {
    const before = await receiptsOf(
      db,
      journals.map(({ boxId }) => boxId),
    );
    const revisions = new Map(before.map(({ boxId, revision }) => [boxId, revision]));
    const now = clock.now();
    const issued = await Promise.all(
      journals.map(async (journal) => {
        const { boxId, journalId, storedThrough } = journal;
        const revision = nextRevision(revisions.get(boxId) ?? 0, now);
        const receipt: Receipt = { boxId, journalId, storedThrough, revision, issuedAt: now };
        return { ...journal, revision, bytes: await signCompact('receipt', receipt, signer) };
      }),
    );
    await saveReceipts(db, issued);
    return issued;
  };

  const publish = (receipts: readonly StoredReceipt[]) =>
    publishRetained(
      bus,
      receipts.map(({ boxId, bytes }) => ({ topic: topics.receipt(boxId), bytes })),
    );

  return {
    due(journals) {
      for (const journal of journals) waiting.set(journal.boxId, journal);
      if (journals.length > 0) schedule();
    },
    flush,
    async reissueAll() {
      for (const receipt of await receiptsOf(db, 'all')) {
        if (!waiting.has(receipt.boxId)) waiting.set(receipt.boxId, receipt);
      }
      await flush();
    },
    async republish() {
      await publish(await receiptsOf(db, 'all'));
    },
    async stop() {
      timer?.();
      await flushing.catch(() => {});
    },
  };
}
