import type { FleetRow, MapData } from '@loa/shared/api/fleet';
import { describe, expect, it } from 'vitest';
import { pagesOf, villagesOf } from '../../controller/web/src/features/fleet/fleet-groups.js';
import { circlesOf } from '../../controller/web/src/features/fleet/map-circles.js';
import { positionOf, positionText } from '../../controller/web/src/features/fleet/position.js';
import { levelsOf, stepOf } from '../../controller/web/src/features/fleet/volume-steps.js';
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
