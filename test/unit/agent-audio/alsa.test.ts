import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants, openSync, readSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { createAlsaOutput } from '../../../edge-agent/src/outputs/alsa.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const FRAME = new Int16Array(960).fill(5);

/** An aplay that takes what is written, until told otherwise. */
function createFakeAplay() {
  const lives: {
    emit(event: string, ...args: unknown[]): void;
    say(text: string): void;
    bytes: number;
    killed: boolean;
    args: readonly string[];
    read(): void;
  }[] = [];
  const state = { stuck: false };
  const spawnPlayer = (args: readonly string[], stdin: number): ChildProcess => {
    const events = new EventEmitter();
    // A child has its own copy of the descriptor.
    const own = openSync(`/proc/self/fd/${stdin}`, constants.O_RDONLY | constants.O_NONBLOCK);
    const stderr = new EventEmitter();
    const life = {
      say: (text: string) => void stderr.emit('data', Buffer.from(text)),
      ...{ emit: events.emit.bind(events), bytes: 0, killed: false, args },
      read() {
        while (!state.stuck && !life.killed) {
          const taken = readOrNothing(own);
          if (taken === 0) return;
          life.bytes += taken;
        }
      },
    };
    lives.push(life);
    const child = Object.assign(events, {
      stderr,
      kill() {
        life.killed = true;
        return true;
      },
    });
    // Only what the output uses of a process stands here.
    return child as unknown as ChildProcess;
  };
  return { lives, state, spawnPlayer };
}

/** How many bytes there were; none when the pipe is empty. */
function readOrNothing(fd: number): number {
  try {
    return readSync(fd, Buffer.alloc(65_536));
  } catch {
    return 0;
  }
}

async function setUp() {
  const clock = createFakeClock();
  const aplay = createFakeAplay();
  const output = createAlsaOutput({
    device: 'hw:1',
    clock,
    log: silentLogger,
    spawnPlayer: aplay.spawnPlayer,
  });
  const stop = await output.start();
  /** Frames on their beat for so long; what became of the last one. */
  const beat = async (ms: number) => {
    let last = output.write(FRAME, clock.monotonic());
    for (let passed = 20; passed <= ms; passed += 20) {
      await clock.advance(20);
      last = output.write(FRAME, clock.monotonic());
      for (const life of aplay.lives) life.read();
    }
    return last;
  };
  return { clock, ...aplay, output, stop, beat };
}

describe('the sound card', () => {
  it('is opened once, as raw 48 kHz mono on its device, and takes every frame', async () => {
    const { lives, output, beat, stop, clock } = await setUp();
    expect(await beat(1_000)).toBe('taken');
    expect(lives).toHaveLength(1);
    expect(lives[0]?.args.join(' ')).toContain('-t raw -f S16_LE -r 48000 -c 1');
    expect(lives[0]?.args.join(' ')).toContain('-D hw:1');
    // What comes while it opens its device would wait in its pipe ever after.
    expect(lives[0]?.bytes).toBe((51 - 15) * 1920);
    expect(output.health()).toEqual({ ok: true });
    await stop();
    expect(lives[0]?.killed).toBe(true);
    expect(output.write(FRAME, 0)).toBe('failed');
    expect(clock.pending()).toBe(0);
  });

  it('that died sounds again within a second', async () => {
    const { lives, output, beat } = await setUp();
    await beat(10_000);
    lives[0]?.emit('exit', 1, null);
    expect(output.health()).toMatchObject({ ok: false, detail: 'aplay ended with 1' });
    expect(output.write(FRAME, 0)).toBe('failed');
    await beat(1_000);
    expect(lives).toHaveLength(2);
    expect(lives[1]?.bytes).toBeGreaterThan(20 * 1920);
  });

  it('that is not there is tried again ever less often, and never passes for sound', async () => {
    const { lives, output, beat, clock } = await setUp();
    let taken = 0;
    for (let round = 0; round < 3_000; round++) {
      lives.at(-1)?.emit('error', new Error('spawn aplay ENOENT'));
      if (output.write(FRAME, clock.monotonic()) === 'taken') taken++;
      await clock.advance(20);
    }
    expect(taken).toBe(0);
    expect(lives.length).toBeGreaterThan(4);
    expect(lives.length).toBeLessThan(15);
    expect(output.health()).toMatchObject({ ok: false, detail: 'spawn aplay ENOENT' });
    void beat;
  });

  it('that sticks loses frames, grows no memory, and is opened anew', async () => {
    const { lives, state, output, beat } = await setUp();
    await beat(1_000);
    state.stuck = true;
    expect(await beat(800)).toBe('dropped');
    expect(lives).toHaveLength(1);
    await beat(200);
    expect(lives[0]?.killed).toBe(true);
    expect(output.health()).toMatchObject({ ok: false, detail: 'the device does not keep up' });
    state.stuck = false;
    await beat(2_000);
    expect(lives.length).toBeGreaterThan(1);
    expect(await beat(2_000)).toBe('taken');
    expect(output.health()).toEqual({ ok: true });
  });

  it('that ran dry is told of and loses one frame for it, each time, and goes on', async () => {
    const { lives, output, beat } = await setUp();
    await beat(1_000);
    for (const missed of ['12.345', '20.000']) {
      const before = lives[0]?.bytes;
      lives[0]?.say(`underrun!!! (at least ${missed} ms long)\n`);
      expect(output.write(FRAME, 0)).toBe('failed');
      expect(output.health()).toEqual({ ok: false, detail: `underrun!!! (at least ${missed} ms long)` });
      lives[0]?.read();
      expect(lives[0]?.bytes).toBe(before);
      expect(await beat(100)).toBe('taken');
      expect(output.health()).toEqual({ ok: true });
    }
    expect(lives).toHaveLength(1);
    output.finish();
    await beat(100);
    expect(lives).toHaveLength(2);
  });

  it('is not blamed for what the player before it said', async () => {
    const { lives, output, beat } = await setUp();
    await beat(1_000);
    lives[0]?.say('aplay: pcm_write:2146: write error: No such device\n');
    lives[0]?.emit('exit', 1, null);
    expect(output.health()).toMatchObject({ detail: expect.stringContaining('No such device') });
    await beat(10_000);
    lives[1]?.emit('exit', null, 'SIGKILL');
    expect(output.health()).toEqual({ ok: false, detail: 'aplay ended with SIGKILL' });
  });

  it('is renewed after an item, not during one, once its clock may have drifted', async () => {
    const { lives, output, clock, beat } = await setUp();
    await clock.advance(11 * 60_000);
    await beat(100);
    expect(lives).toHaveLength(1);
    output.finish();
    await beat(100);
    expect(lives).toHaveLength(2);
    expect(output.health()).toEqual({ ok: true });
  });
});
