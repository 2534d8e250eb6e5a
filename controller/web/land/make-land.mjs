/*
 * Makes the land beneath the maps, src/components/map/land.json, from Natural Earth's countries at 1:10,000,000 (public
 * domain, by the package world-atlas): `node controller/web/land/make-land.mjs`. Run it when that package or this file
 * changes.
 *
 * Natural Earth gives the islands of Hoàng Sa to another country and those of Trường Sa to none; on a map of Việt Nam
 * they are Vietnamese, and named. Neighbours are land without names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { simplify } from '@turf/simplify';
import { feature, merge, mesh } from 'topojson-client';

const VIETNAM = '704';
/** Hong Kong and Macao: a line too short to draw. */
const NO_BORDER = ['344', '446', VIETNAM];
/** West, south, east, north: what a map of ours may show. */
const FRAME = [98, 2, 121, 28];
/** Hoàng Sa and Trường Sa: every islet in here that lies apart from the mainland is theirs. */
const ARCHIPELAGOS = [
  [111, 15.5, 113, 17.3],
  [111.2, 6.5, 117, 12],
];
/** Degrees; 0.01 is about 1 km. */
const VIETNAM_DETAIL = { tolerance: 0.008, digits: 3 };
const AROUND = { tolerance: 0.04, digits: 2 };

const atlas = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-10m.json'), 'utf8'),
);
const { countries } = atlas.objects;
/** Islands of Trường Sa that the data lacks: Trường Sa, Song Tử Tây, An Bang, Phan Vinh. */
const MORE_ISLETS = [
  [111.92, 8.645],
  [114.331, 11.429],
  [112.92, 7.892],
  [113.703, 8.972],
];
const partsOf = (geometry) =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry.coordinates ?? []);
const within =
  ([west, south, east, north]) =>
  ([lon, lat]) =>
    lon > west && lon < east && lat > south && lat < north;
const isIslet = ([edge]) => ARCHIPELAGOS.some((frame) => edge.every(within(frame)));
const inFrame = ([edge]) => edge.some(within(FRAME));
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const [west, south, east, north] = FRAME;
const framed = (ring) => ring.map(([lon, lat]) => [clamp(lon, west, east), clamp(lat, south, north)]);

function simpler(ring, { tolerance, digits }) {
  const { coordinates } = simplify({ type: 'LineString', coordinates: framed(ring) }, { tolerance });
  return coordinates.map((position) => position.map((value) => Number(value.toFixed(digits))));
}
const drawn = (parts, detail) =>
  parts
    .filter(inFrame)
    .map((part) => part.map((ring) => simpler(ring, detail)).filter(({ length }) => length > 3))
    .filter(({ length }) => length > 0);

const everywhere = countries.geometries.flatMap((country) => partsOf(feature(atlas, country).geometry));
const vietnam = countries.geometries.find(({ id }) => id === VIETNAM);
const land = merge(atlas, countries.geometries);
const borders = mesh(
  atlas,
  countries,
  (a, b) => a !== b && !NO_BORDER.includes(a.id) && !NO_BORDER.includes(b.id),
);

const result = {
  vietnam: drawn(partsOf(feature(atlas, vietnam).geometry), VIETNAM_DETAIL),
  // Too small for a form: each is a dot, where its first corner stands.
  islets: [
    ...everywhere
      .filter(isIslet)
      .map(([[corner]]) => corner.map((value) => Number(value.toFixed(VIETNAM_DETAIL.digits)))),
    ...MORE_ISLETS,
  ],
  around: drawn(
    partsOf(land).filter((part) => !isIslet(part)),
    AROUND,
  ),
  borders: borders.coordinates
    .filter((line) => line.some(within(FRAME)))
    .map((line) => simpler(line, AROUND)),
};
const target = new URL('../src/components/map/land.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(result)}\n`);
