import { circleMarker, control, map as createMap, type Map as LeafletMap, latLngBounds } from 'leaflet';
import { useEffect, useRef } from 'react';
import 'leaflet/dist/leaflet.css';
import type { Tone } from '../../lib/words.js';
import type { Circle } from './map-circles.js';

/** As the tags have them, dark enough for a thin line. */
const COLOURS: Readonly<Record<Tone, string>> = {
  good: '#0b6e4f',
  bad: '#c1121f',
  warn: '#b36b00',
  busy: '#0a5a8a',
  calm: '#6b7a73',
};
/** Closer than this nobody needs to see a village. */
const MAX_ZOOM = 16;

export interface FleetMapProps {
  circles: readonly Circle[];
  label: string;
  zoomIn: string;
  zoomOut: string;
  textOf: (circle: Circle) => string;
  onOpen: (circle: Circle) => void;
}

/** Drawn by itself from positions alone: no tiles, nothing from elsewhere. What it shows stands beside it as a list. */
export default function FleetMap(props: FleetMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<LeafletMap | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { circles, label, zoomIn, zoomOut } = props;

  useEffect(() => {
    if (!frame.current) return;
    const map = createMap(frame.current, {
      ...{ attributionControl: false, zoomControl: false, maxZoom: MAX_ZOOM, zoomSnap: 0.25 },
      // A finger scrolls the page; two move the map. Keys and buttons do all of it, too.
      ...{ scrollWheelZoom: false, zoomAnimation: false, fadeAnimation: false },
    });
    control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    control.scale({ imperial: false }).addTo(map);
    drawn.current = map;
    return () => {
      map.remove();
      drawn.current = null;
    };
  }, [zoomIn, zoomOut]);

  // Only where they stand moves the view: news of their health must not, while somebody looks closer.
  const places = circles
    .map(({ lat, lon }) => `${lat},${lon}`)
    .sort()
    .join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `places` says when the circles' places changed
  useEffect(() => {
    const bounds = latLngBounds(circles.map(({ lat, lon }) => [lat, lon]));
    drawn.current?.fitBounds(bounds, { padding: [48, 48], maxZoom: 14 });
  }, [places, zoomIn, zoomOut]);

  useEffect(() => {
    const map = drawn.current;
    if (!map) return;
    const marks = circles.map((circle) =>
      circleMarker([circle.lat, circle.lon], {
        ...{ radius: 11, weight: 3, color: COLOURS[circle.tone], fillOpacity: 0.35 },
      })
        .bindTooltip(nameOf(circle, latest.current.textOf), {
          permanent: true,
          direction: 'bottom',
          offset: [0, 10],
        })
        .on('click', () => latest.current.onOpen(circle))
        .addTo(map),
    );
    return () => {
      for (const mark of marks) mark.remove();
    };
  }, [circles]);

  return <div ref={frame} className="fleet-map not-printed" role="application" aria-label={label} />;
}

function nameOf(circle: Circle, textOf: FleetMapProps['textOf']): HTMLElement {
  const text = document.createElement('span');
  // Colour never says it alone.
  text.textContent = textOf(circle);
  return text;
}
