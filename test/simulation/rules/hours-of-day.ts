import { DAY, MINUTE, minutesOfDay } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';
import { ZONE_MS } from '../world/places.js';
import type { Hours } from '../world/truth.js';

/** Milliseconds since midnight in the commune. */
export function timeOfDay(unix: number): number {
  return (unix + ZONE_MS) % DAY;
}

/** The one stretch of hours that several layers leave. */
export function together(layers: readonly Hours[]): Hours {
  return { from: Math.max(...layers.map(({ from }) => from)), to: Math.min(...layers.map(({ to }) => to)) };
}

/** Windows that touch each other, as one stretch. */
export function stretchOf(windows: readonly SoundWindow[]): Hours {
  return {
    from: Math.min(...windows.map(({ from }) => minutesOfDay(from))),
    to: Math.max(...windows.map(({ to }) => minutesOfDay(to))),
  };
}

export function within(unix: number, hours: Hours, toleranceMs: number): boolean {
  const time = timeOfDay(unix);
  return time >= hours.from * MINUTE - toleranceMs && time <= hours.to * MINUTE + toleranceMs;
}
