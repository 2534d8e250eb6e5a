import { topics } from '@loa/shared/topics';
import { afterEach, describe, expect, it } from 'vitest';
import { at, audioOf, BOX, COMMUNE, idOf } from '../../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../../support/agent-world.js';

let world: AgentWorld;
afterEach(() => world.end());

const one = { sessions: [{ items: [{ name: 'a', starts: '06:00' }] }] };

describe('a box with its plan', () => {
  it('plays on time, and its evidence reaches the controller once, in order', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('06:02');
    expect(world.heard()).toMatchObject([{ playbackId: idOf('a'), ms: 60_000, end: 'completed' }]);
    expect(Math.abs((world.heard()[0]?.from ?? 0) - at('06:00'))).toBeLessThanOrEqual(1);
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual(['ready', 'claimed', 'started', 'finished']),
    );
    const ended = world.controller.entries().find((entry) => entry.kind === 'ended');
    expect(ended).toMatchObject({
      startedAt: at('06:00'),
      deliveredMs: 60_000,
      rmsDbfs: -18,
      startErrorMs: 0,
      planRevision: 1,
      sha256: audioOf('a'),
      clock: { state: 'synced' },
    });
  });

  it('plays on time with the broker and the controller away, and reports later', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('05:50');
    world.broker.partition(BOX);
    Object.assign(world.net, { time: false, objects: false });
    await world.until('06:10');
    expect(world.heard()).toHaveLength(1);
    expect(world.controller.story(idOf('a'))).not.toContain('finished');
    world.broker.heal(BOX);
    await world.pass(5_000);
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual(['ready', 'claimed', 'started', 'finished']),
    );
  });

  it('killed in the middle of a bulletin: interrupted(power), never replayed', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('06:00:45');
    await world.cut();
    await world.pass(10_000);
    await world.on();
    await world.until('06:20');
    expect(world.heard()).toHaveLength(1);
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual([
        'ready',
        'claimed',
        'started',
        'interrupted(power)',
      ]),
    );
    const ended = world.controller.entries().find((entry) => entry.kind === 'ended');
    expect(ended?.kind === 'ended' && ended.deliveredMs).toBeGreaterThan(5_000);
  });

  it('restarted while the controller is away: the machine never went off, so the time is still known', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('05:50');
    await world.cut({ sameBoot: true });
    world.broker.partition();
    Object.assign(world.net, { time: false, objects: false });
    await world.on();
    await world.until('06:02');
    expect(world.heard()).toHaveLength(1);
    world.broker.heal();
    await world.pass(5_000);
    await world.eventually(() => {
      const ended = world.controller.entries().find((entry) => entry.kind === 'ended');
      expect(ended?.clock.state).toBe('bounded');
    });
  });

  it('restarted with everything on its card: tells nothing anew, and goes by the newest plan that named it', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('05:49');
    await world.plan({ ...one, revision: 2 });
    await world.until('05:50');
    await world.cut({ sameBoot: true });
    await world.on();
    await world.until('06:02');
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual(['ready', 'claimed', 'started', 'finished']),
    );
    const claimed = world.controller.entries().find((entry) => entry.kind === 'claimed');
    expect(claimed).toMatchObject({ planRevision: 2 });
  });

  it('back after a power cut without any clock: silent, and says why; then missed', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('05:50');
    await world.cut();
    world.net.time = false;
    await world.on();
    await world.until('06:30');
    expect(world.heard()).toEqual([]);
    expect(world.status()).toMatchObject({ silent: 'clock_untrusted', clock: { state: 'untrusted' } });
    world.net.time = true;
    await world.pass(120_000);
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toContain('missed(clock_untrusted)'),
    );
  });

  it('stopped in order while it sounds: interrupted(shutdown)', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('06:00:20');
    await world.off();
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual([
        'ready',
        'claimed',
        'started',
        'interrupted(shutdown)',
      ]),
    );
    expect(world.status()).toEqual({ boxId: BOX, connected: false });
  });

  it('stop-all silences now, holds over a restart and after its document expired, until a newer one lifts it', async () => {
    world = await createAgentWorld();
    await world.plan({
      sessions: [
        {
          items: [
            { name: 'a', starts: '06:00' },
            { name: 'b', starts: '06:30' },
            { name: 'c', starts: '07:00' },
          ],
        },
      ],
    });
    await world.on();
    await world.until('06:00:20');
    const stop = world.commune.stop('06:00', '09:00');
    await world.publish(topics.override(COMMUNE), await world.commune.override({ overrides: [stop] }));
    await world.pass(1_000);
    await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('interrupted(stopped)'));
    expect(world.status()).toMatchObject({ silent: 'stopped' });
    await world.cut();
    await world.on();
    await world.until('06:45');
    await world.eventually(() => expect(world.controller.story(idOf('b'))).toContain('cancelled(stopped)'));
    await world.publish(topics.override(COMMUNE), await world.commune.override({ revision: 2 }));
    await world.until('07:02');
    await world.eventually(() => expect(world.controller.story(idOf('c'))).toContain('finished'));
    expect(world.heard().map(({ playbackId }) => playbackId)).toEqual([idOf('a'), idOf('c')]);
  });

  it('a new roster without its approver cuts what sounds and fails what comes', async () => {
    world = await createAgentWorld();
    await world.plan({
      sessions: [
        {
          items: [
            { name: 'a', starts: '06:00' },
            { name: 'b', starts: '06:05' },
          ],
        },
      ],
    });
    await world.on();
    await world.until('06:00:20');
    const approver = world.commune.actors.approver;
    const people = [
      {
        personId: 'person_nam',
        keys: [{ kid: approver.kid, alg: 'EdDSA' as const, key: approver.publicJwk }],
        rights: [{ use: 'scheduled' as const, areas: [COMMUNE] }],
        revokedAt: at('06:00'),
      },
    ];
    await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, people }));
    await world.until('06:20');
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toContain('interrupted(not_approved)'),
    );
    await world.eventually(() => expect(world.controller.story(idOf('b'))).toContain('failed(not_approved)'));
    expect(world.heard()).toHaveLength(1);
  });

  it('a broken output ends as interrupted(output), and the box lives on', async () => {
    world = await createAgentWorld();
    await world.plan({
      sessions: [
        {
          items: [
            { name: 'a', starts: '06:00' },
            { name: 'b', starts: '06:05' },
          ],
        },
      ],
    });
    await world.on();
    await world.until('06:00:20');
    world.player().break();
    await world.until('06:01');
    world.player().mend();
    await world.until('06:10');
    await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('interrupted(output)'));
    await world.eventually(() => expect(world.controller.story(idOf('b'))).toContain('finished'));
  });

  it('audio that is damaged is told by its name', async () => {
    world = await createAgentWorld();
    world.library.offered.set(audioOf('a'), { ok: false, reason: 'audio_damaged', detail: 'hash' });
    await world.plan(one);
    await world.on();
    await world.until('06:11');
    await world.eventually(() =>
      expect(world.controller.story(idOf('a'))).toEqual(['failed(audio_damaged)']),
    );
  });

  it('without room to keep a record it does not begin, says so, and plays again when there is room', async () => {
    world = await createAgentWorld();
    await world.plan({
      sessions: [
        {
          items: [
            { name: 'a', starts: '06:00', latest: '06:01' },
            { name: 'b', starts: '06:05' },
          ],
        },
      ],
    });
    await world.on();
    await world.until('05:50');
    world.disk.full = true;
    await world.until('06:03');
    expect(world.heard()).toEqual([]);
    await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('failed(disk_full)'));
    world.disk.full = false;
    await world.until('06:07');
    await world.eventually(() => expect(world.controller.story(idOf('b'))).toContain('finished'));
  });

  it('audio that vanished after it was ready is fetched again, not played from nothing', async () => {
    world = await createAgentWorld();
    await world.plan(one);
    await world.on();
    await world.until('05:50');
    world.library.onBox.clear();
    await world.until('06:02');
    await world.eventually(() => expect(world.controller.story(idOf('a')).at(-1)).toBe('finished'));
  });
});
