import type { World } from '../world/world.js';

/** Does something after a while; what fails ends the world. */
export function later(world: World, delayMs: number, work: () => Promise<unknown> | unknown): void {
  world.timeline.at(world.timeline.now() + delayMs, () => {
    world.witness.begun(async () => {
      await work();
    });
  });
}
