import type { Outline } from '@loa/shared/api/outlines';
import { geoJSON, type Layer, type Map as LeafletMap } from 'leaflet';

/** Where an area ends. */
export interface Shape {
  id: string;
  outline: Outline;
  /** `around`: only its line, because others lie in it. */
  look: 'plain' | 'chosen' | 'around';
}

/** Draws outlines below the marks; returns how to take them away. Those around others lie below them. */
export function showShapes(
  map: LeafletMap,
  shapes: readonly Shape[],
  onPress: ((id: string) => void) | null,
): () => void {
  const order = { around: 0, plain: 1, chosen: 2 } as const;
  const layers: Layer[] = [...shapes]
    .sort((a, b) => order[a.look] - order[b.look])
    .map(({ id, outline, look }) => {
      const pressed = look !== 'around' && onPress;
      const layer = geoJSON(outline, {
        style: { className: `map-shape map-shape-${look}`, weight: look === 'plain' ? 1.5 : 2.5 },
        interactive: pressed !== null && pressed !== false,
        // A double tap looks closer and chooses nothing twice.
        bubblingMouseEvents: false,
      });
      if (pressed) layer.on('click', () => pressed(id));
      return layer.addTo(map);
    });
  return () => {
    for (const layer of layers) layer.remove();
  };
}
