import type { NewArea } from '@loa/shared/api/areas';
import type { NewCluster } from '@loa/shared/api/clusters';
import type { Role } from '@loa/shared/api/role';
import type { SoundWindow } from '@loa/shared/sound-window';
import type { z } from 'zod';

type AreaFields = Omit<z.input<typeof NewArea>, 'parentId' | 'level'>;

/** The demo may sound at any hour, so that it works whenever somebody starts it. */
export const ANY_HOUR: SoundWindow[] = [{ from: '00:00', to: '24:00', maxGainDb: 0 }];
/** What a real commune has (FACTS §2); one village keeps it, to show the refusal. */
export const REAL_HOURS: SoundWindow[] = [
  { from: '05:30', to: '06:00', maxGainDb: -6 },
  { from: '06:00', to: '21:00', maxGainDb: 0 },
];
export const ZONE = 'Asia/Ho_Chi_Minh';

export const province: AreaFields = { kind: 'tỉnh', name: 'Gia Lai (DEMO)', zone: ZONE };

export const commune: AreaFields = {
  kind: 'xã',
  name: 'Ia Pia (DEMO)',
  households: 2140,
  population: 9120,
  languages: ['vi', 'jra'],
  flags: ['ethnic-minority', 'border'],
  lat: 13.56,
  lon: 107.87,
  zone: ZONE,
  hours: ANY_HOUR,
};

export interface DemoVillage {
  key: string;
  area: AreaFields;
  clusters: Omit<NewClusterFields, 'areaId'>[];
}
type NewClusterFields = z.input<typeof NewCluster>;

function village(
  key: string,
  area: AreaFields & { languages: string[]; lat: number; lon: number },
  clusterNames: string[],
): DemoVillage {
  const clusters = clusterNames.map((name, index) => ({
    name,
    languages: area.languages,
    // A few hundred metres apart, so that a map shows them side by side.
    lat: area.lat + index * 0.003,
    lon: area.lon + index * 0.002,
  }));
  return { key, area, clusters };
}

/** Five invented villages, each with its own first language; the people and places are not real. */
export const villages: DemoVillage[] = [
  village(
    'vi',
    { kind: 'thôn', name: 'Đồng Tâm', languages: ['vi'], ...people(412, 1630), lat: 13.561, lon: 107.869 },
    ['Nhà văn hóa thôn Đồng Tâm', 'Chợ Đồng Tâm'],
  ),
  village(
    'jra',
    {
      kind: 'làng',
      name: 'Ơi Briu',
      languages: ['jra', 'vi'],
      ...minority(286, 1345),
      lat: 13.548,
      lon: 107.852,
    },
    ['Nhà rông làng Ơi Briu'],
  ),
  village(
    'km',
    {
      kind: 'thôn',
      name: 'Sóc Mới',
      languages: ['km', 'vi'],
      ...minority(133, 590),
      lat: 13.577,
      lon: 107.884,
    },
    ['Nhà sinh hoạt thôn Sóc Mới'],
  ),
  village(
    'bdq',
    {
      kind: 'làng',
      name: 'Kon Brung',
      languages: ['bdq', 'vi'],
      ...minority(198, 960),
      lat: 13.532,
      lon: 107.891,
    },
    ['Nhà rông làng Kon Brung'],
  ),
  village(
    'blt',
    {
      kind: 'bản',
      name: 'Nà Phiêng',
      languages: ['blt', 'vi'],
      ...minority(121, 540),
      lat: 13.589,
      lon: 107.846,
      hours: REAL_HOURS,
    },
    ['Nhà sàn văn hóa bản Nà Phiêng'],
  ),
];

/** The village that may not sound at night. */
export const QUIET_VILLAGE = 'blt';
/** The villages whose first cluster gets a box that runs. */
export const VILLAGES_WITH_BOX = ['vi', 'jra', 'km'] as const;

export interface DemoAccount {
  login: string;
  name: string;
  role: Role;
  area: 'province' | 'commune' | 'village';
}

/** One account for each role besides the first administrator. */
export const staff: DemoAccount[] = [
  { login: 'phatthanh', name: 'Cán bộ truyền thanh (DEMO)', role: 'broadcaster', area: 'commune' },
  { login: 'congtacvien', name: 'Cộng tác viên (DEMO)', role: 'contributor', area: 'commune' },
  { login: 'nguoiduyet', name: 'Người duyệt (DEMO)', role: 'approver', area: 'commune' },
  { login: 'kythuat', name: 'Kỹ thuật (DEMO)', role: 'technician', area: 'commune' },
  { login: 'giamsat', name: 'Giám sát (DEMO)', role: 'supervisor', area: 'commune' },
  { login: 'captinh', name: 'Cấp tỉnh (DEMO)', role: 'provinceViewer', area: 'province' },
  { login: 'truongthon', name: 'Trưởng thôn Đồng Tâm (DEMO)', role: 'villageHead', area: 'village' },
];
/** The controller's first account. */
export const ADMIN_LOGIN = 'admin';
export const APPROVER_PERSON = 'person_demo_approver';

function people(households: number, population: number) {
  return { households, population };
}

function minority(households: number, population: number) {
  return { ...people(households, population), flags: ['ethnic-minority'] };
}
