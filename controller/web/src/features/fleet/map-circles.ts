import type { MapData } from '@loa/shared/api/fleet';
import { byName } from '../../lib/by-name.js';
import { BOX_TONES, type Tone } from '../../lib/words.js';

type Condition = MapData['features'][number]['properties']['condition'];

export interface Circle {
  areaId: string;
  name: string;
  lat: number;
  lon: number;
  tone: Tone;
  /** The worst of its receivers; null: it has none yet. */
  condition: NonNullable<Condition> | null;
  clusters: { id: string; name: string; lat: number; lon: number; condition: Condition; boxes: number }[];
}

/** From the worst: a village shows what most needs somebody. */
const TONES: readonly Tone[] = ['bad', 'warn', 'busy', 'good', 'calm'];
const toneOf = (condition: Condition): Tone => (condition === null ? 'calm' : BOX_TONES[condition]);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A village is a circle where it stands, else amid its loudspeakers; in the colour of its worst receiver. Pure. */
export function circlesOf({ features }: MapData): Circle[] {
  const circles = new Map<string, Circle>();
  for (const { id, geometry, properties } of features) {
    if (properties.kind !== 'cluster') continue;
    const [lon, lat] = geometry.coordinates;
    const { areaId, areaName, name, condition, boxes } = properties;
    const circle = circles.get(areaId) ?? {
      ...{ areaId, name: areaName, lat, lon, tone: 'calm', condition: null, clusters: [] },
    };
    circle.clusters.push({ id, name, lat, lon, condition, boxes });
    circles.set(areaId, circle);
  }
  const places = new Map(
    features.flatMap(({ id, geometry, properties }) =>
      properties.kind === 'area' ? [[id, geometry.coordinates]] : [],
    ),
  );
  for (const circle of circles.values()) {
    const { clusters } = circle;
    const [lon, lat] = places.get(circle.areaId) ?? [
      ...[mean(clusters.map((each) => each.lon)), mean(clusters.map((each) => each.lat))],
    ];
    Object.assign(circle, { lat: lat ?? circle.lat, lon: lon ?? circle.lon });
    const [worst] = [...clusters].sort(
      (a, b) => TONES.indexOf(toneOf(a.condition)) - TONES.indexOf(toneOf(b.condition)),
    );
    circle.condition = worst?.condition ?? null;
    circle.tone = toneOf(circle.condition);
  }
  return [...circles.values()].sort(
    (a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone) || byName(a.name, b.name),
  );
}
