import type { FleetRow, MapData } from '@loa/shared/api/fleet';
import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import { clusterRows, found } from '../../controller/web/src/features/fleet/cluster-rows.js';
import { pagesOf, villagesOf } from '../../controller/web/src/features/fleet/fleet-groups.js';
import { circlesOf } from '../../controller/web/src/features/fleet/map-circles.js';
import { outputName } from '../../controller/web/src/features/fleet/output-name.js';
import { positionOf, positionText } from '../../controller/web/src/features/fleet/position.js';
import { levelsOf, stepOf } from '../../controller/web/src/features/fleet/volume-steps.js';
import { rowsOn } from '../../controller/web/src/features/lists/list-rows.js';
import { begun, shareOf, sorted } from '../../controller/web/src/features/oversight/overview.js';
import { phoneOf, phoneText } from '../../controller/web/src/lib/phone.js';

function row(areaName: string, name: string, more: Partial<FleetRow> = {}): FleetRow {
  return {
    ...{ boxId: `box_${name}`, name, clusterId: 'cluster_a', clusterName: 'Nhà rông' },
    ...{ areaId: `area_${areaName}`, areaName, lat: null, lon: null, state: 'enrolled' },
    ...{ condition: { kind: 'good', since: null }, trouble: null, lastSeenAt: null, playing: false },
    ...{ sim: null, simDaysLeft: null, contact: null, muted: false, maxGainDb: null },
    ...{ dataBytes: null, version: null, repair: null },
    ...more,
  };
}
const lost = { condition: { kind: 'lost', since: 1 } } as const;
const names = (rows: readonly FleetRow[], view: Parameters<typeof villagesOf>[1], typed = '') =>
  villagesOf(rows, view, typed).map((village) => [village.name, ...village.rows.map(({ name }) => name)]);

describe('the loudspeakers by village', () => {
  const rows = [
    row('Ayun', 'Bộ thu 1'),
    row('Ơi Briu', 'Bộ thu 10'),
    row('Ơi Briu', 'Bộ thu 9', lost),
    row('Ơi Briu', 'Bộ thu 2', { simDaysLeft: 5, sim: null }),
  ];

  it('stand with what needs somebody first, in the list and in each village', () => {
    expect(names(rows, 'all')).toEqual([
      ['Ơi Briu', 'Bộ thu 9', 'Bộ thu 2', 'Bộ thu 10'],
      ['Ayun', 'Bộ thu 1'],
    ]);
    expect(villagesOf(rows, 'all', '')[0]).toMatchObject({ good: 2 });
  });

  it('are narrowed by how they are and by what is typed without marks', () => {
    expect(names(rows, 'trouble')).toEqual([['Ơi Briu', 'Bộ thu 9']]);
    expect(names(rows, 'sim')).toEqual([['Ơi Briu', 'Bộ thu 2']]);
    expect(names(rows, 'all', 'oi briu 10')).toEqual([['Ơi Briu', 'Bộ thu 10']]);
    const ended = row('Ayun', 'cũ', { state: 'revoked', simDaysLeft: -3 });
    expect(names([ended], 'sim')).toEqual([]);
  });

  it('never part a village over two pages', () => {
    const villages = villagesOf(rows, 'all', '');
    expect(pagesOf(villages, 3).map((page) => page.map(({ name }) => name))).toEqual([['Ơi Briu'], ['Ayun']]);
    expect(pagesOf(villages, 4)).toHaveLength(1);
    expect(pagesOf(villages, 1)).toHaveLength(2);
    expect(pagesOf([], 3)).toEqual([]);
  });
});

describe('the places of loudspeakers', () => {
  const cluster = (id: string, name: string, lat: number | null = 13) => ({
    ...{ id, areaId: 'area_a', name, lat, lon: lat === null ? null : 108, languages: ['vi'] },
    ...{ hours: null, maxGainDb: 0, rules: NO_RULES, createdAt: 0 },
  });
  const contact = { name: 'Ông Hyơi', phone: '0912345678' };
  const rows = clusterRows(
    [cluster('cluster_a', 'Nhà rông'), cluster('cluster_b', 'Chợ'), cluster('cluster_c', 'Đình', null)],
    [
      row('A', '1', { contact }),
      row('A', '2', { contact, state: 'revoked' }),
      row('A', '3', { clusterId: 'cluster_b' }),
    ],
    () => 'làng A',
  );

  it('are all there, those without a receiver, too, and say what they lack', () => {
    expect(rows.map(({ name, boxes }) => [name, boxes])).toEqual([
      ['Chợ', 1],
      ['Đình', 0],
      ['Nhà rông', 1],
    ]);
    expect(found(rows, 'phone', '').map(({ name }) => name)).toEqual(['Chợ']);
    expect(found(rows, 'box', '').map(({ name }) => name)).toEqual(['Đình']);
    expect(found(rows, 'position', 'dinh').map(({ name }) => name)).toEqual(['Đình']);
    expect(found(rows, 'all', 'ong hyoi').map(({ name }) => name)).toEqual(['Nhà rông']);
  });
});

describe('the map', () => {
  const point = (id: string, kind: 'cluster' | 'area', at: [number, number], more: object) => ({
    ...{ type: 'Feature' as const, id, geometry: { type: 'Point' as const, coordinates: at } },
    properties: {
      ...{ kind, name: id, areaId: 'area_a', areaName: 'làng A', condition: null, boxes: 1 },
      ...{ population: null, ...more },
    },
  });
  const data = (features: MapData['features']): MapData => ({
    ...{ type: 'FeatureCollection', features, unplaced: 0 },
  });

  it('shows a village where it stands, in the colour of its worst receiver', () => {
    const [circle] = circlesOf(
      data([
        point('c1', 'cluster', [108, 13], { condition: 'good' }),
        point('c2', 'cluster', [108.2, 13.2], { condition: 'noSound' }),
        point('area_a', 'area', [108.5, 13.5], {}),
      ]),
    );
    expect(circle).toMatchObject({ lat: 13.5, lon: 108.5, tone: 'bad', condition: 'noSound' });
  });

  it('puts one without a position amid its loudspeakers', () => {
    const [circle] = circlesOf(
      data([
        point('c1', 'cluster', [108, 13], { condition: 'good' }),
        point('c2', 'cluster', [109, 14], { condition: null }),
      ]),
    );
    expect(circle).toMatchObject({ lat: 13.5, lon: 108.5, tone: 'good', condition: 'good' });
  });
});

describe('what is typed', () => {
  it.each([
    ['0912 345 678', '0912345678'],
    ['0912.345.678', '0912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['  ', null],
  ])('a phone number %s is %s', (typed, phone) => expect(phoneOf(typed)).toBe(phone));

  it('is shown as people read it aloud', () => {
    expect([phoneText('+84912345678'), phoneText('0912345678')]).toEqual(['0912 345 678', '0912 345 678']);
  });

  it.each([
    ['13.5312, 107.8533', { lat: 13.5312, lon: 107.8533 }],
    ['13,5312 107,8533', { lat: 13.5312, lon: 107.8533 }],
    ['', null],
    ['107.8533, 13.5312', false],
    ['13.5', false],
    ['Nhà rông', false],
  ])('a position %s is %o', (typed, position) => expect(positionOf(typed)).toEqual(position));

  it('comes back as it went out', () => {
    expect(positionOf(positionText({ lat: 13.5312, lon: 107.85 }))).toEqual({ lat: 13.5312, lon: 107.85 });
    expect(positionText({ lat: null, lon: null })).toBe('');
  });
});

describe('the volume', () => {
  it('offers nothing above what is allowed, and what is set now', () => {
    expect(levelsOf(-3, -4)).toEqual([-3, -4, -6, -9, -13, -18, -23]);
    expect(levelsOf(0, 3)).toEqual([0, -3, -6, -10, -15, -20]);
    expect(Math.min(...levelsOf(-55, null))).toBeGreaterThanOrEqual(-60);
  });

  it('has a word for every level', () => {
    expect([stepOf(-3, -3), stepOf(-12, -3), stepOf(-60, 0)]).toEqual([0, -10, -20]);
  });
});

describe('what was heard', () => {
  const week = (finished: number, lost: number) => ({ monday: '2026-11-02', finished, lost, meant: 3 });
  const fleet = { all: 1, good: 1, silent: 0, waiting: 0, simsExpiring: 0 };
  const place = (name: string, finished: number, lost: number) => ({
    ...{ areaId: `area_${name}`, name, population: null, fleet, delivered: { finished, lost, meant: 9 } },
  });

  it('is a share of what was not meant to be silent, and nothing where nothing was due', () => {
    expect([shareOf(week(3, 1)), shareOf(week(0, 2)), shareOf(week(0, 0))]).toEqual([0.75, 0, null]);
  });

  it('begins with the first week in which anything was due', () => {
    expect(begun([week(0, 0), week(1, 0), week(0, 0)])).toHaveLength(2);
    expect(begun([week(0, 0)])).toEqual([]);
  });

  it('puts places first where least was heard, and those without anything last', () => {
    const places = [place('Đồng', 9, 1), place('Ayun', 0, 0), place('Bình', 1, 9)];
    expect(sorted(places, 'need').map(({ name }) => name)).toEqual(['Bình', 'Đồng', 'Ayun']);
    expect(sorted(places, 'name').map(({ name }) => name)).toEqual(['Ayun', 'Bình', 'Đồng']);
  });
});

describe('a list that was looked at', () => {
  const line = (row: number, outcome: 'bad' | 'create' | 'same') => ({
    ...{ row, outcome, cells: {}, errors: [], notes: [] },
  });
  const rows = [line(2, 'create'), line(3, 'bad'), line(4, 'same'), line(5, 'bad')];

  it('shows what is wrong first, page by page', () => {
    expect(rowsOn(rows, null, 0, 3).items.map(({ row }) => row)).toEqual([3, 5, 2]);
    expect(rowsOn(rows, null, 1, 3)).toMatchObject({ items: [{ row: 4 }], pages: 2, page: 1 });
    expect(rowsOn(rows, 'bad', 7, 3)).toMatchObject({ items: [{ row: 3 }, { row: 5 }], page: 0 });
    expect(rowsOn([], null, 0, 3)).toEqual({ items: [], pages: 0, page: 0 });
  });
});

it('calls an output by the name that somebody gave it, never by its kind', () => {
  expect(['alsa', 'icecast', 'sân nhà văn hóa', 'alsa-2'].map(outputName)).toEqual([
    ...[null, null, 'sân nhà văn hóa', 'alsa-2'],
  ]);
});
