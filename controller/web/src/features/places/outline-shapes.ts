import type { Area } from '@loa/shared/api/areas';
import type { AreaOnMap, OutlineRow } from '@loa/shared/api/outlines';
import type { Mark } from '../../components/map/marks-layer.js';
import type { Shape } from '../../components/map/shapes-layer.js';
import { isAbove } from '../../lib/area-choice.js';

/** The place itself before all others; what lies above it is a line around it. Pure. */
export function placeShapes(items: readonly AreaOnMap[], { id, level }: Pick<Area, 'id' | 'level'>): Shape[] {
  return items.flatMap(({ areaId, outline, level: its }) => {
    if (outline === null) return [];
    const look = areaId === id ? 'chosen' : isAbove(its, level) ? 'around' : 'plain';
    return [{ id: areaId, outline, look }];
  });
}

/** By name where they stand; nothing to press. Pure. */
export function placeMarks(items: readonly AreaOnMap[]): Mark[] {
  return items.flatMap(({ areaId, name, point }) =>
    point === null
      ? []
      : [{ id: areaId, ...point, text: name, spoken: null, tone: 'good' as const, chosen: null }],
  );
}

/** What a file would draw, and nothing else: the good ones. Pure. */
export function previewShapes(rows: readonly OutlineRow[]): Shape[] {
  return rows.flatMap(({ area, outline }) =>
    area && outline ? [{ id: area.id, outline, look: 'plain' as const }] : [],
  );
}

/** Their names, each in the middle of the box around its first part. Pure. */
export function previewMarks(rows: readonly OutlineRow[]): Mark[] {
  return rows.flatMap(({ area, outline }) => {
    const corners = outline?.coordinates[0]?.[0] ?? [];
    if (!area || corners.length === 0) return [];
    const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
    const point = { lon: middle(corners.map(([lon]) => lon)), lat: middle(corners.map(([, lat]) => lat)) };
    return [{ id: area.id, ...point, text: area.name, spoken: null, tone: 'good', chosen: null }];
  });
}
