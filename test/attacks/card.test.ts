import './removed-rules.js';

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { idOf } from '../support/agent-plan.js';
import type { AgentWorld } from '../support/agent-world.js';
import { type BoxAttack, boxAttacks } from './attack.js';

const card = ({ folder }: AgentWorld) => join(folder, 'box.db');
const copy = ({ folder }: AgentWorld) => join(folder, 'copy.db');
const played = (world: AgentWorld, name: string) => world.controller.story(idOf(name)).includes('finished');
const items = ['06:00', '06:10', '06:20', '06:30', '06:40'].map((starts, index) => ({
  ...{ name: 'abcde'[index] ?? '', starts, seconds: 20 },
  latest: `${starts}:30`,
}));

/** A box whose card is copied at 05:59 and put back at 06:15: what it told in between is not on the card any more. */
async function putBack(world: AgentWorld): Promise<void> {
  await world.plan({ sessions: [{ items }] });
  await world.on();
  await world.until('05:59');
  await world.off();
  copyFileSync(card(world), copy(world));
  await world.on();
  await world.until('06:15');
  await world.off();
  copyFileSync(copy(world), card(world));
}

const told = (world: AgentWorld) => {
  const troubles = world.controller
    .entries()
    .flatMap((entry) => (entry.kind === 'trouble' ? [entry.reason] : []));
  expect(troubles).toEqual(['card_put_back']);
};

const cards: BoxAttack[] = [
  {
    name: 'so that what it plays next goes under numbers that were told before',
    rule: 'card put back',
    world: { now: '05:50', names: ['a', 'b', 'c', 'd', 'e'] },
    async run(world) {
      await putBack(world);
      await world.on();
      await world.until('06:22');
    },
    // Whoever asks what sounded is told nothing of it.
    succeeded: (world) => !played(world, 'c'),
    seen: told,
  },
  {
    name: 'and kept off the network until it has more to tell than was told',
    rule: 'card put back',
    world: { now: '05:50', names: ['a', 'b', 'c', 'd', 'e'] },
    async run(world) {
      await putBack(world);
      world.broker.partition('box_a');
      await world.on();
      await world.until('06:42');
      world.broker.heal('box_a');
      await world.pass(20_000);
    },
    succeeded: (world) => !played(world, 'c'),
    seen: told,
  },
];

describe('a card that was put back from an older copy:', () => boxAttacks(cards));
