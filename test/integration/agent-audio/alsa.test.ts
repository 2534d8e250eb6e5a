import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, describe, expect, it } from 'vitest';
import { createAlsaOutput } from '../../../edge-agent/src/outputs/alsa.js';
import { FRAME_SAMPLES } from '../../../edge-agent/src/outputs/output.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { describeNeeding } from '../../support/needs.js';
import { silentLogger } from '../../support/silent-logger.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The output before processes that stand in for aplay, one after the other. */
async function startOutput(...commands: string[]) {
  const clock = createFakeClock();
  const children: ChildProcess[] = [];
  const output = createAlsaOutput({
    device: 'default',
    clock,
    log: silentLogger,
    spawnPlayer: (_args, stdin) => {
      const command = commands[Math.min(children.length, commands.length - 1)] ?? 'exit 1';
      const child = spawn('sh', ['-c', command], { stdio: [stdin, 'pipe', 'pipe'] });
      children.push(child);
      return child;
    },
  });
  stops.push(await output.start());
  let due = 0;
  const frame = (value = 500) => {
    due += 20;
    return output.write(new Int16Array(FRAME_SAMPLES).fill(value), due);
  };
  const ended = async (index: number) => {
    const child = children[index];
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { clock, output, children, frame, ended };
}
/** A fresh player gets its first frame when it has had time to open its device. */
const OPENING_MS = 300;
const READS = 'exec cat > /dev/null';
const STUCK = 'exec sleep 60';

describe('a sound card', () => {
  it('is fed every frame', async () => {
    const { children, clock, frame, output } = await startOutput('exec cat');
    await clock.advance(OPENING_MS);
    const heard: Buffer[] = [];
    children[0]?.stdout?.on('data', (bytes: Buffer) => heard.push(bytes));
    for (let index = 0; index < 30; index++) expect(frame(index)).toBe('taken');
    await expect.poll(() => Buffer.concat(heard).length, { interval: 5 }).toBe(30 * FRAME_SAMPLES * 2);
    const all = Buffer.concat(heard);
    for (let index = 0; index < 30; index++) expect(all.readInt16LE(index * FRAME_SAMPLES * 2)).toBe(index);
    expect(output.health()).toEqual({ ok: true });
  });

  it('whose player died says so, and is started again', async () => {
    const { clock, children, frame, output, ended } = await startOutput(READS);
    await clock.advance(OPENING_MS);
    expect(frame()).toBe('taken');
    await clock.advance(10_000);
    children[0]?.kill('SIGKILL');
    await ended(0);
    expect(output.health()).toMatchObject({ ok: false });
    expect(frame()).toBe('failed');
    await clock.advance(1_000);
    frame();
    expect(children).toHaveLength(2);
    await clock.advance(2_000);
    expect(frame()).toBe('taken');
    expect(output.health()).toEqual({ ok: true });
  });

  it('that cannot be opened never passes for sounding, and is not tried fifty times a second', async () => {
    const { clock, children, frame, output, ended } = await startOutput('exit 1');
    await ended(0);
    const taken: string[] = [];
    for (let index = 0; index < 500; index++) {
      taken.push(frame());
      await ended(children.length - 1);
      await clock.advance(20);
    }
    expect(new Set(taken)).toEqual(new Set(['failed']));
    expect(children.length).toBeGreaterThan(2);
    expect(children.length).toBeLessThan(12);
    expect(output.health()).toMatchObject({ ok: false });
  });

  it('that takes nothing drops sound instead of gathering it, and is opened anew', async () => {
    const { clock, children, frame, output } = await startOutput(STUCK, READS);
    const results: string[] = [];
    for (let index = 0; index < 150; index++) {
      results.push(frame());
      await clock.advance(20);
      if (children.length > 1) break;
    }
    expect(results).toContain('dropped');
    expect(results).toContain('failed');
    expect(children[0]?.killed).toBe(true);
    expect(output.health()).toMatchObject({ ok: false });
  });

  it('whose player is missing is a bad health, not a crash', async () => {
    const output = createAlsaOutput({
      device: 'default',
      clock: createFakeClock(),
      log: silentLogger,
      spawnPlayer: () => spawn('/nonexistent/aplay', [], { stdio: ['ignore', 'ignore', 'pipe'] }),
    });
    stops.push(await output.start());
    await expect.poll(() => output.health(), { interval: 5 }).toMatchObject({ ok: false });
    expect(output.write(new Int16Array(FRAME_SAMPLES), 0)).toBe('failed');
  });

  it('whose player speaks English, whatever the machine speaks: its underruns are known by the word', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-aplay-'));
    writeFileSync(join(folder, 'aplay'), '#!/bin/sh\necho "in $LC_ALL" >&2\nexit 1\n', { mode: 0o755 });
    const before = { PATH: process.env.PATH, LC_ALL: process.env.LC_ALL };
    Object.assign(process.env, { PATH: `${folder}:${before.PATH}`, LC_ALL: 'vi_VN.UTF-8' });
    try {
      const output = createAlsaOutput({ device: 'default', clock: createFakeClock(), log: silentLogger });
      stops.push(await output.start());
      const detail = 'aplay ended with 1: in C';
      await expect.poll(() => output.health(), { interval: 5 }).toEqual({ ok: false, detail });
    } finally {
      process.env.PATH = before.PATH;
      if (before.LC_ALL === undefined) delete process.env.LC_ALL;
      else process.env.LC_ALL = before.LC_ALL;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describeNeeding('aplay', 'aplay, through ALSA into a file', () => {
  it('passes every sample on as it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-alsa-'));
    const path = join(folder, 'heard.raw');
    const output = createAlsaOutput({
      device: `file:'${path}',raw`,
      clock: systemClock,
      log: silentLogger,
    });
    stops.push(await output.start());
    await systemClock.wait(OPENING_MS);
    const sent = Array.from({ length: 25 }, (_, frame) =>
      Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => frame * FRAME_SAMPLES + index - 12_000),
    );
    for (const [index, frame] of sent.entries()) output.write(frame, index * 20);
    const bytes = sent.length * FRAME_SAMPLES * 2;
    const heard = () => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0));
    let due = sent.length * 20;
    // Silence goes on, as the player sends it, and pushes the last samples through the device's buffer.
    await expect
      .poll(
        () => {
          due += 20;
          output.write(new Int16Array(FRAME_SAMPLES), due);
          return heard().length;
        },
        { interval: 20, timeout: 5_000 },
      )
      .toBeGreaterThanOrEqual(bytes);
    const wanted = Buffer.concat(sent.map((frame) => Buffer.from(frame.buffer)));
    expect(heard().subarray(0, bytes).equals(wanted)).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});
