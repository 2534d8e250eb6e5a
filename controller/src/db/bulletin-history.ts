import type { Bulletin, BulletinHistory } from '@loa/shared/api/bulletins';
import { z } from 'zod';
import { auditText } from '../planning/answers/audit-text.js';
import { accountNames } from './accounts.js';
import type { Db } from './database.js';

/** More than anybody reads of one bulletin. */
const MOST = 300;

/** What a person wants to see of an entry's detail; the rest is for programs. */
const Detail = z.object({ reason: z.string().nullish(), title: z.string().nullish() }).loose();

/** What people did to a bulletin and its variants, the newest first. */
export async function historyOfBulletin(
  db: Db,
  bulletin: Pick<Bulletin, 'id' | 'variants'>,
): Promise<BulletinHistory['items']> {
  const languages = new Map(bulletin.variants.map(({ id, language }) => [id, language]));
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'subject', 'detail'])
    .where('subject', 'in', [bulletin.id, ...languages.keys()])
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  const nameOf = await accountNames(
    db,
    rows.map(({ actor }) => actor),
  );
  return rows.map(({ at, actor, action, subject, detail }) => ({
    at,
    who: nameOf(actor),
    what: auditText(action),
    language: languages.get(subject) ?? null,
    detail: toldDetail(action, detail),
  }));
}

function toldDetail(action: string, text: string): string | null {
  const detail = Detail.safeParse(JSON.parse(text));
  if (!detail.success) return null;
  if (action === 'variant.reject') return detail.data.reason ?? null;
  if (action === 'bulletin.change' && detail.data.title) return `tiêu đề: ${detail.data.title}`;
  return null;
}
