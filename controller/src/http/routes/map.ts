import { MapData, type MapPoint } from '@loa/shared/api/fleet';
import { AreasOnMap } from '@loa/shared/api/outlines';
import { AreaId } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { listAreas, livingAreas } from '../../db/areas.js';
import { listClusters } from '../../db/clusters.js';
import { outlineSizes, outlinesOf } from '../../db/outlines.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { areasOnMap, toldOutlines } from '../areas-on-map.js';
import { fleetOf } from '../fleet-rows.js';
import { defineRoute, type Route, target } from '../route.js';

type Point = z.infer<typeof MapPoint>;
type Condition = Point['properties']['condition'];

/** The worst of a cluster's boxes is what its point shows. */
const WORST: readonly NonNullable<Condition>[] = [
  ...(['lost', 'noSound', 'clockUntrusted', 'noPlan', 'diskFull', 'stopped', 'notEnrolled', 'good'] as const),
  'revoked',
];

/** Corners of outlines that one answer tells: about 150 KB compressed, 3 s on the slow line that we reckon with. */
const MOST_TOLD = 20_000;

/** What a map shows that the page draws by itself: no tiles from elsewhere. */
export function createMapRoutes(ports: ApiPorts): Route[] {
  return [health(ports), areas(ports)];
}

function areas({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/map/areas',
    tag: 'areas',
    summary: 'Areas with where they stand and where they end, for a map that the page draws by itself',
    action: 'area.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: AreasOnMap },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query }) {
      const root = query.area ?? actor.areaId;
      const areas = await livingAreas(db, root);
      const sizes = await outlineSizes(db, root);
      const told = toldOutlines(areas, sizes, MOST_TOLD);
      const outlines = await outlinesOf(db, told);
      const items = areasOnMap(areas, await listClusters(db, root), outlines);
      return json({ items, leftOut: sizes.size - told.length });
    },
  });
}

function health({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/map',
    tag: 'fleet',
    summary: 'Clusters and areas with a position as GeoJSON points, with the health of their boxes',
    action: 'box.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: MapData },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query }) {
      const root = query.area ?? actor.areaId;
      const areas = await listAreas(db, root);
      const clusters = await listClusters(db, root);
      const { items } = await fleetOf(db, root, clock.now());
      const names = new Map(areas.map(({ id, kind, name }) => [id, placeName({ kind, name })]));
      const points = clusters.flatMap((cluster): Point[] => {
        const boxes = items.filter((row) => row.clusterId === cluster.id && row.state !== 'revoked');
        const kinds = new Set(boxes.map(({ condition }) => condition.kind));
        const about = {
          name: cluster.name,
          areaId: cluster.areaId,
          areaName: names.get(cluster.areaId) ?? '',
        };
        const condition = WORST.find((kind) => kinds.has(kind)) ?? null;
        const shown = {
          kind: 'cluster' as const,
          ...about,
          condition,
          boxes: boxes.length,
          population: null,
        };
        return pointOf(cluster, shown);
      });
      const places = areas.flatMap((area): Point[] =>
        pointOf(area, {
          ...{ kind: 'area', name: placeName(area), areaId: area.id, condition: null },
          ...{ areaName: names.get(area.parentId ?? '') ?? '', boxes: 0, population: area.population },
        }),
      );
      const unplaced = clusters.length - points.length;
      return json({ type: 'FeatureCollection' as const, features: [...points, ...places], unplaced });
    },
  });
}

function pointOf(
  { id, lat, lon }: { id: string; lat: number | null; lon: number | null },
  properties: Point['properties'],
): Point[] {
  if (lat === null || lon === null) return [];
  return [{ type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties }];
}
