import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAxisLinks } from '../../../edge-agent/src/outputs/axis/axis-link.js';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { FRAME_SAMPLES, type Output, type Taken } from '../../../edge-agent/src/outputs/output.js';
import { createFramePacer } from '../../../edge-agent/src/player/frame-pacer.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { type AxisDevice, startAxisDevice } from '../../support/axis-device.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const START = { playbackId: 'playback_1', sessionId: 'session_1', startAt: 0 };
let speech: Int16Array = new Int16Array(0);
beforeAll(() => {
  speech = decodeFile(SPEECH).subarray(24_000, 24_000 + 75 * FRAME_SAMPLES);
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function setUp(setting: Record<string, unknown> = {}) {
  const device = await startAxisDevice('loa', 'mật khẩu');
  closing.push(device.close);
  const known = { kind: 'axis', url: device.url, user: 'loa', password: 'mật khẩu', holdMs: 200 };
  const [output] = createOutputs({
    outputs: [{ ...known, ...setting }],
    ...{ dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6, clock: systemClock, log: silentLogger },
  });
  if (!output) throw new Error('no output');
  closing.push(await output.start());
  return { device, output };
}

/** Frames on their beat; what became of each. */
function play(output: Output, samples: Int16Array): Promise<Taken[]> {
  const taken: Taken[] = [];
  return new Promise((resolve) => {
    const pacer = createFramePacer({
      clock: systemClock,
      onSkip() {},
      onFrame(dueAt) {
        const from = taken.length * FRAME_SAMPLES;
        taken.push(output.write(samples.subarray(from, from + FRAME_SAMPLES), dueAt));
        if (from + FRAME_SAMPLES < samples.length) return;
        pacer.stop();
        resolve(taken);
      },
    });
    pacer.start(systemClock.monotonic());
  });
}

async function connected(device: AxisDevice, count = 1): Promise<void> {
  await waitUntil('it transmits', () => device.transmissions.length >= count);
}

describe.each([
  { rateHz: 8_000, type: 'audio/basic' },
  { rateHz: 16_000, type: 'audio/axis-mulaw-128' },
])('an Axis device at $rateHz Hz', ({ rateHz, type }) => {
  it(`gets the sound as ${type}, at its own pace, before and after nothing`, async () => {
    const { device, output } = await setUp({ rateHz });
    expect(output.continuous).toBe(false);
    output.begin(START);
    await connected(device);
    expect(device.refused).toBe(1);
    expect(new Set(await play(output, speech))).toEqual(new Set(['taken']));
    output.finish();
    const [heard] = device.transmissions;
    await waitUntil('the transmission is closed', () => heard?.ended);
    expect(output.continuous).toBe(false);
    expect(heard).toMatchObject({ contentType: type, contentLength: '9999999' });

    const chunks = heard?.chunks ?? [];
    const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes));
    expect(bytes.length).toBe((speech.length * rateHz) / 48_000);
    // Never a buffer's worth at once: at no moment more than a little ahead of what had sounded by then.
    let sent = 0;
    for (const { bytes: chunk, at } of chunks) {
      sent += chunk.length;
      const due = ((at - (chunks[0]?.at ?? 0)) * rateHz) / 1000;
      expect(sent - due).toBeLessThan(rateHz * 0.15);
    }
    const format = ['-f', 'mulaw', '-ar', String(rateHz), '-ac', '1'];
    const out = execFileSync(
      'ffmpeg',
      ['-v', 'error', ...format, '-i', 'pipe:0', '-f', 's16le', '-ar', '48000', 'pipe:1'],
      {
        input: bytes,
      },
    );
    expect(align(new Int16Array(Uint8Array.from(out).buffer), speech).correlation).toBeGreaterThan(0.95);
  });
});

describe('a transmission', () => {
  it('uses the same nonce again, and asks for a new one when that is stale', async () => {
    const { device, output } = await setUp();
    for (const round of [1, 2]) {
      output.begin(START);
      await connected(device, round);
      output.finish();
      await waitUntil('it is closed', () => device.transmissions[round - 1]?.ended);
    }
    expect(device.refused).toBe(1);
    device.forgetNonces();
    output.begin(START);
    await connected(device, 3);
    expect(device.refused).toBe(2);
    await waitUntil('it is well', () => output.health().ok);
  });

  it('takes no sound while it asks for a new nonce', async () => {
    const device = await startAxisDevice('loa', 'x');
    closing.push(device.close);
    const address = { url: device.url, user: 'loa', password: 'x' };
    const open = createAxisLinks({ address, contentType: 'audio/basic', random: systemRandom });
    const told: string[] = [];
    const connect = () => {
      const events = (name: string) => () => void told.push(name);
      const link = open({ ready: events('ready'), pause: events('pause'), gone: events('gone') });
      closing.push(async () => link.close());
      return link;
    };
    const first = connect();
    await connected(device);
    first.close();
    await waitUntil('it is closed', () => device.transmissions[0]?.ended);
    device.forgetNonces();
    connect();
    await connected(device, 2);
    expect(told).toEqual(['ready', 'ready', 'pause', 'ready']);
  });

  it('that is cut in the middle is taken up again within a second, and says that it was away', async () => {
    const { device, output } = await setUp();
    output.begin(START);
    await connected(device);
    const playing = play(output, speech);
    await waitUntil('it sounds', () => (device.transmissions[0]?.chunks.length ?? 0) > 5);
    device.cut();
    const taken = await playing;
    expect(taken).toContain('failed');
    expect(taken.at(-1)).toBe('taken');
    expect(device.transmissions).toHaveLength(2);
    expect(taken.filter((each) => each !== 'taken').length).toBeLessThan(50);
  });

  it('to a device that somebody else talks to fails in words, and goes on when that is over', async () => {
    const { device, output } = await setUp();
    device.busy(true);
    output.begin(START);
    await waitUntil('it fails', () => !output.health().ok);
    expect(output.health()).toMatchObject({ detail: expect.stringContaining('503') });
    device.busy(false);
    await connected(device);
    await waitUntil('it is well', () => output.health().ok);
  });

  it('with a wrong password fails in words that do not tell it', async () => {
    const { output } = await setUp({ password: 'hunter2' });
    output.begin(START);
    await waitUntil('it fails', () => !output.health().ok);
    expect(output.health()).toMatchObject({ detail: 'the device refuses the user or password (401)' });
    expect(output.write(new Int16Array(FRAME_SAMPLES), 0)).toBe('failed');
  });

  it('that is armed goes on after the output was restarted', async () => {
    const { device, output } = await setUp();
    output.begin(START);
    await connected(device);
    const stop = closing.pop();
    await stop?.();
    closing.push(await output.start());
    await connected(device, 2);
  });
});
