import './removed-rules.js';

import { overridePlaybackId } from '@loa/shared/playback';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { describe, expect } from 'vitest';
import { emergencyOf } from '../support/agent-overrides.js';
import { at, audioOf, BOX, COMMUNE, idOf, makeGrant, makeRoster } from '../support/agent-plan.js';
import type { AgentWorld } from '../support/agent-world.js';
import { type BoxAttack, boxAttacks, refusalsOf } from './attack.js';
import { rewritten } from './forge.js';

/** One recording of twenty seconds at 06:00. */
const one = { sessions: [{ items: [{ name: 'a', starts: '06:00', latest: '06:00:30', seconds: 20 }] }] };
const later = { sessions: [{ items: [{ name: 'a', starts: '09:00', seconds: 20 }] }] };
const stranger = () => importSigningKey(generatePrivateJwk());
const refused = (what: string) => (world: AgentWorld) => expect(refusalsOf(world)).toContain(what);
const failed = (why: string) => (world: AgentWorld) =>
  expect(world.controller.story(idOf('a'))).toContain(why);

async function elsewhere(world: AgentWorld, changes: object): Promise<void> {
  const plan = { ...world.commune.planOf(one), ...changes };
  await world.publish(topics.plan(BOX), await signCompact('plan', plan, world.commune.actors.controller));
}

/** An emergency that people did approve, and its grant, as a document of overrides names them. */
async function flood({ commune, library }: AgentWorld, until = '23:00') {
  const made = makeGrant('flood', { use: 'emergency' });
  const grant = commune.grants.get('flood') ?? (await commune.grantAs('flood', made));
  library.offered.set(audioOf('flood'), { ok: true, durationMs: 20_000 });
  const override = emergencyOf('flood', { from: '05:59', until, seconds: 20 });
  if (override.kind === 'emergency') for (const item of override.items) item.grantId = grant.id;
  return { overrides: [override], grants: [Buffer.from(grant.bytes).toString('utf8')] };
}

async function emergency(world: AgentWorld, revision: number, changes: object = {}): Promise<Uint8Array> {
  const expiresAt = world.clock.now() + 900_000;
  return world.commune.override({ revision, ...(await flood(world)), expiresAt, ...changes });
}

const forged: BoxAttack[] = [
  {
    name: 'a plan rewritten on the way',
    rule: 'signature',
    async run(world) {
      await world.on();
      const sooner = JSON.stringify(await world.commune.planOf(one));
      await world.publish(
        topics.plan(BOX),
        rewritten(await world.commune.plan(later), () => JSON.parse(sooner)),
      );
      await world.until('06:01');
    },
    seen: refused('plan: bad_signature'),
  },
  {
    name: 'a plan that a stranger signed',
    rule: 'signature',
    async run(world) {
      await world.publish(topics.plan(BOX), await world.commune.plan(one, await stranger()));
      await world.on();
      await world.until('06:01');
    },
    seen: refused('plan: unknown_key'),
  },
  {
    name: 'a signature for a receipt under a plan',
    rule: 'type',
    async run(world) {
      const plan = world.commune.planOf(one);
      await world.publish(
        topics.plan(BOX),
        await signCompact('receipt', plan, world.commune.actors.controller),
      );
      await world.on();
      await world.until('06:01');
    },
    seen: refused('plan: wrong_type'),
  },
  {
    name: 'overrides rewritten into an emergency',
    rule: 'signature',
    async run(world) {
      await world.plan(later);
      await world.on();
      const nothing = await world.commune.override({ expiresAt: at('06:10') });
      const said = await flood(world);
      await world.publish(
        topics.override(COMMUNE),
        rewritten(nothing, (before) => ({ ...before, ...said })),
      );
      await world.until('06:01');
    },
    seen: refused('override: bad_signature'),
  },
  {
    name: 'a roster that a stranger signed, with an approver of their own',
    rule: 'roster signers',
    async run(world) {
      const thief = await stranger();
      const approver = world.commune.actors.approver;
      world.commune.actors.approver = thief;
      await world.commune.grant('a');
      const people = [
        {
          personId: 'person_x',
          keys: [{ kid: thief.kid, alg: 'EdDSA' as const, key: thief.publicJwk }],
          rights: [{ use: 'scheduled' as const, areas: [COMMUNE] }],
        },
      ];
      const { controller } = world.commune.actors;
      const roster = makeRoster({
        version: 9,
        people,
        controllerKeys: [{ kid: controller.kid, key: controller.publicJwk }],
      });
      world.commune.actors.approver = approver;
      await world.plan(one);
      await world.on();
      await world.publish(topics.roster(COMMUNE), await signGeneral('roster', roster, [thief]));
      await world.until('06:01');
    },
    seen(world) {
      refused('roster: unknown_key')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'a receipt that a stranger signed, so that the box forgets what it has to tell',
    rule: 'signature',
    async run(world) {
      world.controller.mute = true;
      await world.plan(one);
      await world.on();
      await world.until('06:01');
      const journalId = (
        world.db().prepare("SELECT value FROM meta WHERE key = 'journalId'").get() as { value: string }
      ).value;
      const receipt = { boxId: BOX, journalId, storedThrough: 1, revision: 1, issuedAt: 0 };
      await world.publish(topics.receipt(BOX), await signCompact('receipt', receipt, await stranger()));
    },
    succeeded: (world) => receiptedThrough(world) > 0,
    seen: refused('receipt: unknown_key'),
  },
];

function receiptedThrough(world: AgentWorld): number {
  const row = world.db().prepare("SELECT value FROM meta WHERE key = 'storedThrough'").get() as
    | { value: string }
    | undefined;
  return Number(row?.value ?? 0);
}

const replayed: BoxAttack[] = [
  {
    name: 'an older plan, replayed',
    rule: 'counter',
    async run(world) {
      const old = await world.commune.plan({ ...one, revision: 9 });
      await world.plan({ sessions: [], revision: 10 });
      await world.on();
      await world.publish(topics.plan(BOX), old);
      await world.until('06:01');
    },
    seen: refused('plan: rolled_back'),
  },
  {
    name: 'an older plan, replayed after a power cut',
    rule: 'counter',
    async run(world) {
      const old = await world.commune.plan({ ...one, revision: 9 });
      await world.plan({ sessions: [], revision: 10 });
      await world.on();
      await world.cut();
      await world.publish(topics.plan(BOX), old);
      await world.on();
      await world.until('06:01');
    },
    seen: refused('plan: rolled_back'),
  },
  {
    name: 'an emergency that was lifted, replayed',
    rule: 'counter',
    async run(world) {
      await world.plan(later);
      await world.on();
      const old = await emergency(world, 6);
      await world.publish(topics.override(COMMUNE), await world.commune.override({ revision: 7 }));
      await world.publish(topics.override(COMMUNE), old);
      await world.until('06:01');
    },
    seen: refused('override: rolled_back'),
  },
  {
    name: 'the roster from before an approver was revoked, replayed',
    rule: 'counter',
    async run(world) {
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 5, people: [] }));
      await world.plan(one);
      await world.on();
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 4 }));
      await world.until('06:01');
    },
    seen(world) {
      refused('roster: rolled_back')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'an older receipt, replayed so that the box tells everything again',
    rule: 'counter',
    async run(world) {
      await world.plan(one);
      await world.on();
      await world.until('06:01');
      const old = world.broker.published.find(({ topic }) => topic === topics.receipt(BOX));
      world.controller.mute = true;
      await world.pass(3_000);
      if (old) await world.publish(topics.receipt(BOX), old.payload);
    },
    succeeded: (world) => receiptedThrough(world) < world.controller.stored.size - 1,
    seen: (world) => expect(refusalsOf(world).join()).toMatch(/^(receipt: rolled_back)?$/),
  },
];

const retargeted: BoxAttack[] = [
  {
    name: 'another box’s plan',
    rule: 'audience',
    run: async (world) => {
      await world.on();
      await elsewhere(world, { boxId: 'box_other' });
      await world.until('06:01');
    },
    seen: refused('plan: wrong_audience'),
  },
  {
    name: 'another area’s emergency, under this area’s topic',
    rule: 'audience',
    async run(world) {
      await world.plan(later);
      await world.on();
      await world.publish(topics.override(COMMUNE), await emergency(world, 1, { areaId: 'area_other' }));
      await world.until('06:01');
    },
    seen: refused('override: wrong_audience'),
  },
  {
    name: 'another commune’s roster, signed by the same root',
    rule: 'audience',
    world: { withoutRoster: true },
    async run(world) {
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ communeId: 'area_other' }));
      await world.plan(one);
      await world.on();
      await world.until('06:01');
    },
    seen: refused('roster: wrong_audience'),
  },
  {
    name: 'another box’s receipt',
    rule: 'audience',
    async run(world) {
      world.controller.mute = true;
      await world.plan(one);
      await world.on();
      await world.until('06:01');
      const journalId = (
        world.db().prepare("SELECT value FROM meta WHERE key = 'journalId'").get() as { value: string }
      ).value;
      const receipt = { boxId: 'box_other', journalId, storedThrough: 1, revision: 1, issuedAt: 0 };
      await world.publish(
        topics.receipt(BOX),
        await signCompact('receipt', receipt, world.commune.actors.controller),
      );
    },
    succeeded: (world) => receiptedThrough(world) > 0,
    seen: refused('receipt: wrong_audience'),
  },
];

const frozen: BoxAttack[] = [
  {
    name: 'a plan kept in force by withholding every newer one',
    rule: 'expiry',
    async run(world) {
      await world.plan({ ...one, until: '05:59:50' });
      await world.on();
      await world.until('06:01');
    },
    seen: failed('missed(plan_expired)'),
  },
  {
    name: 'an emergency kept in force by withholding its end',
    rule: 'expiry',
    async run(world) {
      await world.plan(later);
      await world.on();
      const ends = { ...(await flood(world, '06:00:30')), expiresAt: at('05:59:30') };
      const frozenNow = await emergency(world, 1, ends);
      world.library.offered.delete(audioOf('flood'));
      await world.publish(topics.override(COMMUNE), frozenNow);
      await world.until('05:59:40');
      world.library.offered.set(audioOf('flood'), { ok: true, durationMs: 20_000 });
      await world.until('06:01');
    },
    seen: (world) =>
      expect(world.controller.story(overridePlaybackId('override_flood', 0, BOX)).join()).toMatch(
        /missed|cancelled|failed/,
      ),
  },
];

describe('forged:', () => boxAttacks(forged));
describe('replayed or rolled back:', () => boxAttacks(replayed));
describe('re-targeted:', () => boxAttacks(retargeted));
describe('frozen:', () => boxAttacks(frozen));
