import {
  circleMarker,
  divIcon,
  type LatLngExpression,
  type Layer,
  type Map as LeafletMap,
  layerGroup,
  marker,
  polygon,
  polyline,
} from 'leaflet';
import land from './land.json';

/** Closer than this a coast drawn from an atlas would put villages into the sea: only what staff brought in is drawn. */
const CLOSEST = 10;

/** What a map holds when it shows all of it, west, south, east, north; beyond lies nothing drawn. */
export const FRAME = { west: 98, south: 2, east: 121, north: 28 } as const;

export interface LandWords {
  /** With "(Việt Nam)": they belong on every Vietnamese map, by name. */
  hoangSa: string;
  truongSa: string;
  eastSea: string;
}

/** Above and below their islets. */
const HOANG_SA: LatLngExpression = [17.9, 112.1];
const TRUONG_SA: LatLngExpression = [6.9, 113.6];
const EAST_SEA: LatLngExpression = [13.6, 113.4];

/** Việt Nam, its islands by name, its neighbours as land and the sea, as long as the map is far enough away. */
export function addLand(map: LeafletMap, words: LandWords): void {
  const group = layerGroup([
    area(land.around, 'map-around'),
    polyline(land.borders.map(toPlaces), { className: 'map-border', weight: 1, interactive: false }),
    area(land.vietnam, 'map-vietnam'),
    ...land.islets.map((at) =>
      circleMarker(toPlace(at), { className: 'map-islet', radius: 1.5, weight: 1, interactive: false }),
    ),
    name(HOANG_SA, words.hoangSa, 'map-islands'),
    name(TRUONG_SA, words.truongSa, 'map-islands'),
    name(EAST_SEA, words.eastSea, 'map-sea'),
  ]);
  const show = () => {
    const far = map.getZoom() <= CLOSEST;
    if (far) group.addTo(map);
    else group.remove();
    map.getContainer().classList.toggle('map-far', far);
  };
  map.on('zoomend', show);
  map.whenReady(show);
}

function area(parts: readonly number[][][][], className: string): Layer {
  const places = parts.map((rings) => rings.map(toPlaces));
  return polygon(places, { className, weight: 1, interactive: false });
}

/** Leaflet has latitude first, GeoJSON longitude. */
const toPlace = ([lon = 0, lat = 0]: readonly number[]): LatLngExpression => [lat, lon];
const toPlaces = (line: readonly (readonly number[])[]) => line.map(toPlace);

function name(at: LatLngExpression, text: string, className: string): Layer {
  const html = document.createElement('span');
  html.textContent = text;
  const icon = divIcon({ className: `map-name ${className}`, html, iconSize: [0, 0] });
  return marker(at, { icon, interactive: false, keyboard: false });
}
