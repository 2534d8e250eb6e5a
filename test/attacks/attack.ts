import { expect, it } from 'vitest';
import { type AgentWorld, createAgentWorld } from '../support/agent-world.js';
import { type Rule, removed } from './removed-rules.js';

/** One attack on a box, told by its name; it is lived through twice, with its rule and without. */
export interface BoxAttack {
  name: string;
  /** Taken out, the attack succeeds. */
  rule: Rule;
  world?: Parameters<typeof createAgentWorld>[0];
  run(world: AgentWorld): Promise<void>;
  /** Whether the attacker got what they wanted; by default: that anything sounded. */
  succeeded?(world: AgentWorld): boolean;
  /** What the controller is told of it, as `refusalsOf` says. */
  seen(world: AgentWorld): void;
}

/** What the box would not follow, as its reports tell the controller: `plan: bad_signature`. */
export function refusalsOf(world: AgentWorld): string[] {
  return world.controller
    .entries()
    .flatMap((entry) => (entry.kind === 'refused' ? [`${entry.document}: ${entry.reason}`] : []));
}

const sounded = (world: AgentWorld) => world.heard().length > 0;

export function boxAttacks(attacks: readonly BoxAttack[]): void {
  for (const attack of attacks) {
    it(`${attack.name}: in vain, and told of; without the rule “${attack.rule}” it succeeds`, async () => {
      const succeeded = attack.succeeded ?? sounded;
      await lived(attack, null, async (world) => {
        expect(succeeded(world)).toBe(false);
        await world.eventually(() => attack.seen(world));
      });
      await lived(attack, attack.rule, async (world) => expect(succeeded(world)).toBe(true));
    });
  }
}

async function lived(
  { run, world: options }: BoxAttack,
  without: Rule | null,
  judge: (world: AgentWorld) => Promise<void>,
): Promise<void> {
  removed.rule = without;
  const world = await createAgentWorld({ now: '05:59', ...options });
  try {
    await run(world);
    await judge(world);
  } finally {
    await world.end();
    removed.rule = null;
  }
}
