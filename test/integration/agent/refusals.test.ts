import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { afterEach, describe, expect, it } from 'vitest';
import { audioOf, BOX, COMMUNE, idOf, makeGrant, makeRoster, VILLAGE } from '../../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../../support/agent-world.js';

let world: AgentWorld;
afterEach(() => world.end());

const one = { sessions: [{ items: [{ name: 'a', starts: '06:00' }] }] };

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const altered = Uint8Array.from(bytes);
  const index = Math.floor(bit / 8);
  altered[index] = (altered[index] ?? 0) ^ (1 << (bit % 8));
  return altered;
}

const refusals = () =>
  world.controller
    .entries()
    .flatMap((entry) => (entry.kind === 'refused' ? [`${entry.document}: ${entry.reason}`] : []));

describe('one altered bit', () => {
  it('in a plan: refused, reported, and nothing of it sounds', async () => {
    world = await createAgentWorld();
    await world.on();
    const plan = await world.commune.plan(one);
    const step = Math.floor((plan.byteLength * 8) / 25);
    for (let bit = 3; bit < plan.byteLength * 8; bit += step)
      await world.publish(topics.plan(BOX), flip(plan, bit));
    await world.eventually(() => expect(refusals().length).toBeGreaterThanOrEqual(20));
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
    expect(world.status()).toMatchObject({ silent: 'no_plan', lastRefusal: { document: 'plan' } });
    // The true one is followed still.
    await world.publish(topics.plan(BOX), plan);
    await world.until('06:04');
    expect(world.heard()).toHaveLength(1);
  });

  it('in a roster: the box has none, and is silent', async () => {
    world = await createAgentWorld({ withoutRoster: true });
    await world.plan(one);
    const roster = await world.commune.roster();
    await world.publish(topics.roster(COMMUNE), flip(roster, roster.byteLength * 4));
    await world.on();
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(refusals()).toHaveLength(1));
    expect(world.status()).toMatchObject({ silent: 'no_roster', lastRefusal: { document: 'roster' } });
    // The plan came before the roster and is judged once there is one.
    await world.publish(topics.roster(COMMUNE), roster);
    await world.until('06:05');
    expect(world.heard()).toHaveLength(1);
  });

  it('in a grant: its item fails as not approved', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    const grant = world.commune.grants.get('a');
    if (grant) grant.bytes = flip(grant.bytes, 400);
    await world.on();
    await world.until('06:11');
    expect(world.heard()).toEqual([]);
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual(['ready', 'failed(not_approved)']),
    );
    expect(refusals()).toContain('grant: bad_signature');
  });

  it('in an override: the stop does not take, and the plan goes on', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    const stop = await world.commune.override({ overrides: [world.commune.stop('05:50', '09:00')] });
    await world.publish(topics.override(COMMUNE), flip(stop, 1_000));
    await world.until('06:02');
    expect(world.heard()).toHaveLength(1);
    await world.eventually(() => expect(refusals()).toHaveLength(1));
  });

  it('in a receipt: nothing is forgotten', async () => {
    world = await createAgentWorld();
    world.controller.mute = true;
    await world.plan(one);
    await world.on();
    await world.until('06:02');
    const receipt = await signCompact(
      'receipt',
      { boxId: BOX, journalId: 'journal_x', storedThrough: 99, revision: 1, issuedAt: 0 },
      world.commune.actors.controller,
    );
    await world.publish(topics.receipt(BOX), flip(receipt, 900));
    await world.eventually(() => expect(refusals().at(-1)).toMatch(/^receipt/));
    expect(world.status()).not.toMatchObject({ pendingEntries: 0 });
  });
});

describe('documents that are not for this box, or not new', () => {
  it.each([
    ['another box', { boxId: 'box_other' }, 'plan: wrong_audience'],
    ['another commune', { areaChain: ['area_province', 'area_elsewhere'] }, 'plan: wrong_audience'],
  ])('a plan for %s', async (_what, changes, refusal) => {
    world = await createAgentWorld();
    await world.on();
    const plan = { ...world.commune.planOf(one), ...changes };
    await world.publish(topics.plan(BOX), await signCompact('plan', plan, world.commune.actors.controller));
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(refusals()).toEqual([refusal]));
  });

  it('a plan, roster and override that are rolled back', async () => {
    world = await createAgentWorld();
    await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 5 }));
    await world.plan({ sessions: [], revision: 10 });
    await world.on();
    await world.publish(topics.override(COMMUNE), await world.commune.override({ revision: 7 }));
    await world.plan({ ...one, revision: 9 });
    await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 4, people: [] }));
    const stop = world.commune.stop('05:50', '09:00');
    await world.publish(
      topics.override(COMMUNE),
      await world.commune.override({ revision: 6, overrides: [stop] }),
    );
    await world.until('06:02');
    await world.eventually(() =>
      expect(refusals()).toEqual(['plan: rolled_back', 'roster: rolled_back', 'override: rolled_back']),
    );
    expect(world.heard()).toEqual([]);
    expect(world.status()).toMatchObject({ planRevision: 10, rosterVersion: 5 });
  });

  it('an accepted counter outlives a power cut', async () => {
    world = await createAgentWorld();
    await world.plan({ sessions: [], revision: 10 });
    await world.on();
    await world.cut();
    await world.plan({ ...one, revision: 9 });
    await world.on();
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(refusals()).toEqual(['plan: rolled_back']));
  });

  it('overrides of an area that the box does not lie in never reach it; of its village they do', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    const stop = { ...world.commune.stop('05:50', '09:00'), areas: [VILLAGE] };
    const elsewhere = await world.commune.override({ areaId: 'area_other', overrides: [stop] });
    await world.publish(topics.override('area_other'), elsewhere);
    // The right area's topic with another area's document.
    await world.publish(topics.override(COMMUNE), elsewhere);
    await world.eventually(() => expect(refusals()).toEqual(['override: wrong_audience']));
    await world.publish(
      topics.override(VILLAGE),
      await world.commune.override({ areaId: VILLAGE, overrides: [stop] }),
    );
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
  });

  it('signed by a key that no roster names: refusals, silence, and the agent lives', async () => {
    world = await createAgentWorld();
    await world.on();
    const thief = await importSigningKey(generatePrivateJwk());
    await world.publish(topics.plan(BOX), await world.commune.plan(one, thief));
    const roster = makeRoster({ version: 9, controllerKeys: [{ kid: thief.kid, key: thief.publicJwk }] });
    await world.publish(topics.roster(COMMUNE), await signGeneral('roster', roster, [thief]));
    const stop = [world.commune.stop('05:50', '09:00')];
    await world.publish(topics.override(COMMUNE), await world.commune.override({ overrides: stop }, thief));
    await world.until('06:02');
    expect(world.heard()).toEqual([]);
    await world.eventually(() =>
      expect(refusals()).toEqual(['plan: unknown_key', 'roster: unknown_key', 'override: unknown_key']),
    );
    expect(world.status()).toMatchObject({ connected: true });
  });

  it('rubbish and oversize', async () => {
    world = await createAgentWorld();
    await world.on();
    await world.publish(topics.plan(BOX), Buffer.from('{"not": "a plan"'));
    await world.publish(topics.plan(BOX), Buffer.alloc(1_100_000, 'a'));
    await world.publish(topics.roster(COMMUNE), Buffer.from([0, 255, 1]));
    await world.eventually(() =>
      expect(refusals()).toEqual(['plan: malformed', 'plan: too_large', 'roster: malformed']),
    );
  });
});

describe('telling of refusals', () => {
  it('happens once per document, however often the broker repeats it, over restarts too', async () => {
    world = await createAgentWorld();
    await world.on();
    const forged = flip(await world.commune.plan(one), 999);
    for (let turn = 0; turn < 5; turn++) await world.publish(topics.plan(BOX), forged);
    await world.cut();
    await world.on();
    await world.publish(topics.plan(BOX), forged);
    await world.pass(2_000);
    await world.eventually(() => expect(refusals()).toHaveLength(1));
  });

  it('does not let an attacker fill the journal', async () => {
    world = await createAgentWorld();
    await world.on();
    for (let turn = 0; turn < 200; turn++)
      await world.publish(topics.plan(BOX), Buffer.from(`forged ${turn}`));
    await world.pass(3_000);
    await world.eventually(() => expect(refusals()).toHaveLength(60));
  });

  it('a redelivered document that is in force is no event', async () => {
    world = await createAgentWorld();
    world.broker.duplicate(true);
    const plan = await world.commune.plan(one);
    await world.publish(topics.plan(BOX), plan);
    await world.on();
    for (let turn = 0; turn < 3; turn++) await world.publish(topics.plan(BOX), plan);
    await world.until('06:02');
    expect(refusals()).toEqual([]);
    expect(world.heard()).toHaveLength(1);
  });
});

describe('audio that no grant covers', () => {
  it('never sounds, though the plan names a good grant of something else', async () => {
    world = await createAgentWorld();
    const plan = world.commune.planOf(one);
    const item = plan.sessions[0]?.items[0];
    if (item?.source.kind === 'recording') item.source.sha256 = audioOf('b');
    await world.publish(topics.plan(BOX), await signCompact('plan', plan, world.commune.actors.controller));
    await world.on();
    await world.until('06:11');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('failed(not_approved)'));
  });

  it('nor under another good grant that was slipped in for the one the plan names', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    const named = world.commune.grants.get('a');
    const other = makeGrant('a', { until: '23:00' });
    if (named) named.bytes = await signGeneral('grant', other, [world.commune.actors.approver]);
    await world.on();
    await world.until('06:11');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(refusals()).toContain('grant: bad_signature'));
  });

  it('nor what an unknown person approved', async () => {
    world = await createAgentWorld({ names: [] });
    const stranger = await importSigningKey(generatePrivateJwk());
    const before = world.commune.actors.approver;
    world.commune.actors.approver = stranger;
    await world.commune.grant('a');
    world.commune.actors.approver = before;
    world.library.offered.set(audioOf('a'), { ok: true, durationMs: 60_000 });
    await world.plan(one);
    await world.on();
    await world.until('06:11');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(refusals()).toEqual(['grant: unknown_key']));
  });
});

it('a kept document that rotted on the card is asked for again', async () => {
  world = await createAgentWorld();
  await world.plan(one);
  await world.on();
  world
    .db()
    .prepare("UPDATE documents SET body = substr(body, 1, 40) WHERE kind IN ('plan', 'roster')")
    .run();
  world.db().prepare("UPDATE playbacks SET body = '{' || body").run();
  await world.cut();
  await world.on();
  await world.until('06:02');
  expect(world.heard()).toHaveLength(1);
});

it('a playback whose record rotted after its claim is not planned anew', async () => {
  world = await createAgentWorld();
  await world.plan(one);
  await world.on();
  await world.until('06:00:20');
  world.db().prepare("UPDATE playbacks SET body = '{' || body").run();
  await world.cut();
  await world.on();
  await world.plan({ ...one, revision: 2 });
  await world.until('06:09');
  expect(world.heard()).toHaveLength(1);
});
