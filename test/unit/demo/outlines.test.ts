import type { Area } from '@loa/shared/api/areas';
import { NO_RULES } from '@loa/shared/place-rules';
import { expect, it } from 'vitest';
import { demoOutlines } from '../../../controller/src/demo/outlines.js';
import { commune, villages } from '../../../controller/src/demo/place.js';
import { planOutlines } from '../../../controller/src/sources/outlines/plan-outlines.js';
import { readGeoJson } from '../../../controller/src/sources/outlines/read-geojson.js';

it('the demo’s places all end somewhere, and their loudspeakers stand inside', () => {
  const area = (id: string, level: Area['level'], { kind, name }: { kind: string; name: string }): Area => ({
    ...{ id, parentId: level === 'village' ? 'commune' : null, level, kind, name, languages: [], flags: [] },
    ...{ households: null, population: null, lat: null, lon: null, hours: null, zone: null, rules: NO_RULES },
    ...{ mergedInto: null, createdAt: 0 },
  });
  const root = area('commune', 'commune', commune);
  const areas = [root, ...villages.map((village) => area(village.key, 'village', village.area))];
  const clusters = villages.flatMap(({ key, clusters: here }) =>
    here.map(({ name, lat, lon }) => ({ name, areaId: key, lat: lat ?? null, lon: lon ?? null })),
  );
  const read = readGeoJson(demoOutlines());
  if (!read.ok) throw new Error(read.why);
  const rows = planOutlines(read.shapes, { root, areas, clusters, outlined: new Set() });
  expect(rows.map(({ area: whose, outcome, notes }) => [whose?.id, outcome, notes])).toEqual(
    areas.map(({ id }) => [id, 'new', []]),
  );
});
