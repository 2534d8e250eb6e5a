import type { JournalEntry } from './messages/report.js';
import type { OpenState, PlaybackState, Reason } from './playback.js';

/** The entries that tell of one playback. */
export type PlaybackEntry = Extract<JournalEntry, { playbackId: string }>;

/** An entry with the journal it stands in; (journal, seq) names it for ever. */
export interface JournalledEntry {
  journalId: string;
  entry: PlaybackEntry;
}

/** What the log says of a playback after all that is known of it. */
export interface PlaybackRecord {
  /** Where the state was taken from. */
  journalId: string;
  seq: number;
  state: Exclude<PlaybackState, 'unknown'>;
  reason: Reason | null;
  detail: string | null;
  scheduledAt: number;
  startedAt: number | null;
  endedAt: number | null;
  startErrorMs: number | null;
  deliveredMs: number | null;
  rmsDbfs: number | null;
  peakDbfs: number | null;
  underruns: number | null;
  clock: PlaybackEntry['clock'];
  sessionId: string;
  planRevision: number;
  sha256: string | null;
  grantId: string | null;
  output: string | null;
}

const STATE_OF: Record<Exclude<PlaybackEntry['kind'], 'ended'>, OpenState> = {
  ready: 'ready',
  claimed: 'claimed',
  started: 'started',
  suspended: 'suspended',
  resumed: 'started',
};

/**
 * Folds everything that was reported of one playback. The result depends on the set of entries alone: their order
 * of arrival and repeats of the same (journal, seq) change nothing. Within a journal the first end is final. Of
 * several journals (a box whose database was lost) the one that ended it first counts, else the latest news.
 * Null when nothing was reported.
 */
export function foldPlayback(entries: readonly JournalledEntry[]): PlaybackRecord | null {
  const journals = new Map<string, Map<number, PlaybackEntry>>();
  for (const { journalId, entry } of entries) {
    const journal = journals.get(journalId) ?? new Map<number, PlaybackEntry>();
    journals.set(journalId, journal);
    journal.set(entry.seq, entry);
  }
  let best: Told | null = null;
  for (const [journalId, bySeq] of journals) {
    const told = tell(
      journalId,
      [...bySeq.values()].sort((a, b) => a.seq - b.seq),
    );
    if (told && (!best || outweighs(told, best))) best = told;
  }
  return best && recordOf(best);
}

/** One journal's word on a playback: the entries up to the deciding one, which is the first end or else the last. */
interface Told {
  journalId: string;
  upTo: PlaybackEntry[];
  deciding: PlaybackEntry;
}

function tell(journalId: string, sorted: PlaybackEntry[]): Told | null {
  const end = sorted.findIndex(({ kind }) => kind === 'ended');
  const upTo = end === -1 ? sorted : sorted.slice(0, end + 1);
  const deciding = upTo.at(-1);
  return deciding ? { journalId, upTo, deciding } : null;
}

function outweighs(a: Told, b: Told): boolean {
  const aEnded = a.deciding.kind === 'ended';
  if (aEnded !== (b.deciding.kind === 'ended')) return aEnded;
  if (a.deciding.at !== b.deciding.at) return a.deciding.at < b.deciding.at === aEnded;
  return a.journalId < b.journalId;
}

function recordOf({ journalId, upTo, deciding }: Told): PlaybackRecord {
  const ended = deciding.kind === 'ended' ? deciding : null;
  const started = upTo.find((entry) => entry.kind === 'started');
  const delivered = ended ?? upTo.findLast((entry) => entry.kind === 'suspended');
  return {
    journalId,
    seq: deciding.seq,
    state: deciding.kind === 'ended' ? deciding.state : STATE_OF[deciding.kind],
    reason: ended?.reason ?? null,
    detail: ended?.detail ?? null,
    scheduledAt: deciding.scheduledAt,
    startedAt: started?.startedAt ?? ended?.startedAt ?? null,
    endedAt: ended?.endedAt ?? null,
    startErrorMs: started?.startErrorMs ?? ended?.startErrorMs ?? null,
    deliveredMs: delivered?.deliveredMs ?? null,
    rmsDbfs: delivered?.rmsDbfs ?? null,
    peakDbfs: delivered?.peakDbfs ?? null,
    underruns: delivered?.underruns ?? null,
    clock: deciding.clock,
    sessionId: deciding.sessionId,
    planRevision: deciding.planRevision,
    sha256: deciding.sha256 ?? null,
    grantId: deciding.grantId ?? null,
    output: started?.output ?? null,
  };
}
