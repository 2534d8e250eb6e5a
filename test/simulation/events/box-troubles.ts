import { HOUR, MINUTE } from '@loa/shared/instant';
import { between, pick } from '../seeds.js';
import type { World } from '../world/world.js';
import type { Draw, EventKind } from './event.js';
import { later } from './later.js';

/** The power goes for a second, an hour or a day. */
export const powerGoes: EventKind = {
  name: 'power cut',
  perDay: { cluster: 0.06 },
  apply(world, draw) {
    const box = boxOf(world, draw);
    if (!box?.on()) return null;
    const sounding = box.sounding();
    const offMs = draw() < 0.5 ? between(1_000, MINUTE, draw()) : between(0.1, 30, draw() ** 2) * HOUR;
    box.powerCut();
    powerComesBack(world, box.id, offMs);
    return `${box.id} for ${Math.round(offMs / 1000)} s${sounding ? ', while it sounded' : ''}`;
  },
};

/** The power goes for the whole commune, mostly around the broadcasts. */
export const powerGoesEverywhere: EventKind = {
  name: 'power cut everywhere',
  perDay: { commune: 0.08 },
  apply(world, draw) {
    const offMs = between(1, 120, draw()) * MINUTE;
    for (const box of world.boxes.values()) {
      if (!box.on() || draw() < 0.3) continue;
      box.powerCut();
      powerComesBack(world, box.id, offMs + draw() * MINUTE);
    }
    return `for ${Math.round(offMs / MINUTE)} min`;
  },
};

/** The power goes exactly at one of the next commits: before it, which undoes it, or after it. */
export const powerGoesAtACommit: EventKind = {
  name: 'power cut at a commit',
  perDay: { cluster: 0.06 },
  apply(world, draw) {
    const box = boxOf(world, draw);
    if (!box?.on()) return null;
    const commitsLeft = 1 + Math.floor(draw() * 12);
    const side = draw() < 0.5 ? 'before' : 'after';
    box.armCut({ commitsLeft, side });
    return `${box.id}, ${side} commit ${commitsLeft}`;
  },
};

/** The agent is killed and started again; the machine stays on. */
export const agentRestarts: EventKind = {
  name: 'agent restarts',
  perDay: { cluster: 0.02 },
  async apply(world, draw) {
    const box = boxOf(world, draw);
    if (!box?.on()) return null;
    await box.restartAgent();
    return box.id;
  },
};

/** A technician puts in an empty card. */
export const cardIsSwapped: EventKind = {
  name: 'card swapped',
  perDay: { cluster: 0.003 },
  apply(world, draw) {
    const box = boxOf(world, draw);
    // Not on a day of a broadcast half played: a new card cannot know what the old one claimed.
    if (!box || box.sounding()) return null;
    box.powerCut();
    world.witness.look();
    world.witness.swapped(box.id);
    box.swapCard();
    powerComesBack(world, box.id, 10 * MINUTE);
    return box.id;
  },
};

export function powerComesBack(world: World, boxId: string, offMs: number): void {
  later(world, offMs, () => world.boxes.get(boxId)?.powerOn());
}

export function boxOf(world: World, draw: Draw) {
  return pick([...world.boxes.values()], draw());
}
