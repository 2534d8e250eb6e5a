import './removed-rules.js';

import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { Override, OverrideDocument } from '@loa/shared/messages/override';
import type { Plan } from '@loa/shared/messages/plan';
import { overridePlaybackId } from '@loa/shared/playback';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { describe, expect } from 'vitest';
import { grantFor, liveGrant, liveOf } from '../support/agent-overrides.js';
import { at, audioOf, BOX, COMMUNE, grantIdOf, idOf } from '../support/agent-plan.js';
import type { AgentWorld } from '../support/agent-world.js';
import { type BoxAttack, boxAttacks, refusalsOf } from './attack.js';
import { rewritten } from './forge.js';

const STATION = 'https://vov.example/vov1';
const LIES = 'https://lies.example/stream';
const stranger = () => importSigningKey(generatePrivateJwk());
const refused = (what: string) => (world: AgentWorld) => expect(refusalsOf(world)).toContain(what);
const failed = (why: string) => (world: AgentWorld) =>
  expect(world.controller.story(idOf('a'))).toContain(why);
const heardMs = (world: AgentWorld) => world.heard().reduce((sum, { ms }) => sum + ms, 0);

const station = (changes: { url?: string; from?: string; fallback?: string; until?: string } = {}): Grant => {
  const { url = STATION, from = '05:00', fallback, until } = changes;
  const hours = [{ from, to: '22:00' }];
  const subject = { url, hours, ...(fallback ? { fallback } : {}) };
  return grantFor({ use: 'relay', subject }, '00:00', until);
};

/** Half a minute of a station at 06:00, under the grant of its name. */
function relayPlan({ commune }: AgentWorld, changes: { url?: string; fallback?: string } = {}): Plan {
  const plan = commune.planOf({
    sessions: [{ items: [{ name: 'a', starts: '06:00', latest: '06:00:30' }] }],
  });
  for (const item of plan.sessions.flatMap(({ items }) => items))
    item.source = { kind: 'relay', url: STATION, durationMs: 30_000, ...changes };
  return plan;
}

async function carry(world: AgentWorld, grant: Grant, plan: { url?: string; fallback?: string } = {}) {
  await world.commune.grantAs('a', grant);
  await world.publishPlan(relayPlan(world, plan));
  await world.on();
  await world.until('06:01');
}

const relays: BoxAttack[] = [
  {
    name: 'a station’s address rewritten on the way',
    rule: 'signature',
    async run(world) {
      await world.commune.grantAs('a', station({ url: LIES }));
      const bytes = await signCompact('plan', relayPlan(world), world.commune.actors.controller);
      const lies = relayPlan(world, { url: LIES });
      await world.publish(
        topics.plan(BOX),
        rewritten(bytes, () => JSON.parse(JSON.stringify(lies))),
      );
      await world.on();
      await world.until('06:01');
    },
    seen: refused('plan: bad_signature'),
  },
  {
    name: 'a station’s address swapped by the controller’s stolen key',
    rule: 'stream subject',
    run: (world) => carry(world, station(), { url: LIES }),
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'another recording for when the station is away',
    rule: 'stream subject',
    run: (world) => carry(world, station({ fallback: audioOf('b') }), { fallback: audioOf('c') }),
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'a station’s grant rewritten for another address',
    rule: 'grant signature',
    async run(world) {
      const { bytes } = await world.commune.grantAs('a', station());
      const forged = rewritten(bytes, () => JSON.parse(JSON.stringify(station({ url: LIES }))));
      world.commune.grants.set('a', { id: sha256Hex(forged), bytes: forged });
      await world.publishPlan(relayPlan(world, { url: LIES }));
      await world.on();
      await world.until('06:01');
    },
    seen(world) {
      refused('grant: bad_signature')(world);
      failed('failed(not_approved)')(world);
    },
  },
  {
    name: 'a station’s grant of another commune',
    rule: 'audience',
    run: (world) => carry(world, { ...station(), areas: ['area_other'] }),
    seen: refused('grant: wrong_audience'),
  },
  {
    name: 'a station’s grant that ended, replayed',
    rule: 'stream subject',
    run: (world) => carry(world, station({ until: '05:00' })),
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'a station outside the hours that people signed',
    rule: 'station hours',
    run: (world) => carry(world, station({ from: '07:00' })),
    seen: failed('failed(outside_hours)'),
  },
  {
    name: 'a station under the grant of a bulletin',
    rule: 'stream subject',
    run: (world) =>
      carry(world, grantFor({ use: 'scheduled', subject: { sha256: audioOf('a'), language: 'vi' } })),
    seen: failed('failed(not_approved)'),
  },
  {
    name: 'a station that goes on although its approver was revoked',
    rule: 'revocation',
    async run(world) {
      await world.commune.grantAs('a', station());
      await world.publishPlan(relayPlan(world));
      await world.on();
      await world.until('06:00:10');
      const { approver } = world.commune.actors;
      const keys = [{ kid: approver.kid, alg: 'EdDSA' as const, key: approver.publicJwk }];
      const rights = [{ use: 'relay' as const, areas: [COMMUNE] }];
      const people = [{ personId: 'person_nam', keys, rights, revokedAt: at('06:00:09') }];
      await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, people }));
      await world.until('06:01');
    },
    succeeded: (world) => heardMs(world) > 25_000,
    seen(world) {
      refused('grant: revoked')(world);
      failed('interrupted(not_approved)')(world);
    },
  },
];

const speechStory = (world: AgentWorld) =>
  world.controller.story(overridePlaybackId('override_a', 0, BOX)).join();
const spokeNot = (world: AgentWorld) => expect(speechStory(world)).toContain('failed(not_approved)');

interface Speech {
  until?: string;
  epoch?: number;
  /** What the document says further. */
  document?: Partial<OverrideDocument>;
  /** What the speech says further. */
  live?: Partial<Override>;
  liveId?: string;
  signer?: SigningKey;
}

/** A live speech from 06:00, in a document of the commune's overrides, under the grant `a`. */
async function speech({ commune, clock }: AgentWorld, wish: Speech = {}): Promise<Uint8Array> {
  const { until = '06:00:50', epoch = 1, document = {}, live = {}, liveId, signer } = wish;
  const override = { ...liveOf('a', { from: '06:00', until, epoch }), ...live } as Override;
  const grant = commune.grants.get('a');
  if (override.kind === 'live') {
    override.live.grantId = grant?.id ?? grantIdOf('a');
    if (liveId) override.live.liveId = liveId;
  }
  const grants = grant ? [Buffer.from(grant.bytes).toString('utf8')] : [];
  const lives = { issuedAt: clock.now(), expiresAt: clock.now() + 900_000 };
  return commune.override({ overrides: [override], grants, ...lives, ...document }, signer);
}

/** A box with a plan of its own and somebody's grant, to which this is then said. */
async function told(world: AgentWorld, grant: Grant, wish: Speech = {}): Promise<void> {
  await world.commune.grantAs('a', grant);
  await world.plan({ sessions: [] });
  await world.on();
  await world.publish(topics.override(COMMUNE), await speech(world, wish));
  await world.until('06:01');
}

const lives: BoxAttack[] = [
  {
    name: 'a live speech that a stranger called',
    rule: 'signature',
    run: async (world) => told(world, liveGrant('a'), { signer: await stranger() }),
    seen: refused('override: unknown_key'),
  },
  {
    name: 'nothing rewritten into a live speech',
    rule: 'signature',
    async run(world) {
      await world.commune.grantAs('a', liveGrant('a'));
      await world.plan({ sessions: [] });
      await world.on();
      const nothing = await world.commune.override({ expiresAt: at('06:10') });
      const override = liveOf('a', { from: '06:00', until: '06:05' });
      const grant = world.commune.grants.get('a');
      if (override.kind === 'live' && grant) override.live.grantId = grant.id;
      const grants = [Buffer.from(grant?.bytes ?? []).toString('utf8')];
      await world.publish(
        topics.override(COMMUNE),
        rewritten(nothing, (before) => ({ ...before, overrides: [override], grants })),
      );
      await world.until('06:01');
    },
    seen: refused('override: bad_signature'),
  },
  {
    name: 'a live speech that was over, replayed',
    rule: 'counter',
    async run(world) {
      await world.commune.grantAs('a', liveGrant('a'));
      await world.plan({ sessions: [] });
      await world.on();
      const old = await speech(world, { document: { revision: 6 } });
      await world.publish(topics.override(COMMUNE), await world.commune.override({ revision: 7 }));
      await world.publish(topics.override(COMMUNE), old);
      await world.until('06:01');
    },
    seen: refused('override: rolled_back'),
  },
  {
    name: 'a live speech that the controller’s stolen key approved by itself',
    rule: 'grant signature',
    async run(world) {
      const { actors } = world.commune;
      const approver = actors.approver;
      actors.approver = actors.controller;
      await world.commune.grantAs('a', liveGrant('a'));
      actors.approver = approver;
      await world.plan({ sessions: [] });
      await world.on();
      await world.publish(topics.override(COMMUNE), await speech(world));
      await world.until('06:01');
    },
    seen(world) {
      refused('grant: unknown_key')(world);
      spokeNot(world);
    },
  },
  {
    name: 'the grant of one live speech, used for the next',
    rule: 'stream subject',
    run: (world) => told(world, liveGrant('a'), { liveId: 'live_next' }),
    seen: spokeNot,
  },
  {
    name: 'last night’s grant for a live speech, replayed',
    rule: 'stream subject',
    run: (world) => told(world, { ...liveGrant('a'), validUntil: at('05:00') }),
    seen: spokeNot,
  },
  {
    name: 'a live speech under the grant of a station',
    rule: 'stream subject',
    run: (world) => told(world, station()),
    seen: spokeNot,
  },
  {
    name: 'a live speech granted for another commune',
    rule: 'audience',
    run: (world) => told(world, { ...liveGrant('a'), areas: ['area_other'] }),
    seen: spokeNot,
  },
  {
    name: 'another village’s live speech, under this commune’s topic',
    rule: 'audience',
    run: (world) => told(world, liveGrant('a'), { live: { areas: ['area_village_b'] } }),
    // It is a document for this commune with nothing in it for this box: as it should be, so nobody is told.
    seen: (world) => expect(refusalsOf(world)).toEqual([]),
  },
  {
    name: 'another box’s live speech',
    rule: 'audience',
    run: (world) => told(world, liveGrant('a'), { live: { boxes: ['box_other'] } }),
    seen: (world) => expect(refusalsOf(world)).toEqual([]),
  },
  {
    name: 'a live speech that never ends, opened anew and renewed beyond its length',
    rule: 'stream length',
    async run(world) {
      await world.commune.grantAs('a', liveGrant('a', 1));
      await world.plan({ sessions: [] });
      await world.on();
      for (const epoch of [1, 2, 3]) {
        const document = { revision: epoch };
        await world.publish(
          topics.override(COMMUNE),
          await speech(world, { until: '07:00', epoch, document }),
        );
        await world.until(`06:0${epoch - 1}:50`);
      }
    },
    succeeded: (world) => heardMs(world) > 61_000,
    seen: (world) => expect(speechStory(world)).toContain('finished'),
  },
  {
    name: 'a live speech kept on the air by withholding its end',
    rule: 'expiry',
    run: (world) => told(world, liveGrant('a'), { until: '07:00', document: { expiresAt: at('06:00:20') } }),
    succeeded: (world) => world.heard().some(({ end }) => end === 'sounding'),
    seen: (world) => expect(speechStory(world)).toContain('interrupted(plan_expired)'),
  },
];

describe('a relay:', () => boxAttacks(relays));
describe('live:', () => boxAttacks(lives));
