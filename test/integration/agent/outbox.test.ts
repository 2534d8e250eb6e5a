import { MAX_UP_BYTES } from '@loa/shared/topics';
import { afterEach, describe, expect, it } from 'vitest';
import { BOX, idOf } from '../../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../../support/agent-world.js';

let world: AgentWorld;
afterEach(() => world.end());

const ITEMS = 170;

/** Many items, each with its claim, start and end. */
const morning = () => ({
  sessions: [
    {
      items: Array.from({ length: ITEMS }, (_, n) => ({
        name: 'a',
        starts: `0${6 + Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`,
        seconds: 30,
      })),
    },
  ],
});

async function busyBox(): Promise<AgentWorld> {
  const made = await createAgentWorld();
  const plan = made.commune.planOf(morning());
  // One recording, many turns: each its own playback.
  for (const [n, item] of (plan.sessions[0]?.items ?? []).entries()) item.playbackId = idOf(`turn${n}`);
  await made.publishPlan(plan);
  return made;
}

const seqs = () => world.controller.entries().map((entry) => entry.seq);
const pending = () => world.status().pendingEntries;

describe('reports after a long time offline', () => {
  it('500 queued entries arrive in order, once, in chained messages of at most 50 and 64 KB', async () => {
    world = await busyBox();
    await world.on();
    world.broker.partition(BOX);
    await world.until('08:55');
    expect(world.heard()).toHaveLength(ITEMS);
    const told = world.controller.stored.size;
    world.broker.heal(BOX);
    await world.eventually(() => expect(world.controller.stored.size).toBeGreaterThan(told + 500));
    await world.pass(2_000);
    expect(seqs()).toEqual(Array.from({ length: seqs().length }, (_, n) => n + 1));
    const { received } = world.controller;
    expect(new Set(received.map(({ sha256 }) => sha256)).size).toBe(received.length);
    for (const [index, message] of received.entries()) {
      expect(message.prev).toBe(index === 0 ? null : received[index - 1]?.sha256);
      expect(message.entries).toBeLessThanOrEqual(50);
      expect(message.bytes).toBeLessThanOrEqual(MAX_UP_BYTES);
    }
    const finished = world.controller.entries().filter((e) => e.kind === 'ended' && e.state === 'finished');
    expect(finished).toHaveLength(ITEMS);
  });
});

describe('what no receipt covers', () => {
  it('is sent again, byte for byte, and the log still holds it once', async () => {
    world = await createAgentWorld();
    world.controller.mute = true;
    await world.on();
    await world.pass(60_000);
    const { received } = world.controller;
    const first = received.filter(({ firstSeq }) => firstSeq === 1);
    expect(first.length).toBeGreaterThanOrEqual(2);
    expect(new Set(first.map(({ sha256 }) => sha256)).size).toBe(1);
    world.controller.mute = false;
    await world.pass(120_000);
    await world.eventually(() => expect(seqs()).toEqual([...new Set(seqs())]));
    const before = received.length;
    await world.pass(600_000);
    expect(received.length).toBe(before);
  });

  it('survives a power cut between signing and the receipt', async () => {
    world = await createAgentWorld();
    world.controller.mute = true;
    await world.on();
    await world.pass(3_000);
    const before = world.controller.received.map(({ sha256 }) => sha256);
    await world.cut();
    world.controller.stored.clear();
    world.controller.mute = false;
    await world.on();
    await world.eventually(() => expect(world.controller.stored.size).toBeGreaterThan(1));
    await world.pass(2_000);
    const after = world.controller.received.slice(before.length).map(({ sha256 }) => sha256);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(seqs()).toEqual(Array.from({ length: seqs().length }, (_, n) => n + 1));
  });
});

it('a controller restored from an old backup gets again what it lost', async () => {
  world = await createAgentWorld();
  await world.plan({ sessions: [{ items: [{ name: 'a', starts: '05:50' }] }] });
  await world.on();
  await world.until('05:55');
  await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('finished'));
  const all = seqs();
  await world.controller.restore(2);
  await world.eventually(() => expect(seqs()).toEqual(all));
  await world.controller.restore(0);
  await world.eventually(() => expect(seqs()).toEqual(all));
});

it('gets again what a box told before it knew the time', async () => {
  world = await createAgentWorld();
  world.net.time = false;
  await world.on();
  await world.eventually(() => expect(world.controller.stored.size).toBeGreaterThan(0));
  const told = seqs();
  world.net.time = true;
  await world.pass(3 * 3_600_000);
  await world.controller.restore(0);
  await world.eventually(() => expect(seqs().slice(0, told.length)).toEqual(told));
});

it('a receipt of another journal changes nothing', async () => {
  world = await createAgentWorld();
  await world.on();
  await world.eventually(() => expect(world.controller.stored.size).toBeGreaterThan(0));
  await world.controller.receiptOf('journal_other', 9_999);
  await world.plan({ sessions: [{ items: [{ name: 'a', starts: '05:50' }] }] });
  await world.until('05:52');
  await world.eventually(() => expect(world.controller.story(idOf('a'))).toContain('finished'));
  expect(pending()).toBeTypeOf('number');
});
