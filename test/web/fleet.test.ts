import type { MapData } from '@loa/shared/api/fleet';
import { describe, expect, it } from 'vitest';
import { circlesOf } from '../../controller/web/src/features/fleet/map-circles.js';
import { outputName } from '../../controller/web/src/features/fleet/output-name.js';
import { positionOf, positionText } from '../../controller/web/src/features/fleet/position.js';
import { levelsOf, stepOf } from '../../controller/web/src/features/fleet/volume-steps.js';
import { rowsOn } from '../../controller/web/src/features/lists/list-rows.js';
import { begun, needy, shareOf, sorted } from '../../controller/web/src/features/oversight/overview.js';
import { phoneOf, phoneText } from '../../controller/web/src/lib/phone.js';

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
    lastSevenDays: { finished, lost, meant: 9 },
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

  it('names what a province looks at first, and passes over who does well', () => {
    const none = { ...fleet, all: 0, good: 0 };
    const places = [
      { ...place('Mới', 0, 0), fleet: none },
      place('Đủ', 100, 1),
      place('Bình', 1, 9),
      place('Im lặng', 0, 0),
      { ...place('Một loa im', 50, 0), fleet: { ...fleet, all: 5, silent: 1 } },
      place('Lỡ hết', 0, 4),
      place('Ayun', 8, 2),
    ];
    expect(needy(places).map(({ place: { name }, want }) => `${name}: ${want}`)).toEqual([
      ...['Lỡ hết: nothingHeard', 'Im lặng: nothingDue', 'Bình: poorlyHeard', 'Ayun: poorlyHeard'],
      ...['Một loa im: silent', 'Mới: noLoudspeaker'],
    ]);
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
