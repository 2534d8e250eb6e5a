import { sha256Hex } from '@loa/shared/jcs';
import { JournalEntry, Report } from '@loa/shared/messages/report';
import { openCompact } from '@loa/shared/trust/envelope';
import type { ArrivedEntry, ArrivedReport } from '../db/journals.js';
import type { ReportKey } from '../db/report-store.js';

export type OpenedReport =
  | { ok: true; report: ArrivedReport; rejected: number; planRevision: number }
  | { ok: false; kind: string; detail: string };

/** Longest raw text of a rejected entry that is kept, characters. */
const RAW_LIMIT = 4000;

/**
 * Verifies a report that came on `boxId`'s own topic and reads its entries one by one: an entry that cannot be read
 * is kept raw, because its place in the journal is known all the same.
 */
export async function openReport(
  boxId: string,
  bytes: Uint8Array,
  key: ReportKey,
  receivedAt: number,
): Promise<OpenedReport> {
  if (key.kind === 'unknown') return { ok: false, kind: 'report_unknown_box', detail: `from ${boxId}` };
  if (key.kind === 'revoked') return { ok: false, kind: 'report_revoked_box', detail: `from ${boxId}` };
  const opened = await openCompact('report', bytes, Report, (kid) =>
    kid === key.keyId ? key.jwk : key.former?.(kid, receivedAt),
  );
  if (!opened.ok) return { ok: false, kind: `report_${opened.reason}`, detail: opened.detail };
  const { payload } = opened;
  if (payload.boxId !== boxId) {
    return {
      ok: false,
      kind: 'report_wrong_audience',
      detail: `of ${payload.boxId} on the topic of ${boxId}`,
    };
  }
  const entries = payload.entries.map((entry, index) =>
    readEntry(entry, payload.firstSeq + index, receivedAt),
  );
  const { journalId, firstSeq, prev } = payload;
  const hash = sha256Hex(bytes);
  return {
    ok: true,
    report: {
      boxId,
      journalId,
      firstSeq,
      prev,
      hash,
      receivedAt,
      entries: entries.map(({ arrived }) => arrived),
    },
    rejected: entries.filter(({ arrived }) => arrived.rejected).length,
    planRevision: Math.max(0, ...entries.map(({ planRevision }) => planRevision)),
  };
}

function readEntry(
  raw: unknown,
  seq: number,
  receivedAt: number,
): { arrived: ArrivedEntry; planRevision: number } {
  const parsed = JournalEntry.safeParse(raw);
  if (!parsed.success || parsed.data.seq !== seq) {
    const body = JSON.stringify(raw ?? null).slice(0, RAW_LIMIT);
    const arrived = { seq, at: receivedAt, kind: 'rejected', body, rejected: true, playback: null };
    return { arrived, planRevision: 0 };
  }
  const entry = parsed.data;
  const { at, kind } = entry;
  const playback = 'playbackId' in entry ? entry : null;
  const arrived = { seq, at, kind, body: JSON.stringify(raw), rejected: false, playback };
  return { arrived, planRevision: planRevisionIn(entry) };
}

/** The newest plan that the box shows to have held. */
function planRevisionIn(entry: JournalEntry): number {
  if (entry.kind === 'accepted' && entry.document === 'plan') return entry.counter;
  return 'planRevision' in entry ? entry.planRevision : 0;
}
