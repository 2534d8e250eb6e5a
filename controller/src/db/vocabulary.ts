import type { Vocabulary } from '@loa/shared/api/columns';
import { sql } from 'kysely';
import { belowQuery } from './areas.js';
import { listColumns } from './columns.js';
import type { Db } from './database.js';

/** So many of a kind are worth picking from. */
const MOST = 50;

/** LoaiLinhVuc of the source information system (FACTS §2). */
const FIELD_CODES = [
  { code: '1', name: 'Chung' },
  { code: '2', name: 'Đột xuất' },
  { code: '3', name: 'Đường lối, chủ trương, pháp luật' },
  { code: '4', name: 'Chỉ đạo, điều hành' },
  { code: '5', name: 'Khoa học, kỹ thuật' },
  { code: '6', name: 'Gương điển hình' },
];

/** Topics and audiences that the communes' plans name (FACTS §1), offered before anybody used them. */
const TOPICS = [
  'Nghị quyết 57',
  'Chuyển đổi số',
  'Bình dân học vụ số',
  'VNeID',
  'Dịch vụ công trực tuyến',
  'Thanh toán không tiền mặt',
  'Phòng chống lừa đảo trực tuyến',
  'Đề án 06',
  'STEM',
  'Điển hình',
  'An ninh trật tự',
  'Nông nghiệp',
  'Y tế',
  'Phòng chống thiên tai',
];
const AUDIENCES = [
  'Toàn dân',
  'Người cao tuổi',
  'Hộ nông dân',
  'Hộ kinh doanh',
  'Tiểu thương chợ',
  'Hợp tác xã',
  'Thanh niên',
  'Phụ nữ',
  'Đồng bào dân tộc thiểu số',
  'Học sinh',
  'Cán bộ, đảng viên',
];

/** What the bulletins at or below an area are filled in with, the most used first. */
export async function vocabularyOf(db: Db, root: string): Promise<Vocabulary> {
  const columns = await listColumns(db, root, false);
  return {
    columns: columns
      .map(({ name, bulletins }) => ({ text: name, count: bulletins }))
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST),
    topics: offered(await wordsIn(db, root, 'topics'), TOPICS),
    audiences: offered(await wordsIn(db, root, 'audiences'), AUDIENCES),
    sourceUnits: await usedIn(db, root, 'source_unit'),
    fieldCodes: FIELD_CODES,
    taskRefs: await usedIn(db, root, 'task_ref'),
  };
}

async function usedIn(db: Db, root: string, column: 'source_unit' | 'task_ref') {
  const rows = await db
    .selectFrom('bulletin')
    .select([`${column} as text`, sql<number>`count(*)`.as('count')])
    .where('area_id', 'in', belowQuery(db, root))
    .where(column, 'is not', null)
    .groupBy(column)
    .orderBy('count', 'desc')
    .limit(MOST)
    .execute();
  return rows.flatMap(({ text, count }) => (text === null ? [] : [{ text, count: Number(count) }]));
}

/** The words of JSON lists, counted by the database. */
async function wordsIn(db: Db, root: string, column: 'topics' | 'audiences') {
  const rows = await sql<{ text: string; count: number }>`
    select word.value as text, count(*) as count
    from bulletin, json_each(bulletin.${sql.ref(column)}) as word
    where bulletin.area_id in (${belowQuery(db, root)})
    group by word.value order by count desc limit ${MOST}`.execute(db);
  return rows.rows.map(({ text, count }) => ({ text, count: Number(count) }));
}

function offered(used: { text: string; count: number }[], usual: readonly string[]) {
  const known = new Set(used.map(({ text }) => text));
  return [...used, ...usual.filter((text) => !known.has(text)).map((text) => ({ text, count: 0 }))];
}
