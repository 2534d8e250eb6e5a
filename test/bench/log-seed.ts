import { NO_RULES } from '@loa/shared/place-rules';
import { sql } from 'kysely';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import type { ControllerApp } from '../support/controller-app.js';

/** A province: ten communes of 24 villages with three clusters each; the log of its last four months. */
export const COMMUNES = 10;
export const VILLAGES = 24;
export const CLUSTERS = 3;
export const DAYS = 120;
const BULLETINS = 2_000;

export const idOf = {
  commune: (c: number) => `area_c${c}`,
  village: (c: number, v: number) => `area_c${c}v${v}`,
  cluster: (n: number) => `cluster_${n}`,
  box: (n: number) => `box_${n}`,
  bulletin: (n: number) => `bulletin_${n}`,
};

export async function seedPlaces(app: ControllerApp, province: string): Promise<void> {
  const createdAt = app.clock.now();
  const blank = {
    ...{ households: null, population: null, languages: ['vi'], flags: [], lat: null, lon: null },
    ...{ hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt },
  };
  for (let c = 0; c < COMMUNES; c++) {
    await insertArea(app.db, {
      ...blank,
      id: idOf.commune(c),
      parentId: province,
      level: 'commune',
      kind: 'xã',
      name: `${c}`,
    });
    for (let v = 0; v < VILLAGES; v++) {
      const id = idOf.village(c, v);
      await insertArea(app.db, {
        ...blank,
        id,
        parentId: idOf.commune(c),
        level: 'village',
        kind: 'làng',
        name: `${v}`,
      });
      for (let k = 0; k < CLUSTERS; k++) {
        const n = (c * VILLAGES + v) * CLUSTERS + k;
        const place = {
          lat: null,
          lon: null,
          languages: ['vi'],
          hours: null,
          maxGainDb: 0,
          rules: NO_RULES,
          createdAt,
        };
        await insertCluster(app.db, { id: idOf.cluster(n), areaId: id, name: `${n}`, ...place });
        await insertBox(app.db, {
          id: idOf.box(n),
          clusterId: idOf.cluster(n),
          name: `${n}`,
          outputs: [],
          createdAt,
        });
      }
    }
  }
}

/** `rows` playbacks, spread evenly over places and days; one in a thousand failed, one in ten thousand is an emergency. */
export async function seedPlaybacks(app: ControllerApp, rows: number): Promise<void> {
  const boxes = COMMUNES * VILLAGES * CLUSTERS;
  const end = app.clock.now();
  const step = (DAYS * 86_400_000) / Math.ceil(rows / boxes);
  // Bound numbers would be floating, and so would every id made of them.
  const whole = (value: number) => sql.lit(value);
  await sql`
    insert into playback (id, box_id, cluster_id, area_id, schedule_id, bulletin_id, variant_id, session_id, title, language,
      planned_at, latest_start_at, ends_by, duration_ms, priority, state, reason, started_at, ended_at, delivered_ms,
      rms_dbfs, clock_state, sha256, grant_id, plan_revision, output, updated_at, slot, local_date)
    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${whole(rows)}),
    r as (select i, i % ${whole(boxes)} as b, cast(i / ${whole(boxes)} as integer) as k from n),
    p as (select i, b, cast(b / ${whole(VILLAGES * CLUSTERS)} as integer) as c,
      cast(b / ${whole(CLUSTERS)} as integer) % ${whole(VILLAGES)} as v, cast(${end} - k * ${step} as integer) as at from r)
    select 'p' || replace(replace(replace(replace(printf('%025d', i), '0', 'z'), '1', 'y'), '8', 'x'), '9', 'w'), 'box_' || b, 'cluster_' || b, 'area_c' || c || 'v' || v, 'schedule_' || (i / 7 % 300),
      'bulletin_' || (i / 720 % ${whole(BULLETINS)}), 'variant_' || (i / 720 % ${whole(BULLETINS)}), 'session_' || (i % 5000),
      'Phòng lừa đảo trực tuyến, số ' || (i / 720 % ${whole(BULLETINS)}), case when i % 40 = 0 then 'jra' else 'vi' end,
      at, at + 600000, at + 900000, 180000,
      case when i % 10007 = 0 then 'emergency' when i % 31 = 0 then 'priority' else 'normal' end,
      case when i % 1009 = 0 then 'failed' when i % 53 = 0 then 'missed' when i % 211 = 0 then 'unknown' else 'finished' end,
      case when i % 1009 = 0 then 'output' when i % 53 = 0 then 'box_off' else null end,
      at + 40, at + 180040, 180000, -21.5, 'synced', ${'a'.repeat(64)}, ${'b'.repeat(64)}, 1700000000000, 'alsa', at, 'slot_news', '2026-10-01'
    from p`.execute(app.db);
}
