import {
  Browser,
  control,
  map as createMap,
  type LatLngBounds,
  type Map as LeafletMap,
  latLngBounds,
} from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import 'leaflet/dist/leaflet.css';
import { addLand, FRAME } from './land-layer.js';
import './map.css';
import { createMarksLayer, type Mark, type MarksLayer } from './marks-layer.js';
import { addOverview } from './overview.js';
import { type Shape, showShapes } from './shapes-layer.js';

export interface AreaMapProps {
  /** What the map is for who does not see it. */
  label: string;
  marks: readonly Mark[];
  shapes: readonly Shape[];
  /**
   * Says when the view goes back to all of it. Not with each change of what is shown: news of some place's health must
   * not move the map while somebody looks closer.
   */
  view: string;
  /** A mark or a shape was pressed; without it shapes only lie there. */
  onPress?: (id: string) => void;
  /** How far the map is away, at first and whenever that changes. */
  onZoom?: (zoom: number) => void;
}

/** Closer than this nobody needs to see a village. */
const MAX_ZOOM = 16;

const EVERYTHING = latLngBounds([FRAME.south, FRAME.west], [FRAME.north, FRAME.east]);

/**
 * Drawn by itself from positions and outlines alone: no tiles, nothing from elsewhere. What it shows stands beside it as
 * a list. Load it lazily: Leaflet and the land come with it.
 */
export default function AreaMap(props: AreaMapProps) {
  const { label, marks, shapes, view } = props;
  const { t } = useTranslation('map');
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ map: LeafletMap; layer: MarksLayer } | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!frame.current) return;
    const element = frame.current;
    // Leaflet gives it the focus when it is pressed; were it scrolled into view then, the finger would end on another place.
    element.focus = (options) =>
      HTMLElement.prototype.focus.call(element, { ...options, preventScroll: true });
    const map = createMap(element, {
      ...{ attributionControl: false, zoomControl: false, maxZoom: MAX_ZOOM, zoomSnap: 0.25 },
      // On a phone a finger scrolls the page and two move the map. Keys and buttons do all of it, too.
      ...{ dragging: !Browser.mobile, scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false },
      maxBounds: EVERYTHING,
    });
    // As far away as what is drawn fills the frame.
    map.setMinZoom(map.getBoundsZoom(EVERYTHING, true));
    control.zoom({ zoomInTitle: t('zoomIn'), zoomOutTitle: t('zoomOut') }).addTo(map);
    control.scale({ imperial: false }).addTo(map);
    addLand(map, { hoangSa: t('hoangSa'), truongSa: t('truongSa'), eastSea: t('eastSea') });
    addOverview(map, { hoangSa: t('hoangSaShort'), truongSa: t('truongSaShort') });
    map.on('zoomend', () => latest.current.onZoom?.(map.getZoom()));
    const press = latest.current.onPress ? (id: string) => latest.current.onPress?.(id) : null;
    drawn.current = { map, layer: createMarksLayer(map, press) };
    return () => {
      // It may still be about to tell of a move, after a window that has just changed its size.
      map.off();
      map.remove();
      drawn.current = null;
    };
  }, [t]);

  const empty = marks.length + shapes.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `view` says when
  useEffect(() => {
    drawn.current?.map.fitBounds(boundsOf(marks, shapes), { padding: [40, 40], maxZoom: 14 });
  }, [view, empty, t]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with other words the map is another
  useEffect(() => drawn.current?.layer.show(marks), [marks, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other words the map is another
  useEffect(() => {
    const press = latest.current.onPress ? (id: string) => latest.current.onPress?.(id) : null;
    return drawn.current ? showShapes(drawn.current.map, shapes, press) : undefined;
  }, [shapes, t]);

  return <div ref={frame} className="area-map not-printed" role="application" aria-label={label} />;
}

/** Around everything; all of Việt Nam where there is nothing. */
function boundsOf(marks: readonly Mark[], shapes: readonly Shape[]): LatLngBounds {
  const corners = shapes.flatMap(({ outline }) => outline.coordinates.flat(2));
  const bounds = latLngBounds([
    ...marks.map(({ lat, lon }) => [lat, lon] as [number, number]),
    ...corners.map(([lon, lat]) => [lat, lon] as [number, number]),
  ]);
  return bounds.isValid() ? bounds : latLngBounds([8, 102], [23.5, 117.5]);
}
