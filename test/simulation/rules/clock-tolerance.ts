import type { Heard } from '../box/loudspeaker.js';
import type { WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';

/** Starting, fading and asking the time over a slow line, milliseconds. */
const ANYWAY_MS = 3_000;
/** The agent allows for 100 ppm; a simulated crystal is a little better. */
const DRIFT = 100e-6;

/** How far a box's idea of the time may honestly be off, milliseconds: now, or when `heard` began. */
export function toleranceOf(world: World, { box }: WatchedBox, heard?: Heard): number {
  const syncedAt = heard ? heard.syncedAt : box.syncedAt();
  return ANYWAY_MS + (world.timeline.now() - (syncedAt ?? 0)) * DRIFT;
}
