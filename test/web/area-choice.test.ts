import type { Area } from '@loa/shared/api/areas';
import type { AreaOnMap } from '@loa/shared/api/outlines';
import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import land from '../../controller/web/src/components/map/land.json' with { type: 'json' };
import { placeLabels } from '../../controller/web/src/components/map/place-labels.js';
import { choiceOnMap } from '../../controller/web/src/lib/area-choice.js';
import { toggled } from '../../controller/web/src/lib/area-tree.js';

const area = (id: string, level: Area['level'], parentId: string | null): Area => ({
  ...{ id, parentId, level, kind: 'làng', name: id, households: null, population: null, languages: ['vi'] },
  ...{
    flags: [],
    lat: null,
    lon: null,
    hours: null,
    zone: null,
    rules: NO_RULES,
    mergedInto: null,
    createdAt: 0,
  },
});
const areas = [
  area('province', 'province', null),
  ...[area('commune', 'commune', 'province'), area('other', 'commune', 'province')],
  ...['a', 'b', 'c'].map((id) => area(id, 'village', 'commune')),
  area('d', 'village', 'other'),
];
const onMap = (id: string, level: Area['level'], placed = true): AreaOnMap => ({
  ...{ areaId: id, name: `làng ${id}`, level, point: placed ? { lat: 13, lon: 108 } : null, outline: null },
});

describe('pressing a place', () => {
  it('chooses it and lets it go again', () => {
    expect(toggled(areas, ['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(areas, ['a', 'b'], 'a')).toEqual(['b']);
  });

  it('means only this village while all of its commune is chosen, and leaves other communes alone', () => {
    expect(toggled(areas, ['commune', 'd'], 'b')).toEqual(['d', 'b']);
    expect(toggled(areas, ['province'], 'b')).toEqual(['b']);
  });

  it('takes the place of what lies in it', () => {
    expect(toggled(areas, ['a', 'd', 'b'], 'commune')).toEqual(['d', 'commune']);
  });
});

describe('choosing on a map', () => {
  const commune = [
    onMap('commune', 'commune'),
    onMap('a', 'village'),
    onMap('b', 'village'),
    onMap('c', 'village', false),
  ];

  it('shows villages, chosen by themselves or with all of the commune, and tells those without a position', () => {
    const at = (chosen: string[]) => choiceOnMap(commune, { areas, chosen, zoom: 5 });
    expect(at(['a']).places.map(({ chosen }) => chosen)).toEqual(['yes', 'no']);
    expect(at(['commune']).places.map(({ chosen, coveredBy }) => [chosen, coveredBy])).toEqual([
      ['covered', 'commune'],
      ['covered', 'commune'],
    ]);
    expect(at([]).unplaced.map(({ areaId }) => areaId)).toEqual(['c']);
  });

  it('shows communes from far away where there are several, villages from near, and a village to its head', () => {
    const all = [...commune, onMap('other', 'commune'), onMap('d', 'village')];
    const ids = (items: AreaOnMap[], zoom: number) =>
      choiceOnMap(items, { areas, chosen: [], zoom }).places.map(({ place }) => place.areaId);
    expect(ids(all, 8)).toEqual(['commune', 'other']);
    expect(ids(all, 11)).toEqual(['a', 'b', 'd']);
    expect(ids([onMap('a', 'village')], 5)).toEqual(['a']);
    expect(ids([onMap('commune', 'commune')], 12)).toEqual(['commune']);
    const chosen = ['a', 'b', 'd'];
    const { places } = choiceOnMap(all, { areas, chosen, zoom: 8 });
    expect(places.map(({ within }) => within)).toEqual([2, 1]);
  });
});

it('a name stands below its dot, above it where another dot or name is in the way, else nowhere', () => {
  const mark = (left: number, top = 0) => ({
    dot: { left, right: left + 10, top, bottom: top + 10 },
    label: { left: left - 20, right: left + 30, top: top + 12, bottom: top + 20 },
  });
  expect(placeLabels([mark(0), mark(100)])).toEqual(['below', 'below']);
  expect(placeLabels([mark(0), mark(15), mark(30)])).toEqual(['below', 'above', 'nowhere']);
  // The second one's dot stands where the first one's name would.
  expect(placeLabels([mark(0), mark(0, 14)])).toEqual(['above', 'below']);
});

describe('the land beneath the map', () => {
  it('has Hoàng Sa and Trường Sa, and only they lie out there', () => {
    const inside = (west: number, south: number, east: number, north: number) =>
      land.islets.filter(([lon = 0, lat = 0]) => lon > west && lon < east && lat > south && lat < north)
        .length;
    expect(inside(111, 15.5, 113, 17.3)).toBeGreaterThanOrEqual(7);
    expect(inside(111.2, 6.5, 117, 12)).toBeGreaterThanOrEqual(12);
    const others = land.around.filter(([edge = []]) =>
      edge.every(([lon = 0, lat = 0]) => lon > 111 && lon < 116.5 && lat > 7 && lat < 17.3),
    );
    expect(others).toEqual([]);
  });

  it('weighs no more than the line carries in a moment', () => {
    expect(JSON.stringify(land).length).toBeLessThan(60_000);
  });
});
