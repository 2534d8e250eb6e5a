import { sha256Hex } from '@loa/shared/jcs';
import type { Bus } from '@loa/shared/ports/bus';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';

export interface ReportMessage {
  firstSeq: number;
  bytes: Uint8Array;
}

/** Signs a box's journal entries into chained report messages, as its outbox does. */
export function createBoxReporter(options: {
  boxId: string;
  journalId: string;
  key: SigningKey;
  issuedAt: number;
}) {
  const { boxId, journalId, key, issuedAt } = options;
  let firstSeq = 1;
  let prev: string | null = null;
  return {
    async report(entries: readonly unknown[]): Promise<ReportMessage> {
      const report = { boxId, journalId, firstSeq, prev, issuedAt, entries };
      const bytes = await signCompact('report', report, key);
      const message = { firstSeq, bytes };
      firstSeq += entries.length;
      prev = sha256Hex(bytes);
      return message;
    },
    send: (bus: Bus, message: ReportMessage) => bus.publish(topics.report(boxId), message.bytes, { qos: 1 }),
    /** As a box that lost the last messages it wrote would go on. */
    skip(count: number) {
      firstSeq += count;
    },
  };
}
