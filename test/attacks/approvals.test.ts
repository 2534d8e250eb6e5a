import './removed-rules.js';

import type { Override } from '@loa/shared/messages/override';
import type { Roster } from '@loa/shared/messages/roster';
import { overridePlaybackId } from '@loa/shared/playback';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { describe, expect, it } from 'vitest';
import { emergencyOf } from '../support/agent-overrides.js';
import { at, BOX, COMMUNE, grantIdOf, idOf, makeGrant, type PlanWish } from '../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../support/agent-world.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { type BoxAttack, boxAttacks, refusalsOf } from './attack.js';
import { rewritten } from './forge.js';
import { formerKeys, removed } from './removed-rules.js';

const item = { name: 'a', starts: '06:00', latest: '06:00:30', seconds: 20 };
const one: PlanWish = { sessions: [{ items: [item] }] };
const stranger = () => importSigningKey(generatePrivateJwk());
const story = (world: AgentWorld, name = 'a') => world.controller.story(idOf(name)).join();
const refused = (what: string) => (world: AgentWorld) => expect(refusalsOf(world)).toContain(what);
const failed = (why: string) => (world: AgentWorld) => expect(story(world)).toContain(why);
/** Sound by day, as people signed it: from five to ten in the evening, and not too loud. */
const byDay: Roster['limits'] = [
  { areas: [COMMUNE], windows: [{ from: '05:00', to: '22:00', maxGainDb: -6 }] },
];

const keyOf = ({ kid, publicJwk }: SigningKey) => ({ kid, alg: 'EdDSA' as const, key: publicJwk });
/** The approver with these keys. */
const namBy = (keys: Roster['people'][number]['keys']) => [
  { personId: 'person_nam', keys, rights: [{ use: 'scheduled' as const, areas: [COMMUNE] }] },
];

/** The grant of the name, by somebody else than the approver. */
async function grantBy(world: AgentWorld, name: string, signer: SigningKey, grant = makeGrant(name)) {
  const { actors } = world.commune;
  const approver = actors.approver;
  actors.approver = signer;
  await world.commune.grantAs(name, grant);
  actors.approver = approver;
}

/** A plan signed by the controller's key, with whatever it wants in it. */
async function signedPlan(world: AgentWorld, wish: PlanWish, changes: object = {}): Promise<void> {
  const plan = { ...world.commune.planOf(wish), ...changes };
  await world.publish(topics.plan(BOX), await signCompact('plan', plan, world.commune.actors.controller));
}

/** An emergency called by the controller's key alone, at the world's present minute. */
async function alarm(world: AgentWorld, from: string, until: string, grantId: string): Promise<void> {
  const flood: Override = emergencyOf('flood', { from, until, names: ['a'], seconds: 20 });
  if (flood.kind === 'emergency') for (const each of flood.items) each.grantId = grantId;
  const grants = [...world.commune.grants.values()].map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  const lives = { issuedAt: at(from) - 60_000, expiresAt: at(from) + 900_000 };
  const document = { revision: 1, overrides: [flood], grants, ...lives };
  await world.publish(topics.override(COMMUNE), await world.commune.override(document));
}

const alarmStory = (world: AgentWorld) =>
  world.controller.story(overridePlaybackId('override_flood', 0, BOX)).join();

const oneAfterOn = async (world: AgentWorld) => {
  await world.plan(one);
  await world.on();
  await world.until('06:01');
};

const grants: BoxAttack[] = [
  {
    name: 'a grant rewritten for another recording',
    rule: 'grant signature',
    async run(world) {
      const { bytes } = await world.commune.grant('b');
      const forged = rewritten(bytes, () => ({ ...makeGrant('a') }));
      const { sha256Hex } = await import('@loa/shared/jcs');
      world.commune.grants.set('a', { id: sha256Hex(forged), bytes: forged });
      await oneAfterOn(world);
    },
    seen(world) {
      refused('grant: bad_signature')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'a recording that nobody approved, under the grant of another',
    rule: 'grant subject',
    async run(world) {
      const plan = world.commune.planOf(one);
      const [each] = plan.sessions[0]?.items ?? [];
      const good = await world.commune.grant('b');
      if (each) each.grantId = good.id;
      await world.publish(topics.plan(BOX), await signCompact('plan', plan, world.commune.actors.controller));
      await world.on();
      await world.until('06:01');
    },
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'a grant of last month, replayed',
    rule: 'grant subject',
    async run(world) {
      await world.commune.grantAs('a', makeGrant('a', { until: '05:00' }));
      await oneAfterOn(world);
    },
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'a grant for another commune, re-targeted',
    rule: 'audience',
    async run(world) {
      await world.commune.grantAs('a', { ...makeGrant('a'), areas: ['area_other'] });
      await oneAfterOn(world);
    },
    seen: refused('grant: wrong_audience'),
  },
  {
    name: 'an approver of commune A, used for commune B',
    rule: 'audience',
    world: { withoutRoster: true },
    async run(world) {
      const { approver } = world.commune.actors;
      const keys = [{ kid: approver.kid, alg: 'EdDSA' as const, key: approver.publicJwk }];
      const rights = [{ use: 'scheduled' as const, areas: ['area_other'] }];
      const people = [{ personId: 'person_nam', keys, rights }];
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ people }));
      await oneAfterOn(world);
    },
    seen: refused('grant: not_allowed'),
  },
  {
    name: 'a revoked approver, whose grants are on the box already',
    rule: 'revocation',
    async run(world) {
      await world.plan(one);
      await world.on();
      const people = namBy([keyOf(world.commune.actors.approver)]).map((nam) => ({
        ...nam,
        revokedAt: at('05:59'),
      }));
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, people }));
      await world.until('06:01');
    },
    seen(world) {
      refused('grant: revoked')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'a lost telephone, retired while its owner goes on, that approves one more',
    rule: 'revocation',
    world: { withoutRoster: true },
    async run(world) {
      const kept = await stranger();
      const retiredAt = makeGrant('a').signedAt - 60_000;
      const keys = [{ ...keyOf(world.commune.actors.approver), retiredAt }, keyOf(kept)];
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ people: namBy(keys) }));
      await oneAfterOn(world);
    },
    seen: refused('grant: revoked'),
  },
  {
    name: 'a stolen telephone, whose grants are on the box already, each signed before the theft as it says',
    rule: 'grant signature',
    async run(world) {
      await world.plan(one);
      await world.on();
      const people = namBy([keyOf(await stranger())]);
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, people }));
      await world.until('06:01');
    },
    seen(world) {
      refused('grant: unknown_key')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'a grant by somebody whom no roster names',
    rule: 'grant signature',
    async run(world) {
      await grantBy(world, 'a', await stranger());
      await oneAfterOn(world);
    },
    seen: refused('grant: unknown_key'),
  },
];

const stolenKey: BoxAttack[] = [
  {
    name: 'approves by itself',
    rule: 'grant signature',
    async run(world) {
      await grantBy(world, 'a', world.commune.actors.controller);
      await oneAfterOn(world);
    },
    seen: refused('grant: unknown_key'),
  },
  {
    name: 'names an approver of its own',
    rule: 'roster signers',
    async run(world) {
      const thief = await stranger();
      await grantBy(world, 'a', thief);
      await world.plan(one);
      await world.on();
      const people = [
        {
          personId: 'person_x',
          keys: [{ kid: thief.kid, alg: 'EdDSA' as const, key: thief.publicJwk }],
          rights: [{ use: 'scheduled' as const, areas: [COMMUNE] }],
        },
      ];
      const { actors } = world.commune;
      const root = actors.root;
      actors.root = actors.controller;
      const roster = await world.commune.roster({ version: 9, people });
      actors.root = root;
      await world.publish(topics.roster(COMMUNE), roster);
      await world.until('06:01');
    },
    seen: refused('roster: unknown_key'),
  },
  {
    name: 're-homes the box into a commune whose approver it holds',
    rule: 'audience',
    async run(world) {
      await world.commune.grantAs('a', { ...makeGrant('a'), areas: ['area_other'] });
      await signedPlan(world, one, { areaChain: ['area_province', 'area_other', 'area_there'] });
      await world.on();
      await world.until('06:01');
    },
    seen: refused('plan: wrong_audience'),
  },
  {
    name: 'widens the hours: an approved bulletin at three in the night',
    rule: 'limits',
    world: { now: '02:59', withoutRoster: true },
    async run(world) {
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ limits: byDay }));
      await world.plan({ sessions: [{ items: [{ ...item, starts: '03:00', latest: '03:00:30' }] }] });
      await world.on();
      await world.until('03:01');
    },
    seen: failed('failed(outside_hours)'),
  },
  {
    name: 'raises the volume',
    rule: 'limits',
    world: { withoutRoster: true },
    async run(world) {
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ limits: byDay }));
      await world.plan({ maxGainDb: 12, sessions: [{ items: [{ ...item, gainDb: 12 }] }] });
      await world.on();
      await world.until('06:01');
    },
    succeeded: (world) => world.heard().some(({ gainDb }) => gainDb > -6),
    seen: (world) => expect(world.heard()).toMatchObject([{ gainDb: -6 }]),
  },
  {
    name: 'starts an emergency under a grant that it made',
    rule: 'grant signature',
    async run(world) {
      await world.plan({ sessions: [] });
      await world.on();
      await grantBy(world, 'a', world.commune.actors.controller, makeGrant('a', { use: 'emergency' }));
      await alarm(world, '05:59', '06:00:30', world.commune.grants.get('a')?.id ?? '');
      await world.until('06:01');
    },
    seen(world) {
      refused('grant: unknown_key')(world);
      expect(alarmStory(world)).toContain('failed(not_approved)');
    },
  },
  {
    name: 'starts an emergency at night under a grant for an ordinary bulletin',
    rule: 'grant subject',
    world: { now: '02:59', withoutRoster: true },
    async run(world) {
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ limits: byDay }));
      await world.plan({ sessions: [] });
      await world.on();
      await alarm(world, '02:59:30', '03:00:30', world.commune.grants.get('a')?.id ?? grantIdOf('a'));
      await world.until('03:01');
    },
    seen: (world) => expect(alarmStory(world)).toContain('failed(outside_hours)'),
  },
  {
    name: 'goes on after the roster named another controller',
    rule: 'controller keys',
    async run(world) {
      const { controller } = world.commune.actors;
      const next = await stranger();
      formerKeys.splice(0, 1, { kid: controller.kid, key: controller.publicJwk });
      const controllerKeys = [{ kid: next.kid, key: next.publicJwk }];
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, controllerKeys }));
      await world.on();
      await world.plan(one);
      await world.until('06:01');
    },
    seen: refused('plan: unknown_key'),
  },
];

describe('grants:', () => boxAttacks(grants));
describe('the controller’s key, stolen,', () => boxAttacks(stolenKey));

describe('a hijacked broker that says anything', () => {
  /** Everything that was ever said here, bent and on every topic, and rubbish, in a random order. */
  async function babble(world: AgentWorld, seed: number): Promise<void> {
    const random = createSeededRandom(seed);
    const pick = <T>(from: readonly T[]) => from[Math.floor(random.unit() * from.length)] as T;
    const said = world.broker.published.map(({ payload }) => payload);
    const night = { ...world.commune.planOf(one), revision: 99 };
    said.push(
      rewritten(await world.commune.plan(one), () => ({ ...night })),
      Buffer.from('{}'),
    );
    const where = [topics.plan(BOX), topics.roster(COMMUNE), topics.override(COMMUNE), topics.receipt(BOX)];
    for (let turn = 0; turn < 120; turn++) {
      const bytes = Uint8Array.from(pick(said));
      if (turn % 3 === 0) bytes[Math.floor(random.unit() * bytes.length)] = turn;
      await world.publish(pick(where), bytes);
    }
  }

  async function heardUnder(rule: string | null): Promise<{ heard: string[]; told: string[] }> {
    removed.rule = rule;
    const world = await createAgentWorld({ now: '05:59' });
    try {
      // People approved b, at 06:00:40; a has a grant as well, but nobody scheduled it.
      const soon = [{ ...item, name: 'b', starts: '06:00:40', latest: '06:01:10' }];
      await world.plan({ sessions: [{ items: soon }], revision: 50 });
      await world.on();
      await babble(world, 7);
      await world.until('06:02');
      let told: string[] = [];
      await world.eventually(() => {
        told = refusalsOf(world);
        expect(rule === null ? told.length : 99).toBeGreaterThan(10);
      });
      return { heard: world.heard().map(({ playbackId }) => playbackId), told };
    } finally {
      await world.end();
      removed.rule = null;
    }
  }

  it('is heard by nobody: what people approved sounds, once, and the refusals are reported', async () => {
    const { heard, told } = await heardUnder(null);
    expect(heard).toEqual([idOf('b')]);
    expect(new Set(told.map((each) => each.split(': ')[0]))).toEqual(
      new Set(['plan', 'roster', 'override', 'receipt']),
    );
    const without = await heardUnder('signature');
    expect(without.heard).toContain(idOf('a'));
  });
});
