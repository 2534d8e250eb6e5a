import { sql } from 'kysely';
import { z } from 'zod';
import { index, type Migrated, table } from './build-table.js';

/** Programmes, rules of places, suspensions, calendars, stations, decisions, campaigns. */
export const planning = {
  name: '002-planning',
  async up(db: Migrated): Promise<void> {
    await addColumns(db);
    await createProgrammes(db);
    await rebuildSchedules(db);
    await createRules(db);
    await findHomes(db);
    await index(db, 'playback', 'cluster_id', 'bulletin_id', 'planned_at');
    await index(db, 'playback', 'schedule_id', 'planned_at');
    await index(db, 'bulletin', 'column_name');
    await index(db, 'area', 'merged_into');
    await index(db, 'audit', 'subject');
  },
};

async function addColumns(db: Migrated): Promise<void> {
  const added: readonly (readonly [string, string])[] = [
    ['area', "rules text not null default '{}'"],
    ['area', 'merged_into text'],
    // The commune that it pinned when it was enrolled; areas may be merged later.
    ['box', 'commune_id text'],
    ['cluster', "rules text not null default '{}'"],
    ['bulletin', "sound text not null default 'speech' check (sound in ('speech', 'music'))"],
    ['grant_doc', 'station_id text'],
    ['playback', "role text not null default 'bulletin'"],
    ['playback', 'slot text'],
    ['playback', 'local_date text'],
    ['playback', 'displaced_by text'],
  ];
  for (const [name, column] of added) await sql.raw(`alter table ${name} add column ${column}`).execute(db);
}

async function createProgrammes(db: Migrated): Promise<void> {
  await table(db, 'programme', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    slots: 'text not null',
    max_minutes: 'integer',
    overflow: 'text not null',
    later_runs: 'text not null',
    created_by: 'text not null',
    created_at: 'bigint not null',
    updated_at: 'bigint not null',
    archived_at: 'bigint',
  }).execute();
  // What the slots name, so that an edit of a bulletin finds the programmes that may play it.
  await table(db, 'programme_part', {
    programme_id: 'text not null references programme(id)',
    kind: "text not null check (kind in ('bulletin', 'column', 'station'))",
    part: 'text not null',
  })
    .addPrimaryKeyConstraint('programme_part_key', ['programme_id', 'kind', 'part'])
    .execute();
  await table(db, 'station', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    url: 'text not null',
    hours: 'text not null',
    fallback_bulletin_id: 'text references bulletin(id)',
    grant_id: 'text',
    created_by: 'text not null',
    created_at: 'bigint not null',
    updated_at: 'bigint not null',
  }).execute();
  await index(db, 'programme', 'area_id');
  await index(db, 'programme_part', 'kind', 'part');
  await index(db, 'station', 'area_id');
}

/** A column of SQLite cannot lose its "not null": the table is built anew and filled from the old one. */
async function rebuildSchedules(db: Migrated): Promise<void> {
  await table(db, 'schedule_new', {
    id: 'text primary key',
    // Of what it plays.
    area_id: 'text not null references area(id)',
    bulletin_id: 'text references bulletin(id)',
    programme_id: 'text references programme(id)',
    name: 'text not null',
    area_ids: 'text not null',
    cluster_ids: 'text not null',
    timetable: 'text not null',
    last_date: 'text',
    priority: 'text not null',
    lateness: 'text not null',
    latest_start_minutes: 'integer',
    resume: 'text not null',
    gain_db: 'real not null',
    state: "text not null check (state in ('active', 'cancelled'))",
    cancelled_at: 'bigint',
    cancelled_by: 'text',
    created_by: 'text not null',
    created_at: 'bigint not null',
    updated_at: 'bigint not null',
  }).execute();
  const kept =
    'bulletin_id, name, area_ids, cluster_ids, timetable, priority, lateness, resume, gain_db, state';
  const made = 'cancelled_at, cancelled_by, created_by, created_at';
  const old = [...kept.split(', '), ...made.split(', ')].map((column) => `s.${column}`).join(', ');
  await sql
    .raw(`insert into schedule_new (id, area_id, ${kept}, ${made}, updated_at)
      select s.id, b.area_id, ${old}, coalesce(s.cancelled_at, s.created_at)
      from schedule s join bulletin b on b.id = s.bulletin_id`)
    .execute(db);
  await sql.raw('drop table schedule').execute(db);
  await sql.raw('alter table schedule_new rename to schedule').execute(db);
  await table(db, 'schedule_place', {
    schedule_id: 'text not null references schedule(id)',
    area_id: 'text',
    cluster_id: 'text',
  }).execute();
  await convertTimetables(db);
  await index(db, 'schedule', 'area_id');
  await index(db, 'schedule', 'bulletin_id');
  await index(db, 'schedule', 'programme_id');
  await index(db, 'schedule', 'state', 'last_date');
  await index(db, 'schedule_place', 'area_id');
  await index(db, 'schedule_place', 'cluster_id');
  await index(db, 'schedule_place', 'schedule_id');
}

/** The timetables of the first release. */
const OldTimetable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), date: z.string() }).loose(),
  z.object({ kind: z.literal('now'), at: z.number() }).loose(),
  z
    .object({
      kind: z.literal('weekly'),
      days: z.array(z.number()),
      times: z.array(z.object({ occurrenceId: z.string(), time: z.string() })),
      from: z.string().optional(),
      until: z.string().optional(),
    })
    .loose(),
]);
const Ids = z.array(z.string());

const DAY_MS = 86_400_000;

async function convertTimetables(db: Migrated): Promise<void> {
  const { rows } = await sql<{
    id: string;
    timetable: string;
    area_ids: string;
    cluster_ids: string;
  }>`select id, timetable, area_ids, cluster_ids from schedule`.execute(db);
  for (const row of rows) {
    const { timetable, lastDate } = converted(OldTimetable.parse(JSON.parse(row.timetable)));
    await sql`update schedule set timetable = ${JSON.stringify(timetable)}, last_date = ${lastDate} where id = ${row.id}`.execute(
      db,
    );
    for (const areaId of Ids.parse(JSON.parse(row.area_ids)))
      await sql`insert into schedule_place (schedule_id, area_id) values (${row.id}, ${areaId})`.execute(db);
    for (const clusterId of Ids.parse(JSON.parse(row.cluster_ids)))
      await sql`insert into schedule_place (schedule_id, cluster_id) values (${row.id}, ${clusterId})`.execute(
        db,
      );
  }
}

function converted(old: z.infer<typeof OldTimetable>): { timetable: object; lastDate: string | null } {
  switch (old.kind) {
    case 'once':
      return { timetable: old, lastDate: old.date };
    case 'now':
      // The day after its own in UTC is not before its day in any zone.
      return { timetable: old, lastDate: new Date(old.at + DAY_MS).toISOString().slice(0, 10) };
    case 'weekly': {
      const { kind: _, days, ...rest } = old;
      const none = { except: [], extra: [], holidays: [] };
      const rule = { every: 'week', interval: 1, days };
      return {
        timetable: { kind: 'recurring', days: [rule], ...rest, ...none },
        lastDate: old.until ?? null,
      };
    }
  }
}

async function createRules(db: Migrated): Promise<void> {
  await table(db, 'suspension', {
    id: 'text primary key',
    name: 'text not null',
    area_ids: 'text not null',
    from_date: 'text not null',
    until_date: 'text not null',
    music: 'integer not null',
    column_names: 'text not null',
    everything: 'integer not null',
    created_by: 'text not null',
    created_at: 'bigint not null',
    cancelled_at: 'bigint',
  }).execute();
  await table(db, 'holiday_calendar', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    holidays: 'text not null',
    updated_at: 'bigint not null',
  }).execute();
  await table(db, 'priority_decision', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    elder_id: 'text not null references schedule(id)',
    younger_id: 'text not null references schedule(id)',
    first_at: 'bigint not null',
    winner: 'text',
    decided_by: 'text',
    decided_at: 'bigint',
    earlier_words: "text not null default '[]'",
    created_at: 'bigint not null',
  })
    .addUniqueConstraint('priority_decision_pair', ['elder_id', 'younger_id'])
    .execute();
  await table(db, 'campaign', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    from_date: 'text not null',
    until_date: 'text not null',
    topics: 'text not null',
    column_names: 'text not null',
    area_ids: 'text not null',
    quotas: 'text not null',
    created_by: 'text not null',
    created_at: 'bigint not null',
    cancelled_at: 'bigint',
  }).execute();
  await index(db, 'suspension', 'until_date');
  await index(db, 'campaign', 'area_id');
}

/** Boxes that were enrolled before have pinned the commune they lie in, for no areas were merged then. */
async function findHomes(db: Migrated): Promise<void> {
  const areas = await sql<{
    id: string;
    parent_id: string | null;
    level: string;
  }>`select * from area`.execute(db);
  const known = new Map(areas.rows.map((area) => [area.id, area]));
  const boxes = await sql<{ id: string; area_id: string }>`select box.id, cluster.area_id from box
    join cluster on cluster.id = box.cluster_id where box.enrolled_at is not null`.execute(db);
  for (const box of boxes.rows) {
    let area = known.get(box.area_id);
    while (area && area.level !== 'commune') area = known.get(area.parent_id ?? '');
    if (area) await sql`update box set commune_id = ${area.id} where id = ${box.id}`.execute(db);
  }
}
