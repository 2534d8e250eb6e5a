import type { BoxEvent } from '@loa/shared/api/fleet';
import { auditText } from '../planning/answers/audit-text.js';
import { journalText, troubleText } from '../planning/answers/box-event-text.js';
import { boxText } from '../planning/answers/evidence-step.js';
import { accountNames } from './accounts.js';
import type { Db } from './database.js';

/** More than happens to one box in a millisecond. */
const MOST_AT_ONCE = 200;

/**
 * What happened to a box, newest first: people's changes, what the controller noticed, what the box wrote down. The next
 * page is asked for by the instant of the last event, so what happened at that instant stands here, beyond `limit` too.
 */
export async function eventsOfBox(
  db: Db,
  box: { id: string; name: string },
  query: { before: number | null; limit: number },
): Promise<BoxEvent[]> {
  const before = query.before ?? Number.MAX_SAFE_INTEGER;
  const page = await eventsBefore(db, box, { before, limit: query.limit });
  const last = page.at(-1)?.at;
  if (last === undefined || page.length < query.limit) return page;
  const rest = await eventsBefore(db, box, { before: last + 1, limit: MOST_AT_ONCE });
  return [...page.filter(({ at }) => at > last), ...rest.filter(({ at }) => at === last)];
}

type Page = { before: number; limit: number };

async function eventsBefore(db: Db, box: { id: string; name: string }, page: Page): Promise<BoxEvent[]> {
  const found = [
    ...(await peoplesChanges(db, box.id, page)),
    ...(await troubles(db, box.id, page)),
    ...(await ownWords(db, box, page)),
  ];
  return found.sort((a, b) => b.at - a.at).slice(0, page.limit);
}

async function peoplesChanges(db: Db, boxId: string, { before, limit }: Page): Promise<BoxEvent[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action'])
    .where('subject', '=', boxId)
    .where('at', '<', before)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const nameOf = await accountNames(
    db,
    rows.map(({ actor }) => actor),
  );
  return rows.map(({ at, actor, action }) => ({
    ...{ at, kind: 'person' as const, who: nameOf(actor), text: auditText(action) },
  }));
}

async function troubles(db: Db, boxId: string, { before, limit }: Page): Promise<BoxEvent[]> {
  const rows = await db
    .selectFrom('incident')
    .select(['at', 'kind', 'detail'])
    .where('box_id', '=', boxId)
    .where('at', '<', before)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ at, kind }) => ({ at, kind: 'trouble', who: 'Hệ thống', text: troubleText(kind) }));
}

/** Of its journals only what is no playback's: those stand in the log. Two journals back is far enough. */
async function ownWords(
  db: Db,
  box: { id: string; name: string },
  { before, limit }: Page,
): Promise<BoxEvent[]> {
  const journals = await db
    .selectFrom('journal')
    .select('num')
    .where('box_id', '=', box.id)
    .orderBy('num', 'desc')
    .limit(2)
    .execute();
  const found: BoxEvent[] = [];
  for (const { num } of journals) {
    const rows = await db
      .selectFrom('journal_entry')
      .select(['at', 'kind', 'body'])
      .where('journal_num', '=', num)
      .where('playback_id', 'is', null)
      .where('at', '<', before)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    for (const { at, body } of rows) {
      const text = journalText(body);
      if (text !== null) found.push({ at, kind: 'box', who: boxText(box.name), text });
    }
  }
  return found;
}
