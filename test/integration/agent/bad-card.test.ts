import type { Sqlite } from '@loa/shared/node/sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openCard } from '../../../edge-agent/src/card/card.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { idOf } from '../../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../../support/agent-world.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let world: AgentWorld;
afterEach(() => world.end());

/** A card that can be made read-only under the agent, and stays so. */
function badCard() {
  let real: Sqlite | null = null;
  let readOnly = false;
  let run = 0;
  return {
    fail() {
      readOnly = true;
      real?.pragma('query_only = ON');
    },
    open: (path: string) =>
      openCard({
        open() {
          real = openJournalDb(path);
          if (readOnly) real.pragma('query_only = ON');
          return real;
        },
        salvage: () => openJournalDb(path),
        random: createSeededRandom(500 + run++),
        log: silentLogger,
      }),
  };
}

const three = {
  sessions: [
    {
      items: [
        { name: 'a', starts: '06:00', seconds: 60 },
        { name: 'b', starts: '06:10', seconds: 60 },
        { name: 'c', starts: '06:30', seconds: 60 },
      ],
    },
  ],
};

describe('a card that fails', () => {
  it('in the middle of a bulletin: it is heard to its end, the next ones are heard, and all of it is told', async () => {
    const card = badCard();
    world = await createAgentWorld({ card: card.open });
    await world.plan(three);
    await world.on();
    await world.until('06:00:20');
    card.fail();
    await world.until('06:12');
    expect(world.heard().map(({ playbackId, ms }) => [playbackId, ms])).toEqual([
      [idOf('a'), 60_000],
      [idOf('b'), 60_000],
    ]);
    await world.eventually(() => {
      expect(world.controller.story(idOf('a')).at(-1)).toBe('finished');
      expect(world.controller.story(idOf('b')).at(-1)).toBe('finished');
    });
    expect(world.status()).toMatchObject({ cardTrouble: expect.stringContaining('readonly') });
  });

  it('and is read-only at the next start: what is verified is played, but nothing that may have been heard before', async () => {
    const card = badCard();
    world = await createAgentWorld({ card: card.open });
    await world.plan(three);
    await world.on();
    await world.until('05:50');
    card.fail();
    await world.until('06:00:20');
    await world.cut();
    // The card says that a has not begun: what began it was kept in memory, which is gone.
    await world.on();
    await world.until('06:12');
    expect(world.heard().map(({ playbackId }) => playbackId)).toEqual([idOf('a'), idOf('b')]);
    await world.eventually(() => {
      expect(world.controller.story(idOf('b')).at(-1)).toBe('finished');
      expect(
        world.controller.entries().some((entry) => entry.kind === 'trouble' && entry.reason === 'card'),
      ).toBe(true);
    });
    expect(world.status()).toMatchObject({ cardTrouble: expect.stringContaining('readonly') });
  });
});
