import { MINUTE } from '@loa/shared/instant';
import type { DayRule, RecurringTimetable } from '@loa/shared/timetable';
import { timeText } from '../../controller/src/planning/calendar/civil-time.js';
import {
  type ClusterOrder,
  type OrderedArea,
  type OrderedCluster,
  orderClusters,
} from '../../controller/src/planning/conflicts/cluster-order.js';
import type { Intervals } from '../../controller/src/planning/conflicts/intervals.js';
import { createSeededRandom } from '../support/seeded-random.js';

export const ZONE = 'Asia/Ho_Chi_Minh';
export const DAYS = 30;
/** 2026-11-01T00:00 there, inside the window of 30 days that the figures are for. */
export const FROM = Date.parse('2026-11-01T00:00:00+07:00');
export const RULES = 1000;
const COMMUNES = 83;
const CLUSTERS = 5000;
const VILLAGES_PER_COMMUNE = 24;

export interface Rule {
  timetable: RecurringTimetable;
  audience: Intervals;
  durationMs: number;
}

export interface Workload {
  order: ClusterOrder;
  rules: Rule[];
}

/**
 * A province: 5,000 clusters in 83 communes and their villages, and 1,000 rules: an eighth of them for the whole
 * province, some for several communes, most for one commune or village; daily, on some weekdays, or twice a day.
 */
export function makeWorkload(seed = 1): Workload {
  const { unit } = createSeededRandom(seed);
  const below = (n: number) => Math.floor(unit() * n);
  const order = makeProvince();
  const rules = Array.from({ length: RULES }, (): Rule => {
    const audience = order.audienceOf({ areas: someAreas(unit(), below), clusters: [] });
    return { timetable: someTimetable(unit, below), audience, durationMs: (5 + below(26)) * MINUTE };
  });
  return { order, rules };
}

function makeProvince(): ClusterOrder {
  const areas: OrderedArea[] = [{ id: 'province', parentId: null }];
  const clusters: OrderedCluster[] = [];
  for (let commune = 0; commune < COMMUNES; commune++) {
    areas.push({ id: `commune_${commune}`, parentId: 'province' });
    for (let village = 0; village < VILLAGES_PER_COMMUNE; village++) {
      areas.push({ id: `village_${commune}_${village}`, parentId: `commune_${commune}` });
    }
  }
  for (let at = 0; at < CLUSTERS; at++) {
    const commune = at % COMMUNES;
    const village = Math.floor(at / COMMUNES) % VILLAGES_PER_COMMUNE;
    clusters.push({
      clusterId: `cluster_${at}`,
      areaId: `village_${commune}_${village}`,
      zone: ZONE,
      village: { kind: 'làng', name: `${commune}.${village}` },
    });
  }
  return orderClusters({ areas, clusters });
}

function someAreas(kind: number, below: (n: number) => number): string[] {
  if (kind < 0.14) return ['province'];
  const communes = (count: number) => Array.from({ length: count }, () => `commune_${below(COMMUNES)}`);
  if (kind < 0.35) return communes(2 + below(8));
  if (kind < 0.75) return communes(1);
  return [`village_${below(COMMUNES)}_${below(VILLAGES_PER_COMMUNE)}`];
}

function someTimetable(unit: () => number, below: (n: number) => number): RecurringTimetable {
  const kind = unit();
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter(() => unit() < 0.7);
  const days: DayRule =
    kind < 0.5
      ? { every: 'day', interval: 1 }
      : { every: 'week', interval: 1, days: weekdays.length > 0 ? weekdays : [1] };
  // Mornings from 05:30 and evenings until 21:00, by five minutes.
  const time = () => timeText(330 + below(186) * 5);
  const times = [...new Set(unit() < 0.5 ? [time()] : [time(), time()])];
  return {
    kind: 'recurring',
    days: [days],
    times: times.map((at, index) => ({ occurrenceId: `occ_${index}`, time: at })),
    except: [],
    extra: [],
    holidays: [],
  };
}
