import type { Area } from '@loa/shared/api/areas';
import { Outline } from '@loa/shared/api/outlines';
import { NO_RULES } from '@loa/shared/place-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areasOnMap, toldOutlines } from '../../../controller/src/http/areas-on-map.js';
import { judgeOutline } from '../../../controller/src/sources/outlines/judge-outline.js';
import { matchOutlines } from '../../../controller/src/sources/outlines/match-outlines.js';
import { countOutlines, planOutlines } from '../../../controller/src/sources/outlines/plan-outlines.js';
import { type Corner, readGeoJson } from '../../../controller/src/sources/outlines/read-geojson.js';
import { pointsOf } from '../../../controller/src/sources/outlines/simplify-outline.js';

const area = (
  id: string,
  level: Area['level'],
  kind: string,
  name: string,
  parentId: string | null,
): Area => ({
  ...{ id, parentId, level, kind, name, households: null, population: null, languages: ['vi'], flags: [] },
  ...{ lat: null, lon: null, hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt: 0 },
});
const province = area('area_gl', 'province', 'tỉnh', 'Gia Lai', null);
const iapia = area('area_iapia', 'commune', 'xã', 'Ia Pia', 'area_gl');
const iaga = area('area_iaga', 'commune', 'xã', 'Ia Ga', 'area_gl');
const briu = area('area_briu', 'village', 'làng', 'Ơi Briu', 'area_iapia');
const three = area('area_three', 'village', 'thôn', 'Thôn 3', 'area_iapia');
const otherThree = area('area_three2', 'village', 'thôn', '3', 'area_iaga');
const areas = [province, iapia, iaga, briu, three, otherThree];
const inIaPia = [iapia, briu, three];

const square = (lon = 108, lat = 13.5, side = 0.02): Corner[] => [
  ...([
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
  ] as Corner[]),
  ...([
    [lon, lat + side],
    [lon, lat],
  ] as Corner[]),
];
/** A shore with many small bays, around a point. */
const shore = (corners: number, radius = 0.05): Corner[] => {
  const ring = Array.from({ length: corners }, (_, at): Corner => {
    const angle = (at / corners) * 2 * Math.PI;
    const far = radius * (1 + 0.1 * Math.sin(angle * 9) + 0.01 * Math.sin(angle * 301));
    return [108 + far * Math.cos(angle), 13.5 + far * Math.sin(angle)];
  });
  return [...ring, ring[0] ?? [0, 0]];
};
const feature = (
  properties: Record<string, unknown>,
  coordinates: unknown = [square()],
  type = 'Polygon',
) => ({
  ...{ type: 'Feature', properties, geometry: { type, coordinates } },
});
const shapesOf = (...features: unknown[]) => {
  const read = readGeoJson(JSON.stringify({ type: 'FeatureCollection', features }));
  if (!read.ok) throw new Error(read.why);
  return read.shapes;
};
const whose = (told: Record<string, unknown>[], within: Area[], root: Area) =>
  matchOutlines(shapesOf(...told.map((each) => feature(each))), within, root).map((match) =>
    match.kind === 'area' ? match.area.id : match.kind,
  );

describe('a file of outlines', () => {
  it('is read as a collection, one feature or a bare shape, with heights, a byte order mark and an old crs', () => {
    const bare = { type: 'Polygon', coordinates: [square().map((corner) => [...corner, 12.5])] };
    for (const json of [bare, feature({}), { type: 'FeatureCollection', crs: {}, features: [feature({})] }]) {
      const read = readGeoJson(`\uFEFF${JSON.stringify(json)}`);
      expect(read).toMatchObject({ ok: true, shapes: [{ number: 1, parts: [[square()]], points: 5 }] });
    }
  });

  it('is refused whole when it is something else, or too much', () => {
    const why = (text: string) => {
      const read = readGeoJson(text);
      return read.ok ? 'read' : read.why;
    };
    expect(why('PK\u0003\u0004')).toBe('not_json');
    expect(why('{"type":"Topology","objects":{}}')).toBe('topojson');
    for (const text of [
      '{}',
      '[]',
      'null',
      '"x"',
      '{"type":"FeatureCollection","features":[{"type":"x"}]}',
    ]) {
      expect(why(text)).toBe('not_geojson');
    }
    expect(why('{"type":"FeatureCollection","features":[]}')).toBe('no_shapes');
    const many = Array.from({ length: 501 }, () => feature({}));
    expect(why(JSON.stringify({ type: 'FeatureCollection', features: many }))).toBe('too_many_shapes');
    expect(why(JSON.stringify(feature({}, [shore(20_000)])))).toBe('too_many_points');
  });

  it('never throws, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = readGeoJson(text);
        if (read.ok) expect(planOutlines(read.shapes, world).length).toBe(read.shapes.length);
      }),
      { numRuns: 200 },
    );
  });
});

const world = { root: iapia, areas: inIaPia, clusters: [], outlined: new Set<string>() };

describe('a shape', () => {
  const faultOf = (ring: Corner[]) => {
    const judged = judgeOutline([[ring]]);
    return judged.ok ? 'good' : judged.fault;
  };

  it('is told why it can be no outline', () => {
    expect(faultOf(square())).toBe('good');
    expect(faultOf(square().slice(0, 4))).toBe('not_closed');
    expect(
      faultOf([
        [108, 13],
        [108.1, 13],
        [108, 13],
      ]),
    ).toBe('too_few');
    expect(
      faultOf([
        [108, 13],
        [108.1, 13.1],
        [108.2, 13.2],
        [108, 13],
      ]),
    ).toBe('too_few');
    expect(faultOf(square(456_789, 1_498_765, 500))).toBe('not_degrees');
    expect(faultOf(square().map(([lon, lat]): Corner => [lat, lon]))).toBe('swapped');
    expect(faultOf(square(2.35, 48.85))).toBe('not_here');
    expect(
      faultOf([
        [108, 13],
        [108.1, 13.1],
        [108.1, 13],
        [108, 13.1],
        [108, 13],
      ]),
    ).toBe('crossing');
    expect(judgeOutline(null)).toEqual({ ok: false, fault: 'not_an_area' });
  });

  it('may lie in Hoàng Sa and in Trường Sa', () => {
    expect(faultOf(square(111.6, 16.53))).toBe('good');
    expect(faultOf(square(111.92, 8.64))).toBe('good');
  });

  it('keeps its form with no more corners than a phone draws, and no line crosses another', () => {
    const judged = judgeOutline([[shore(12_000)]]);
    if (!judged.ok) throw new Error(judged.fault);
    expect(Outline.safeParse(judged.outline).success).toBe(true);
    const kept = pointsOf(judged.outline.coordinates);
    expect(kept).toBeGreaterThan(40);
    expect(kept).toBeLessThanOrEqual(600);
    // Every corner that is kept was one of the shore.
    const were = new Set(shore(12_000).map(([lon, lat]) => `${lon.toFixed(5)} ${lat.toFixed(5)}`));
    const [[ring = []] = []] = judged.outline.coordinates;
    expect(ring.filter(([lon, lat]) => !were.has(`${lon.toFixed(5)} ${lat.toFixed(5)}`))).toEqual([]);
  });

  it('of twenty thousand corners to and fro is refused, not the end of the controller', () => {
    const saw = Array.from(
      { length: 19_000 },
      (_, at): Corner => [107 + at / 1e4, 13 + (at % 2) * (2 - at / 1e4)],
    );
    expect(faultOf([...saw, [107, 13]])).toBe('crossing');
  });

  it('keeps a hole, and loses its smallest islets first where there are too many', () => {
    const withHole = judgeOutline([[square(), square(108.005, 13.505, 0.005)]]);
    expect(withHole).toMatchObject({
      ok: true,
      outline: { coordinates: [[expect.any(Array), expect.any(Array)]] },
    });
    const bay = Array.from({ length: 300 }, (_, at) => [
      square(107 + (at % 20) * 0.03, 20 + Math.floor(at / 20) * 0.03, at === 7 ? 0.025 : 0.002),
    ]);
    const judged = judgeOutline(bay);
    if (!judged.ok) throw new Error(judged.fault);
    expect(judged.outline.coordinates.length).toBeLessThanOrEqual(150);
    expect(judged.outline.coordinates.some(([ring]) => ring?.some(([lon]) => lon === 107.235))).toBe(true);
  });
});

describe('shapes find their areas', () => {
  it('by id, by name without marks or kind, innermost first', () => {
    const told = [
      { tinh: 'Gia Lai', xa: 'Ia Pia', TEN_THON: 'Lang Oi Briu' },
      { ma: 'area_three', ten: 'không đúng' },
      { Name: 'XÃ IA PIA' },
    ];
    expect(whose(told, inIaPia, iapia)).toEqual(['area_briu', 'area_three', 'area_iapia']);
    const plei = area('area_plei', 'village', 'làng', 'Plei Kơ Tơnh', 'area_iapia');
    for (const ten of ['Plei Ko Tonh', 'làng Plei Kơ Tơnh', 'Làng Kơ Tơnh']) {
      expect(whose([{ ten }, {}], [...inIaPia, plei], iapia)).toEqual(['area_plei', 'nameless']);
    }
  });

  it('and a village that nobody knows is not the commune that is told beside it', () => {
    const told = [
      { TEN_THON: 'Thôn 8', TEN_XA: 'Ia Pia' },
      { TEN_XA: 'Ia Pia', DIEN_TICH: 12 },
      { Ghi_chu: 'Ơi Briu', tinh: 'Gia Lai' },
    ];
    expect(whose(told, inIaPia, iapia)).toEqual(['unknown', 'area_iapia', 'area_briu']);
  });

  it('and a number is a name only where names stand', () => {
    expect(whose([{ OBJECTID: 3, ten: 'Plei Lao' }, { thon: 3 }], inIaPia, iapia)).toEqual([
      'unknown',
      'area_three',
    ]);
  });

  it('by the commune that is told, too, where villages have one name', () => {
    const told = [{ ten: 'Thôn 3', xa: 'Ia Ga' }, { ten: 'thôn 03' }];
    expect(whose(told, areas, province)).toEqual(['area_three2', 'several']);
  });

  it('one each: two shapes of one area are both refused', () => {
    expect(whose([{ ten: 'Ơi Briu' }, { ten: 'làng Ơi Briu' }, {}], inIaPia, iapia)).toEqual([
      'twice',
      'twice',
      'nameless',
    ]);
  });

  it('and a shape that comes alone is of the page it was sent from', () => {
    expect(whose([{}], [briu], briu)).toEqual(['area_briu']);
    expect(whose([{ ten: 'Ranh giới 2025' }], inIaPia, iapia)).toEqual(['area_iapia']);
    expect(whose([{ ten: 'Ơi Briu' }], inIaPia, iapia)).toEqual(['area_briu']);
    const [row] = planOutlines(shapesOf(feature({ ten: 'Ranh giới 2025' })), world);
    expect(row?.notes).toEqual([expect.stringContaining('đường ranh của xã Ia Pia')]);
  });

  it('with what is odd said of each, and what is replaced', () => {
    const clusters = [
      { name: 'Nhà rông', areaId: 'area_briu', lat: 13.51, lon: 108.01 },
      { name: 'Chợ', areaId: 'area_briu', lat: 13.9, lon: 108.01 },
      { name: 'Trạm y tế', areaId: 'area_briu', lat: null, lon: null },
    ];
    const shapes = shapesOf(
      feature({ ten: 'Ơi Briu' }),
      feature({ ten: 'Oi Briuu' }),
      feature({ ten: 'Thôn 3' }, [108, 13], 'Point'),
    );
    const rows = planOutlines(shapes, { ...world, clusters, outlined: new Set(['area_briu']) });
    expect(countOutlines(rows)).toEqual({ new: 0, replace: 1, bad: 2 });
    expect(rows[0]).toMatchObject({
      number: 1,
      area: { id: 'area_briu', name: 'làng Ơi Briu' },
      points: { read: 5, kept: 5 },
    });
    expect(rows[0]?.notes).toEqual([expect.stringContaining('Có 1 cụm loa nằm ngoài đường ranh này: Chợ.')]);
    expect(rows[1]?.problem).toContain('Có phải làng Ơi Briu?');
    expect(rows[2]?.problem).toContain('không phải một vùng');
  });
});

describe('areas on a map', () => {
  it('tell outlines level by level, as long as a whole level fits', () => {
    const sizes = new Map([
      ['area_gl', 10],
      ['area_iapia', 10],
      ['area_iaga', 10],
      ['area_briu', 10],
      ['area_three', 10],
    ]);
    expect(toldOutlines(areas, sizes, 50)).toHaveLength(5);
    expect(toldOutlines(areas, sizes, 49)).toEqual(['area_gl', 'area_iapia', 'area_iaga']);
    expect(toldOutlines(areas, sizes, 5)).toEqual([]);
  });

  it('stand where somebody wrote it down, else amid their clusters, in their outline, amid what lies in them', () => {
    const outline: Outline = { type: 'MultiPolygon', coordinates: [[square()]] };
    const clusters = [
      { areaId: 'area_briu', lat: 13, lon: 108 },
      { areaId: 'area_briu', lat: 13.2, lon: 108.4 },
      { areaId: 'area_three', lat: null, lon: null },
    ];
    const lone = area('area_lone', 'village', 'làng', 'Lẻ', 'area_iaga');
    const all = [province, { ...iaga, lat: 12, lon: 107 }, iapia, briu, three, lone];
    const drawn = areasOnMap(all, clusters, new Map([['area_three', outline]]));
    expect(Object.fromEntries(drawn.map(({ areaId, point }) => [areaId, point]))).toEqual({
      area_gl: { lat: 12.6525, lon: 107.5525 },
      area_iaga: { lat: 12, lon: 107 },
      area_iapia: { lat: 13.305, lon: 108.105 },
      area_briu: { lat: 13.1, lon: 108.2 },
      area_three: { lat: 13.51, lon: 108.01 },
      area_lone: null,
    });
    expect(drawn[4]).toMatchObject({ name: 'Thôn 3', level: 'village', outline });
  });
});
