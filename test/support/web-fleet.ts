import { NO_RULES } from '@loa/shared/place-rules';
import { putContact, putSim } from '../../controller/src/db/fleet.js';
import { insertIncidents } from '../../controller/src/db/incidents.js';
import { putRepair } from '../../controller/src/db/repairs.js';
import type { ControllerApp } from './controller-app.js';

const HOUR = 3_600_000;

/** By cluster: whom to call. Two places have nobody. */
const HEADS: Readonly<Record<string, readonly [name: string, phone: string]>> = {
  cluster_dongtam0: ['Ông Nguyễn Văn Tám', '0905123456'],
  cluster_oibriu0: ['Ông Kpuih Hlơi', '0914222333'],
  cluster_socmoi0: ['Bà Thạch Thị Sa Rinh', '0977888111'],
  cluster_konbrung0: ['Ông A Brưk', '0368111222'],
  cluster_naphieng0: ['Ông Lò Văn Pánh', '0912000111'],
};
/** By box: number, operator, last day. The commune's evening is that of 02/11/2026. */
const SIMS: readonly (readonly [string, string, string, string])[] = [
  ['box_dongtam0', '0868100001', 'Viettel', '2027-03-31'],
  ['box_dongtam1', '0868100002', 'Viettel', '2026-11-20'],
  ['box_oibriu0', '0915100003', 'VinaPhone', '2027-01-15'],
  ['box_konbrung0', '0868100005', 'Viettel', '2026-10-31'],
  ['box_thon30', '0905100007', 'MobiFone', '2027-06-30'],
];

/** What a commune wrote down about its loudspeakers: SIMs, village heads, a school nearby, somebody who mends one. */
export async function seedWebFleet(app: ControllerApp): Promise<void> {
  const now = app.clock.now();
  for (const [clusterId, [name, phone]] of Object.entries(HEADS))
    await putContact(app.db, clusterId, { name, phone }, now);
  for (const [boxId, number, operator, expiresOn] of SIMS)
    await putSim(app.db, boxId, { number, operator, expiresOn, note: null }, now);
  await putRepair(app.db, {
    ...{ boxId: 'box_konbrung0', assignee: 'Siu Blưh', note: 'Mang theo SIM mới.' },
    ...{ at: now - 2 * HOUR, by: 'account_phatthanh' },
  });
  const school = {
    ...{ kind: 'school', name: 'Trường tiểu học Kon Brung', maxGainDb: -6 },
    quiet: [{ from: '07:00', to: '11:00', days: [1, 2, 3, 4, 5], why: 'giờ học' }],
  };
  await app.db
    .updateTable('cluster')
    .set({ rules: JSON.stringify({ ...NO_RULES, neighbours: [school] }) })
    .where('id', '=', 'cluster_konbrung0')
    .execute();
  await insertIncidents(app.db, [
    { at: now - 30 * HOUR, boxId: 'box_thon30', kind: 'box_copied', detail: 'two devices' },
    { at: now - 5 * HOUR, boxId: 'box_konbrung0', kind: 'enrolment_refused', detail: 'wrong proof' },
  ]);
}
