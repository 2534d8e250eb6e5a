import { JournalEntry } from '@loa/shared/messages/report';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { foldPlayback, type JournalledEntry, type PlaybackRecord } from '@loa/shared/playback-record';
import { auditWriter } from './audit.js';
import type { FreshEntries } from './journals.js';

export interface FoldedPlaybacks {
  changed: string[];
  /** A box reported a playback that is another's. */
  foreign: { boxId: string; playbackId: string }[];
}

interface KnownPlayback {
  box_id: string;
  schedule_id: string | null;
  state: string;
  journal_num: number | null;
  provisional: number;
  displaced_by: string | null;
}

type Statements = ReturnType<typeof prepare>;

/**
 * Folds fresh entries into the playback log. A playback that was folded before is folded again from everything its
 * box ever reported of it, so that the order of arrival never matters. Call inside the entries' transaction.
 */
export function createPlaybackWriter(sqlite: Sqlite): (fresh: Iterable<FreshEntries>) => FoldedPlaybacks {
  const sql = prepare(sqlite);
  return (fresh) => {
    const folded: FoldedPlaybacks = { changed: [], foreign: [] };
    for (const told of fresh) foldOne(sql, told, folded);
    return folded;
  };
}

function foldOne(
  sql: Statements,
  { boxId, entries, receivedAt }: FreshEntries,
  folded: FoldedPlaybacks,
): void {
  const [first] = entries;
  if (!first) return;
  const { playbackId } = first.entry;
  const known = sql.find.get(playbackId);
  if (known && known.box_id !== boxId) {
    folded.foreign.push({ boxId, playbackId });
    return;
  }
  const all: readonly JournalledEntry[] =
    known && known.journal_num === null ? entries : everythingTold(sql, playbackId, boxId);
  const told = foldPlayback(all);
  if (!told) return;
  const record = known ? sayWhatWentFirst(sql, known, told) : told;
  if (!known) sql.insert.run(playbackId, boxId, boxId, boxId, receivedAt);
  if (!known || known.schedule_id === null) describeUnplanned(sql, playbackId, record);
  if (known?.provisional === 1) keepHistory(sql, playbackId, known.state, record.state, receivedAt);
  const num = entries.find(({ journalId }) => journalId === record.journalId)?.journalNum;
  const journalNum = num ?? sql.journalNum.get(boxId, record.journalId) ?? null;
  save(sql, playbackId, record, journalNum, receivedAt);
  folded.changed.push(playbackId);
}

/** A box only sees that an item left its plan; that it gave way to something else, and to what, is known here. */
function sayWhatWentFirst(
  sql: Statements,
  { displaced_by: by }: KnownPlayback,
  record: PlaybackRecord,
): PlaybackRecord {
  if (by === null || record.state !== 'cancelled' || record.reason !== 'removed') return record;
  return { ...record, state: 'skipped', reason: 'preempted', detail: sql.scheduleName.get(by) ?? by };
}

function everythingTold(sql: Statements, playbackId: string, boxId: string): JournalledEntry[] {
  return sql.told.all(playbackId, boxId).flatMap(({ journal_id, body }) => {
    const parsed = JournalEntry.safeParse(JSON.parse(body));
    if (!parsed.success || !('playbackId' in parsed.data)) return [];
    return [{ journalId: journal_id, entry: parsed.data }];
  });
}

/** A controller restored from a backup hears of playbacks that it does not remember planning. */
function describeUnplanned(sql: Statements, playbackId: string, record: PlaybackRecord): void {
  const content = record.sha256 === null ? undefined : sql.content.get(record.sha256);
  sql.describe.run(
    content?.bulletin_id ?? null,
    content?.variant_id ?? null,
    record.sessionId,
    content?.title ?? '',
    content?.language ?? '',
    record.scheduledAt,
    record.scheduledAt,
    record.endedAt ?? record.scheduledAt,
    content?.duration_ms ?? record.deliveredMs ?? 0,
    playbackId,
  );
}

/** What was guessed before a late report stays readable in the audit log. */
function keepHistory(sql: Statements, playbackId: string, from: string, to: string, now: number): void {
  const entry = { at: now, actor: 'system', action: 'playback.superseded', areaId: null };
  sql.audit({ ...entry, subject: playbackId, detail: { from, to } });
}

function save(
  sql: Statements,
  playbackId: string,
  record: PlaybackRecord,
  journalNum: number | null,
  now: number,
): void {
  sql.update.run(
    record.state,
    record.reason,
    record.detail,
    record.startedAt,
    record.endedAt,
    record.startErrorMs,
    record.deliveredMs,
    record.rmsDbfs,
    record.peakDbfs,
    record.underruns,
    record.clock.state,
    record.clock.uncertaintyMs ?? null,
    record.sha256,
    record.grantId,
    record.planRevision,
    record.output,
    record.seq,
    journalNum,
    now,
    playbackId,
  );
}

type Value = string | number | null;

function prepare(sqlite: Sqlite) {
  return {
    find: sqlite.prepare<[string], KnownPlayback>(
      'select box_id, schedule_id, state, journal_num, provisional, displaced_by from playback where id = ?',
    ),
    scheduleName: sqlite.prepare<[string], string>('select name from schedule where id = ?').pluck(),
    told: sqlite.prepare<[string, string], { journal_id: string; body: string }>(
      `select journal.id as journal_id, journal_entry.body from journal_entry
       join journal on journal.num = journal_entry.journal_num
       where journal_entry.playback_id = ? and journal.box_id = ? and journal_entry.rejected = 0`,
    ),
    journalNum: sqlite
      .prepare<[string, string], number>('select num from journal where box_id = ? and id = ?')
      .pluck(),
    content: sqlite.prepare<
      [string],
      { bulletin_id: string; variant_id: string; title: string; language: string; duration_ms: number }
    >(
      `select variant.bulletin_id, variant.id as variant_id, bulletin.title, variant.language,
         recording.duration_ms
       from variant join bulletin on bulletin.id = variant.bulletin_id
       join recording on recording.sha256 = variant.recording_sha256
       where variant.recording_sha256 = ? limit 1`,
    ),
    insert: sqlite.prepare<[string, string, string, string, number]>(
      `insert into playback (id, box_id, cluster_id, area_id, session_id, title, language, planned_at,
         latest_start_at, ends_by, duration_ms, priority, state, updated_at)
       values (?, ?, coalesce((select cluster_id from box where id = ?), ''),
         coalesce((select cluster.area_id from box join cluster on cluster.id = box.cluster_id
           where box.id = ?), ''), '', '', '', 0, 0, 0, 0, 'normal', 'planned', ?)`,
    ),
    describe: sqlite.prepare<Value[]>(
      `update playback set bulletin_id = ?, variant_id = ?, session_id = ?, title = ?, language = ?,
         planned_at = ?, latest_start_at = ?, ends_by = ?, duration_ms = ? where id = ?`,
    ),
    audit: auditWriter(sqlite),
    update: sqlite.prepare<Value[]>(
      `update playback set state = ?, reason = ?, detail = ?, provisional = 0, started_at = ?, ended_at = ?,
         start_error_ms = ?, delivered_ms = ?, rms_dbfs = ?, peak_dbfs = ?, underruns = ?, clock_state = ?,
         clock_uncertainty_ms = ?, sha256 = coalesce(?, sha256), grant_id = coalesce(?, grant_id),
         plan_revision = ?, output = ?, state_seq = ?, journal_num = ?, updated_at = ?
       where id = ?`,
    ),
  };
}
