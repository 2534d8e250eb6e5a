import type { Area } from '@loa/shared/api/areas';
import type { Box } from '@loa/shared/api/boxes';
import { Bulletin, Variant } from '@loa/shared/api/bulletins';
import type { Playback } from '@loa/shared/api/playbacks';
import type { Role } from '@loa/shared/api/role';
import { MINUTE } from '@loa/shared/instant';
import { NO_RULES } from '@loa/shared/place-rules';
import { playbackId } from '@loa/shared/playback';
import { z } from 'zod';
import { insertAccount } from '../../controller/src/db/accounts.js';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import { admitRecording, insertRecording } from '../../controller/src/db/recordings.js';
import { insertApiToken } from '../../controller/src/db/sessions.js';
import { tokenHash } from '../../controller/src/http/tokens.js';
import type { ControllerApp } from './controller-app.js';
import { call, OTHER_RECORDING, RECORDING } from './controller-world.js';
import { seedWebFleet } from './web-fleet.js';
import { seedWebOutlines } from './web-outlines.js';
import { seedProvince } from './web-province.js';
import { seedSchedules } from './web-schedules.js';

/** Of everybody in this commune. */
export const PASSWORD = 'mat-khau-thu-2026';
export const COMMUNE = 'area_iapia';

/** Of the seeded playbacks; it stands nowhere else (web-history.ts). */
export const SEEDED_SCHEDULE = 'schedule_daily';

/** Monday 2 November 2026, 17:05 in Việt Nam: the evening session is running. */
export const EVENING = Date.UTC(2026, 10, 2, 10, 5);

const PEOPLE: readonly { login: string; name: string; role: Role; areaId: string }[] = [
  { login: 'admin', name: 'Trần Văn Quản', role: 'admin', areaId: COMMUNE },
  { login: 'phatthanh', name: 'Nguyễn Thị Hoa', role: 'broadcaster', areaId: COMMUNE },
  { login: 'congtacvien', name: 'Rơ Châm Hyơi', role: 'contributor', areaId: COMMUNE },
  { login: 'nguoiduyet', name: 'Lê Hoàng Nam', role: 'approver', areaId: COMMUNE },
  { login: 'kythuat', name: 'Siu Blưh', role: 'technician', areaId: COMMUNE },
  { login: 'giamsat', name: 'Phạm Thị Lan', role: 'supervisor', areaId: COMMUNE },
  { login: 'captinh', name: 'Đỗ Minh Đức', role: 'provinceViewer', areaId: 'area_gialai' },
  { login: 'truongthon', name: 'Kpuih Hlơi', role: 'villageHead', areaId: 'area_oibriu' },
];

const VILLAGES: readonly [id: string, kind: string, name: string, languages: string[], clusters: string[]][] =
  [
    ['area_dongtam', 'thôn', 'Đồng Tâm', ['vi'], ['Nhà văn hóa', 'Chợ Đồng Tâm']],
    ['area_oibriu', 'làng', 'Ơi Briu', ['jra', 'vi'], ['Nhà rông']],
    ['area_socmoi', 'thôn', 'Sóc Mới', ['km', 'vi'], ['Nhà sinh hoạt']],
    ['area_konbrung', 'làng', 'Kon Brung', ['bdq', 'vi'], ['Nhà rông']],
    ['area_naphieng', 'bản', 'Nà Phiêng', ['blt', 'vi'], ['Nhà sàn văn hóa']],
    ['area_thon3', 'thôn', 'Thôn 3', ['vi'], ['Ngã ba cây đa', 'Trạm y tế']],
    ['area_plei', 'làng', 'Plei Kơ Tơnh', ['jra', 'vi'], ['Nhà rông', 'Điểm trường Plei Kơ Tơnh']],
  ];

type Status = Record<string, unknown>;
/** By box, in the order of the clusters above; what is not named is good. */
const STATUSES: readonly { status?: Status; minutesAgo?: number; state?: Box['state'] }[] = [
  {},
  {},
  {},
  { minutesAgo: 713 },
  { status: { outputs: [{ id: 'alsa', ok: false, detail: 'no device' }] } },
  {},
  { status: { clock: { state: 'untrusted' } } },
  { status: { freeBytes: 20_000_000 } },
  { state: 'created' },
  {},
];

const TITLES = [
  'Lịch tiêm phòng cho trẻ em tháng 11 tại trạm y tế xã',
  'Phòng, chống lừa đảo qua mạng: không đọc mã OTP cho người lạ',
  'Mời bà con tập huấn dịch vụ công trực tuyến và VNeID',
] as const;
/** Of the same; the last two count for the campaign. */
const TOPICS = [['y tế'], ['chuyển đổi số', 'an ninh'], ['chuyển đổi số']] as const;

export interface WebCommune {
  logins: Readonly<Record<Role, string>>;
  boxIds: readonly string[];
}

/** A commune as staff know one: seven villages, ten receivers in all conditions, a day half over, two items to approve. */
export async function seedWebCommune(app: ControllerApp): Promise<WebCommune> {
  await seedAreas(app);
  await seedPeople(app);
  const boxes = await seedBoxes(app);
  await seedPlaybacks(app, boxes);
  await seedBulletins(app);
  await seedCampaign(app);
  await seedLists(app);
  await seedSchedule(app);
  await seedSchedules(app, { token: tokenOf('phatthanh'), commune: COMMUNE });
  await seedWebFleet(app);
  await seedProvince(app, 'area_gialai');
  await seedWebOutlines(app);
  const logins = Object.fromEntries(PEOPLE.map(({ role, login }) => [role, login]));
  return { logins: logins as Record<Role, string>, boxIds: boxes.map(({ id }) => id) };
}

async function seedAreas(app: ControllerApp): Promise<void> {
  const createdAt = app.clock.now() - 90 * 86_400_000;
  const area = (fields: Pick<Area, 'id' | 'parentId' | 'level' | 'kind' | 'name'> & Partial<Area>) =>
    insertArea(app.db, {
      ...{ households: null, population: null, languages: ['vi'], flags: [], lat: null, lon: null },
      ...{ hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt },
      ...fields,
    });
  const hours = [{ from: '05:30', to: '21:00', maxGainDb: 0 }];
  await area({ id: 'area_gialai', parentId: null, level: 'province', kind: 'tỉnh', name: 'Gia Lai' });
  await area({ id: COMMUNE, parentId: 'area_gialai', level: 'commune', kind: 'xã', name: 'Ia Pia', hours });
  for (const [index, [id, kind, name, languages, clusters]] of VILLAGES.entries()) {
    const position = { lat: 13.53 + index * 0.012, lon: 107.85 + (index % 3) * 0.02 };
    const size = { households: 120 + index * 41, population: 530 + index * 190 };
    await area({ id, parentId: COMMUNE, level: 'village', kind, name, languages, ...size, ...position });
    for (const [at, cluster] of clusters.entries()) {
      await insertCluster(app.db, {
        ...{ id: `cluster_${id.slice(5)}${at}`, areaId: id, name: cluster, languages, hours: null },
        ...{ ...position, maxGainDb: 0, rules: NO_RULES, createdAt },
      });
    }
  }
}

async function seedPeople(app: ControllerApp): Promise<void> {
  const createdAt = app.clock.now() - 60 * 86_400_000;
  const passwordHash = await app.api.passwords.hash(PASSWORD);
  for (const { login, name, role, areaId } of PEOPLE) {
    const id = `account_${login}`;
    const account = { id, login, name, role, areaId, personId: role === 'approver' ? 'person_nam' : null };
    await insertAccount(app.db, { ...account, createdAt, disabledAt: null }, passwordHash);
    const record = {
      id: `token_${login}`,
      label: 'báo cáo lên huyện',
      createdAt,
      expiresAt: createdAt + 365 * 86_400_000,
      revokedAt: null,
    };
    await insertApiToken(app.db, { ...record, hash: tokenHash(tokenOf(login)), accountId: id });
  }
}

/** For what a test does beside the browser. */
export const tokenOf = (login: string): string => `${login.padEnd(30, '-')}-token`;

interface SeededBox {
  id: string;
  clusterId: string;
  areaId: string;
  language: string;
}

async function seedBoxes(app: ControllerApp): Promise<SeededBox[]> {
  const now = app.clock.now();
  const boxes: SeededBox[] = [];
  for (const [areaId, , name, [language = 'vi'], clusters] of VILLAGES) {
    for (const at of clusters.keys()) {
      const { status = {}, minutesAgo = 3, state = 'enrolled' } = STATUSES[boxes.length] ?? {};
      const clusterId = `cluster_${areaId.slice(5)}${at}`;
      const id = `box_${areaId.slice(5)}${at}`;
      await insertBox(app.db, {
        id,
        clusterId,
        name: `Bộ thu ${name} ${at + 1}`,
        outputs: [],
        createdAt: now,
      });
      const seen = now - minutesAgo * MINUTE;
      const said = {
        ...{ boxId: id, connected: true, at: seen, version: '0.1.0', freeBytes: 4_200_000_000 },
        ...{ clock: { state: 'synced', uncertaintyMs: 12 }, readyItems: 14, missingItems: 0 },
        ...{ data: { month: '2026-11', control: 1_200_000, audio: 18_400_000, stream: 0 } },
        ...{ outputs: [{ id: 'alsa', ok: true }], ...status },
      };
      await app.db
        .updateTable('box')
        .set({
          state,
          enrolled_at: state === 'created' ? null : now - 40 * 86_400_000,
          last_status: state === 'created' ? null : JSON.stringify(said),
          last_seen_at: state === 'created' ? null : seen,
          commune_id: COMMUNE,
        })
        .where('id', '=', id)
        .execute();
      if (state === 'enrolled') boxes.push({ id, clusterId, areaId, language });
      else boxes.push({ id, clusterId, areaId, language: '' });
    }
  }
  return boxes;
}

type Ran = Pick<Playback, 'state' | 'reason'>;
const done: Ran = { state: 'finished', reason: null };

/** Sessions at 05:30 and 17:00 today and on the two days before. */
async function seedPlaybacks(app: ControllerApp, boxes: readonly SeededBox[]): Promise<void> {
  const day = 86_400_000;
  const morning = EVENING - 5 * MINUTE - 11.5 * 3_600_000;
  const evening = EVENING - 5 * MINUTE;
  const broken = new Map<string, Ran>([
    ['box_konbrung0', { state: 'missed', reason: 'box_off' }],
    ['box_naphieng0', { state: 'failed', reason: 'output' }],
    ['box_thon31', { state: 'unknown', reason: 'unreachable' }],
  ]);
  for (const start of [morning - 2 * day, evening - 2 * day, morning - day, evening - day, morning]) {
    for (const box of boxes) {
      await put(app, box, { start, title: 0, ran: broken.get(box.id) ?? done });
      await put(app, box, { start, title: 1, ran: broken.get(box.id) ?? done });
    }
  }
  for (const box of boxes) {
    await put(app, box, { start: evening, title: 0, ran: broken.get(box.id) ?? done });
    await put(app, box, { start: evening, title: 1, ran: { state: 'started', reason: null } });
    await put(app, box, { start: evening, title: 2, ran: { state: 'ready', reason: null } });
  }
}

async function put(
  app: ControllerApp,
  box: SeededBox,
  { start: session, title, ran }: { start: number; title: 0 | 1 | 2; ran: Ran },
): Promise<void> {
  if (box.language === '') return;
  const start = session + title * 4 * MINUTE;
  const durationMs = 222_000;
  const heard = ran.state === 'finished';
  const begun = heard || ran.state === 'started';
  const localDate = new Date(start + 7 * 3_600_000).toISOString().slice(0, 10);
  const name = { scheduleId: SEEDED_SCHEDULE, localDate, occurrence: String(start), slot: String(title) };
  await app.db
    .insertInto('playback')
    .values({
      id: playbackId({ ...name, variant: box.language, boxId: box.id }),
      ...{ box_id: box.id, cluster_id: box.clusterId, area_id: box.areaId },
      ...{ schedule_id: SEEDED_SCHEDULE, session_id: `session_${session}`, title: TITLES[title] },
      ...{ language: box.language, planned_at: start, latest_start_at: start + 3 * MINUTE },
      ...{ ends_by: session + 40 * MINUTE, duration_ms: durationMs, priority: 'normal', ...ran },
      ...{ provisional: ran.state === 'unknown' ? 1 : 0, updated_at: start + durationMs },
      started_at: begun ? start + 40 : null,
      start_error_ms: begun ? 40 : null,
      ended_at: heard ? start + durationMs + 40 : null,
      delivered_ms: heard ? durationMs : null,
      ...(heard ? { rms_dbfs: -19.4, peak_dbfs: -1.6, underruns: 0, output: 'alsa' } : {}),
      ...(begun ? { clock_state: 'synced', clock_uncertainty_ms: 12, sha256: RECORDING } : {}),
    })
    .execute();
}

async function seedBulletins(app: ControllerApp): Promise<void> {
  for (const sha256 of [RECORDING, OTHER_RECORDING]) {
    const recording = { sha256, bytes: 60_000, durationMs: 222_000, lufs: -16, peakDb: -1.5 };
    const made = { createdAt: app.clock.now(), createdBy: 'account_phatthanh' };
    await insertRecording(app.db, { ...recording, ...made }, { aac: null, original: null });
    await admitRecording(app.db, sha256, COMMUNE);
  }
  for (const [index, title] of TITLES.entries()) {
    const token = tokenOf('phatthanh');
    const body = {
      title,
      kind: 'thongBao',
      areaId: COMMUNE,
      sourceUnit: 'UBND xã Ia Pia',
      topics: TOPICS[index],
    };
    const bulletin = Bulletin.parse(await (await call(app, token, 'post', '/bulletins', body)).json());
    const content = {
      recordingSha256: index === 0 ? RECORDING : OTHER_RECORDING,
      text: `${title}. Bà con chú ý.`,
    };
    const path = `/bulletins/${bulletin.id}/variants/vi`;
    const variant = Variant.parse(await (await call(app, token, 'put', path, content)).json());
    if (index > 0) await call(app, token, 'post', `/variants/${variant.id}/submit`);
  }
}

/** Columns in use, suspended and only ever typed, and a calendar of the commune's own. */
async function seedLists(app: ControllerApp): Promise<void> {
  const token = tokenOf('phatthanh');
  const about = ['Chính sách dân tộc', 'Nông thôn mới', 'Phát thanh măng non'];
  for (const name of about) {
    const answer = await call(app, token, 'post', '/columns', { areaId: COMMUNE, name });
    const { id } = z.object({ id: z.string() }).parse(await answer.json());
    if (name === about[2]) await call(app, token, 'patch', `/columns/${id}`, { archived: true });
  }
  const holidays = [
    { name: 'Lễ cúng bến nước', days: [{ every: 'lunarYear', dates: [{ month: 3, day: 10 }] }] },
    { name: 'Ngày hội Đại đoàn kết', days: [{ every: 'year', dates: [{ month: 11, day: 18 }] }] },
    { name: 'Chợ phiên', days: [{ every: 'week', days: [7] }] },
  ];
  const calendar = { areaId: COMMUNE, name: 'Ngày hội xã Ia Pia', holidays };
  const put = await call(app, token, 'put', '/holiday-calendars/calendar_iapia', calendar);
  if (!put.ok) throw new Error(`calendar: ${put.status} ${await put.text()}`);
}

async function seedCampaign(app: ControllerApp): Promise<void> {
  const body = {
    ...{ areaId: COMMUNE, name: 'Tháng chuyển đổi số 11/2026', from: '2026-11-01', until: '2026-11-30' },
    ...{ topics: ['chuyển đổi số'], columns: [], areaIds: [COMMUNE] },
    quotas: { playsPerWeek: 5, minutesPerWeek: 30, populationCoverage: 0.8 },
  };
  const answer = await call(app, tokenOf('phatthanh'), 'post', '/campaigns', body);
  if (!answer.ok) throw new Error(`campaign: ${answer.status} ${await answer.text()}`);
}

/** Every evening at a quarter to eight, a bulletin that still waits for approval. */
async function seedSchedule(app: ControllerApp): Promise<void> {
  const token = tokenOf('phatthanh');
  const answer = await call(app, token, 'get', '/bulletins?state=submitted&limit=1');
  const { items } = z.object({ items: z.array(Bulletin) }).parse(await answer.json());
  const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '19:45' }] };
  const body = { bulletinId: items[0]?.id, areaIds: [COMMUNE], timetable };
  const saved = await call(app, token, 'post', '/schedules', body);
  if (!saved.ok) throw new Error(`schedule: ${saved.status} ${await saved.text()}`);
}
