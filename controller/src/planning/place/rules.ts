import { MINUTE } from '@loa/shared/instant';
import type { LanguagePolicy, Neighbour, PlaceRules, QuietTime } from '@loa/shared/place-rules';
import type { PlaceLimits } from '../inputs.js';

/** What holds at a place when everything above it has had its say. */
export interface EffectiveRules {
  limits: PlaceLimits;
  languagePolicy: LanguagePolicy;
  repeatInEvening: boolean;
  /** Everybody near, of whatever layer. */
  neighbours: Neighbour[];
}

/**
 * The rules of a place from its layers, the outermost area first, the cluster last. Limits only become stricter:
 * quiet times and neighbours add up, the smaller number holds. Customs are those of the nearest layer that has any;
 * where none has, the first language that can sound, and the morning's bulletins again in the evening.
 */
export function rulesOf(layers: readonly PlaceRules[]): EffectiveRules {
  const neighbours = layers.flatMap((layer) => layer.neighbours);
  const nearest = <T>(custom: (layer: PlaceRules) => T | null): T | null =>
    layers.reduce<T | null>((above, layer) => custom(layer) ?? above, null);
  const smallest = (limit: (layer: PlaceRules) => number | null): number | null => {
    const said = layers.map(limit).filter((value) => value !== null);
    return said.length === 0 ? null : Math.min(...said);
  };
  return {
    limits: {
      quiet: [...layers.flatMap((layer) => layer.quiet), ...neighbours.flatMap(quietOf)],
      maxSessionMs: inMs(smallest((layer) => layer.maxSessionMinutes)),
      maxDayMs: inMs(smallest((layer) => layer.maxDayMinutes)),
      maxSessionsPerDay: smallest((layer) => layer.maxSessionsPerDay),
    },
    languagePolicy: nearest((layer) => layer.languagePolicy) ?? 'firstAvailable',
    repeatInEvening: nearest((layer) => layer.repeatInEvening) ?? true,
    neighbours,
  };
}

/** A neighbour's quiet times say whose they are: "giờ học, gần Trường Tiểu học Kim Đồng". */
function quietOf({ name, quiet }: Neighbour): QuietTime[] {
  return quiet.map((time) => ({ ...time, why: `${time.why}, gần ${name}` }));
}

const inMs = (minutes: number | null) => (minutes === null ? null : minutes * MINUTE);
