import type { Override } from '@loa/shared/messages/override';
import { overridePlaybackId } from '@loa/shared/playback';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { afterEach, describe, expect, it } from 'vitest';
import { emergencyOf } from '../../support/agent-overrides.js';
import { at, audioOf, BOX, COMMUNE, grantIdOf, idOf, makeGrant, VILLAGE } from '../../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../../support/agent-world.js';

let world: AgentWorld;
afterEach(() => world.end());

let revision = 0;

/** A document of the commune's overrides with the grants that they name, as a controller publishes it. */
async function publish(overrides: Override[], lifeMs = 900_000): Promise<void> {
  const { commune, clock } = world;
  const named = JSON.parse(
    [...commune.grants].reduce(
      (text, [name, { id }]) => text.replaceAll(grantIdOf(name), id),
      JSON.stringify(overrides),
    ),
  ) as Override[];
  const text = JSON.stringify(named);
  const grants = [...commune.grants.values()].filter(({ id }) => text.includes(id));
  const now = clock.now();
  revision += 1;
  const document = {
    ...{ areaId: COMMUNE, revision, issuedAt: now, expiresAt: now + lifeMs, overrides: named },
    grants: grants.map(({ bytes }) => Buffer.from(bytes).toString('utf8')),
  };
  await world.publish(
    topics.override(COMMUNE),
    await signCompact('override', document, commune.actors.controller),
  );
}

async function begin(now = '05:45'): Promise<void> {
  world = await createAgentWorld({ now });
  await world.commune.grantAs('flood', makeGrant('flood', { use: 'emergency' }));
  world.library.offered.set(audioOf('flood'), { ok: true, durationMs: 60_000 });
  await world.plan({ sessions: [{ items: [{ name: 'a', starts: '06:00', seconds: 60 }] }] });
  await world.on();
}

const flood = (from: string, more: Partial<Parameters<typeof emergencyOf>[1]> = {}) =>
  emergencyOf('flood', { from, until: '23:00', ...more });
const fate = (repeat = 0) => world.controller.story(overridePlaybackId('override_flood', repeat, BOX));
const idOfFlood = (repeat = 0) => overridePlaybackId('override_flood', repeat, BOX);

describe('an emergency reaches a box', () => {
  it('and is fetched and heard at once, its grant with it, its evidence under its own id', async () => {
    await begin();
    await world.until('06:00:10');
    world.net.objects = false;
    await publish([flood('06:00:10')]);
    await world.until('06:03');
    const [before, warning, after, ...more] = world.heard();
    expect([before?.playbackId, after?.playbackId]).toEqual([idOf('a'), idOf('a')]);
    expect(warning).toMatchObject({ playbackId: idOfFlood(), ms: 60_000, end: 'completed' });
    // Where the one was left the other goes on; the clock is known to half a millisecond.
    expect(Math.abs((before?.ms ?? 0) - (after?.offsetMs ?? 0))).toBeLessThanOrEqual(1);
    expect((before?.ms ?? 0) + (after?.ms ?? 0)).toBe(60_000);
    expect(more).toEqual([]);
    await world.eventually(() => {
      expect(fate()).toEqual(['ready', 'claimed', 'started', 'finished']);
      expect(world.controller.story(idOf('a')).slice(-3)).toEqual(['suspended', 'resumed', 'finished']);
    });
    const ended = world.controller
      .entries()
      .find((entry) => entry.kind === 'ended' && entry.playbackId === idOfFlood());
    expect(ended).toMatchObject({
      ...{ overrideId: 'override_flood', sessionId: 'override_flood', planRevision: 0 },
      ...{ sha256: audioOf('flood'), scheduledAt: at('06:00:10'), deliveredMs: 60_000, rmsDbfs: -18 },
    });
  });

  it('cut by the power: that repetition is never said again, the next one is', async () => {
    await begin();
    await publish([flood('05:50', { times: 2 })]);
    await world.until('05:50:30');
    await world.cut();
    await world.pass(20_000);
    await world.on();
    await world.until('05:58');
    expect(world.heard().filter(({ playbackId }) => playbackId === idOfFlood())).toHaveLength(1);
    await publish([flood('05:50', { times: 2 })]);
    await world.until('06:03');
    await world.eventually(() => {
      expect(fate()).toContain('interrupted(power)');
      expect(fate(1)).toContain('finished');
    });
    expect(world.heard().filter(({ playbackId }) => playbackId === idOfFlood())).toHaveLength(1);
  });

  it('is kept: its repetition is said although the box was restarted and nobody is reached', async () => {
    await begin();
    await publish([flood('05:50', { times: 2 })]);
    await world.until('05:52');
    world.broker.partition();
    Object.assign(world.net, { time: false, objects: false });
    await world.cut({ sameBoot: true });
    await world.on();
    await world.until('06:02');
    expect(world.heard().map(({ playbackId }) => playbackId)).toContain(idOfFlood(1));
    world.broker.heal();
  });

  it('that is for other boxes or another village is none of its own', async () => {
    await begin();
    await publish([
      { ...flood('05:50'), boxes: ['box_b'] },
      { ...flood('05:50'), overrideId: 'override_else', areas: ['area_elsewhere'] },
    ]);
    await world.until('05:55');
    expect(world.heard()).toEqual([]);
    await publish([{ ...flood('05:55'), areas: [VILLAGE], boxes: [BOX] }]);
    await world.until('05:57');
    expect(world.heard()).toHaveLength(1);
  });

  it('under a forged grant is not heard, and the box tells who sent what', async () => {
    await begin();
    const { commune } = world;
    await commune.grantAs('flood', {
      ...makeGrant('flood', { use: 'emergency' }),
      areas: ['area_elsewhere'],
    });
    await publish([flood('05:50', { until: '05:52' } as never)]);
    await world.until('05:55');
    expect(world.heard()).toEqual([]);
    await world.eventually(() =>
      expect(
        world.controller.entries().some((entry) => entry.kind === 'refused' && entry.document === 'grant'),
      ).toBe(true),
    );
  });
});

describe('a document that is only renewed', () => {
  const accepted = () =>
    world.controller.entries().filter((entry) => entry.kind === 'accepted' && entry.document === 'override');

  it('is followed, and neither written down nor reported again', async () => {
    await begin();
    const asked = [flood('06:30'), { ...flood('07:00'), overrideId: 'override_else', boxes: ['box_b'] }];
    await publish(asked);
    await world.until('05:50');
    expect(accepted()).toHaveLength(1);
    const reports = world.controller.received.length;
    // What others are asked changes meanwhile, and is none of this box's news either.
    for (const more of [asked, asked.slice(0, 1), asked]) {
      await publish(more);
      await world.pass(20_000);
    }
    await publish(asked, 60 * 60_000);
    await world.until('05:58');
    expect(world.controller.received.length).toBe(reports);
    await world.until('06:32');
    // The last renewal alone makes it valid by then.
    await world.eventually(() => expect(fate().at(-1)).toBe('finished'));
    expect(accepted()).toHaveLength(1);
  });

  it('is news again when it asks for something else, and when it was lifted', async () => {
    await begin();
    const stop = world.commune.stop('05:46', '06:30');
    await publish([stop]);
    await publish([stop]);
    await publish([{ ...stop, until: at('06:40') }]);
    await publish([]);
    await publish([]);
    await world.until('05:50');
    await world.eventually(() => expect(accepted()).toHaveLength(3));
  });
});

describe('the status', () => {
  it('says what sounds', async () => {
    await begin();
    await world.until('06:00:10');
    await world.eventually(() =>
      expect(world.status()).toMatchObject({
        playing: idOf('a'),
        sound: { kind: 'recording', rank: 'normal', startedAt: at('06:00') },
        levelDbfs: -18,
      }),
    );
    await publish([flood('06:00:20')]);
    await world.until('06:00:30');
    await world.eventually(() =>
      expect(world.status()).toMatchObject({
        playing: idOfFlood(),
        sound: { kind: 'recording', rank: 'emergency', overrideId: 'override_flood' },
      }),
    );
    await world.until('06:05');
    expect(world.status()).not.toHaveProperty('sound');
    expect(world.status()).not.toHaveProperty('levelDbfs');
  });

  it('tells the level every two seconds while somebody watches, else every ten', async () => {
    await begin();
    const sent = async (from: string, until: string) => {
      await world.until(from);
      let count = 0;
      for (let at = ''; world.clock.now() < instant(until); ) {
        await world.pass(1_000);
        const now = JSON.stringify(world.status().at);
        if (now !== at) count += 1;
        at = now;
      }
      return count;
    };
    const instant = (time: string) => at(time);
    expect(await sent('06:00:05', '06:00:25')).toBeLessThanOrEqual(4);
    const common = { createdAt: at('06:00'), startsAt: at('06:00'), until: at('06:10'), areas: [COMMUNE] };
    await publish([{ kind: 'watch', overrideId: 'override_watch', ...common }]);
    expect(await sent('06:00:30', '06:00:50')).toBeGreaterThanOrEqual(8);
    expect(world.status()).toMatchObject({ watched: true });
  });
});
