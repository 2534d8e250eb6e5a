import { type Map as LeafletMap, SVG } from 'leaflet';
import land from './land.json';

/** All of Việt Nam with its islands, degrees. */
const WEST = 101.5;
const NORTH = 23.8;
const [WIDTH, HEIGHT] = [16, 17.6];
/** A degree of longitude is so much shorter here than one of latitude. */
const NARROWER = 0.96;

/**
 * A small Việt Nam in a corner, with a dot where the map is: a village without an outline lies somewhere, too. It is
 * seen while the land itself is not (`map-far`), below everything else, and says nothing that the page does not.
 */
export function addOverview(map: LeafletMap, words: { hoangSa: string; truongSa: string }): void {
  const svg = make('svg', {
    class: 'map-overview',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    'aria-hidden': 'true',
  });
  const country = land.vietnam.flat().map((ring) => `M${ring.map(toText).join('L')}Z`);
  const here = make('circle', { class: 'map-here', r: '0.55' });
  svg.append(
    make('path', { class: 'map-vietnam', d: country.join('') }),
    ...land.islets.map((at) => dot(at)),
    text(17.4, words.hoangSa),
    text(6.8, words.truongSa),
    here,
  );
  const follow = () => {
    const { lng, lat } = map.getCenter();
    const [x, y] = project([lng, lat]);
    here.setAttribute('cx', String(x));
    here.setAttribute('cy', String(y));
  };
  map.getContainer().prepend(svg);
  map.on('moveend', follow);
  map.whenReady(follow);
}

function project([lon = 0, lat = 0]: readonly number[]): [number, number] {
  return [(lon - WEST) * NARROWER, NORTH - lat];
}

const toText = (at: readonly number[]) =>
  project(at)
    .map((value) => value.toFixed(2))
    .join(' ');

function dot(at: readonly number[]): SVGElement {
  const [cx, cy] = project(at);
  return make('circle', { class: 'map-islet', cx: String(cx), cy: String(cy), r: '0.1' });
}

/** Out at sea, where both archipelagos lie. */
function text(lat: number, words: string): SVGElement {
  const [, y] = project([0, lat]);
  const element = make('text', { x: String(WIDTH - 0.4), y: String(y), 'text-anchor': 'end' });
  element.textContent = words;
  return element;
}

function make(name: keyof SVGElementTagNameMap, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = SVG.create(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
