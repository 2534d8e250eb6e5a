import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RtpCodec } from '../../../edge-agent/src/outputs/codecs/payload.js';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { FRAME_SAMPLES, type Output, type Rank } from '../../../edge-agent/src/outputs/output.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { describeNeeding } from '../../support/needs.js';
import { hearRtp } from '../../support/rtp/ear.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const FRAMES = 150;
const FIRST = { offsetSamples: 0, firstSampleAt: 0 };
const GROUP = '239.192.76.9';

let speech: Int16Array = new Int16Array(0);
const folder = mkdtempSync(join(tmpdir(), 'loa-rtp-'));
beforeAll(() => {
  speech = decodeFile(SPEECH).subarray(24_000, 24_000 + FRAMES * FRAME_SAMPLES);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startOutput(setting: Record<string, unknown>): Promise<Output> {
  const ports = { dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6 };
  const outputs = { outputs: [{ kind: 'rtp', ...setting }], clock: systemClock, log: silentLogger };
  const [output] = createOutputs({ ...ports, ...outputs });
  if (!output) throw new Error('no output');
  closing.push(await output.start());
  expect(output.health()).toEqual({ ok: true });
  return output;
}

function begin(output: Output, rank: Rank = 'normal'): void {
  output.begin({ playbackId: 'playback_1', sessionId: 'session_1', startAt: 0, rank });
}

/** One item from first to last frame: due every 20 ms, but handed over faster, for nobody here listens by the clock. */
async function send(output: Output, samples: Int16Array, dueAt = 1_000): Promise<number> {
  const frames = samples.length / FRAME_SAMPLES;
  for (let index = 0; index < frames; index++) {
    const frame = samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
    output.write(frame, dueAt + index * 20, index === 0 ? FIRST : undefined);
    await systemClock.wait(3);
  }
  output.finish();
  return dueAt + frames * 20;
}

/** Whoever listens; sound is what it had written to its standard output when it was ended. */
function listen(program: string, args: string[]) {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exited = once(child, 'exit');
  closing.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return {
    bytes: () => chunks.reduce((sum, { length }) => sum + length, 0),
    samples: () => new Int16Array(Uint8Array.from(Buffer.concat(chunks)).buffer),
    async end() {
      // Asked politely, ffmpeg first waits 10 s for another packet.
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Neither program says when it listens: it is called with silence until it answers with some. */
async function call(output: Output, ear: { bytes(): number }): Promise<void> {
  for (let dueAt = 0; ear.bytes() === 0; dueAt += 20) {
    output.write(new Int16Array(FRAME_SAMPLES), dueAt);
    await systemClock.wait(5);
  }
}

const CODECS: { codec: RtpCodec; type: number; map: string; bytes: number; atLeast: number }[] = [
  { codec: 'L16', type: 96, map: 'L16/48000', bytes: 1_920, atLeast: 0.98 },
  { codec: 'PCMU', type: 0, map: 'PCMU/8000', bytes: 160, atLeast: 0.95 },
  { codec: 'PCMA', type: 8, map: 'PCMA/8000', bytes: 160, atLeast: 0.95 },
  { codec: 'G722', type: 9, map: 'G722/8000', bytes: 160, atLeast: 0.95 },
];

describe.each(CODECS)('what ffmpeg hears from an SDP, as $codec', ({ codec, type, map, atLeast }) => {
  it(`correlates with the source by ${atLeast} at least`, async () => {
    const port = 21_000 + type * 2;
    const sdp = join(folder, `${codec}.sdp`);
    const lines = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=loa', 'c=IN IP4 127.0.0.1', 't=0 0'];
    const media = [`m=audio ${port} RTP/AVP ${type}`, `a=rtpmap:${type} ${map}`];
    writeFileSync(sdp, [...lines, ...media, ''].join('\r\n'));
    const input = [
      '-protocol_whitelist',
      'file,udp,rtp',
      '-analyzeduration',
      '0',
      '-reorder_queue_size',
      '0',
      '-i',
      sdp,
    ];
    const ear = listen('ffmpeg', [
      '-v',
      'info',
      ...input,
      '-f',
      's16le',
      '-ar',
      '48000',
      '-ac',
      '1',
      'pipe:1',
    ]);
    const output = await startOutput({ codec, to: `127.0.0.1:${port}` });
    begin(output);
    await call(output, ear);
    await send(output, speech, systemClock.monotonic() + 20);
    await waitUntil('ffmpeg has heard it all', () => ear.bytes() > speech.length * 2 * 0.97, 5_000);
    await ear.end();
    expect(align(ear.samples(), speech).correlation).toBeGreaterThan(atLeast);
  });
});

describeNeeding('gst-launch-1.0', 'what GStreamer hears on a multicast group', () => {
  it.each([
    {
      codec: 'PCMA',
      rate: 8_000,
      caps: 'encoding-name=PCMA,clock-rate=8000,payload=8',
      decode: ['rtppcmadepay', 'alawdec'],
    },
    {
      codec: 'L16',
      rate: 48_000,
      caps: 'encoding-name=L16,clock-rate=48000,channels=1,payload=96',
      decode: ['rtpL16depay'],
    },
  ])('correlates with the source, as $codec', async ({ codec, rate, caps, decode }) => {
    const port = 21_300;
    const source = [
      ...['udpsrc', `address=${GROUP}`, `port=${port}`, 'multicast-iface=lo', 'auto-multicast=true'],
      `caps=application/x-rtp,media=audio,${caps}`,
    ];
    const raw = `audio/x-raw,format=S16LE,rate=${rate},channels=1`;
    const chain = [...decode, 'audioconvert', raw, 'fdsink'].flatMap((step) => ['!', step]);
    const ear = listen('gst-launch-1.0', ['-q', ...source, ...chain]);
    const output = await startOutput({ codec, to: `${GROUP}:${port}`, interface: '127.0.0.1' });
    begin(output);
    await call(output, ear);
    await send(output, speech, systemClock.monotonic() + 20);
    const wanted = rate === 48_000 ? speech : resampled(speech, rate);
    await waitUntil('GStreamer has heard it all', () => ear.bytes() > wanted.length * 2 * 0.97, 8_000);
    await ear.end();
    expect(align(ear.samples(), wanted).correlation).toBeGreaterThan(0.95);
  });
});

/** By ffmpeg, so that nothing of ours is compared with itself. */
function resampled(samples: Int16Array, rate: number): Int16Array {
  const args = ['-v', 'error', '-f', 's16le', '-ar', '48000', '-ac', '1', '-i', 'pipe:0'];
  const out = execFileSync('ffmpeg', [...args, '-f', 's16le', '-ar', String(rate), 'pipe:1'], {
    input: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
  });
  return new Int16Array(Uint8Array.from(out).buffer);
}

describeNeeding('python3', 'packets on the wire', () => {
  it.each(CODECS)(
    'of $codec are all $bytes bytes and a head; nothing is on the next port',
    async ({ codec, bytes, type }) => {
      const ear = await hearRtp('127.0.0.1', 21_400, 21_401);
      closing.push(ear.stop);
      const output = await startOutput({ codec, to: '127.0.0.1:21400' });
      begin(output);
      await send(output, speech.subarray(0, 40 * FRAME_SAMPLES));
      begin(output);
      await send(output, speech.subarray(0, 10 * FRAME_SAMPLES), 9_000);
      await waitUntil('all are heard', () => ear.packets.length >= 50);
      expect(ear.packets).toHaveLength(50);
      expect(new Set(ear.packets.map((packet) => packet.bytes))).toEqual(new Set([bytes + 12]));
      expect(new Set(ear.packets.map(({ port }) => port))).toEqual(new Set([21_400]));
      expect(new Set(ear.packets.map(({ ssrc }) => ssrc)).size).toBe(1);
      expect(new Set(ear.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([type]));
      expect(ear.packets.flatMap(({ marker }, index) => (marker ? [index] : []))).toEqual([0, 40]);
      const sequences = ear.packets.map(
        ({ sequence }, index) => (sequence - (ear.packets[0]?.sequence ?? 0) - index) & 0xffff,
      );
      expect(new Set(sequences)).toEqual(new Set([0]));
      const step = codec === 'L16' ? 960 : 160;
      const stamps = ear.packets.map(
        ({ timestamp }) => ((timestamp - (ear.packets[0]?.timestamp ?? 0)) >>> 0) / step,
      );
      expect(stamps[39]).toBe(39);
      expect(stamps[40]).toBe(400);
      expect(stamps[49]).toBe(409);
    },
  );

  it('bear the TTL and DSCP of the settings, on the interface of the settings', async () => {
    const ear = await hearRtp(GROUP, 21_500);
    closing.push(ear.stop);
    const output = await startOutput({ to: `${GROUP}:21500`, interface: 'lo', ttl: 3, dscp: 46 });
    begin(output);
    await send(output, speech.subarray(0, 5 * FRAME_SAMPLES));
    await waitUntil('all are heard', () => ear.packets.length >= 5);
    expect(ear.packets[0]).toMatchObject({ ttl: 3, dscp: 46 });
  });

  it('stay in the village by default: TTL 1', async () => {
    const ear = await hearRtp(GROUP, 21_510);
    closing.push(ear.stop);
    const output = await startOutput({ to: `${GROUP}:21510`, interface: 'lo' });
    begin(output);
    await send(output, speech.subarray(0, 5 * FRAME_SAMPLES));
    await waitUntil('all are heard', () => ear.packets.length >= 5);
    expect(ear.packets[0]).toMatchObject({ ttl: 1, dscp: 0 });
  });

  it('go to the address of their rank, each a stream of its own', async () => {
    const ear = await hearRtp('127.0.0.1', 21_520, 21_522);
    closing.push(ear.stop);
    const to = { normal: '127.0.0.1:21520', emergency: '127.0.0.1:21522' };
    const output = await startOutput({ to });
    begin(output, 'live');
    begin(output, 'emergency');
    const start = (rank: Rank) => ({
      ...FIRST,
      playback: { playbackId: 'p', sessionId: 's', startAt: 0, rank },
    });
    const frame = speech.subarray(0, FRAME_SAMPLES);
    for (let index = 0; index < 12; index++) {
      const first =
        index === 0
          ? start('live')
          : index === 4
            ? start('emergency')
            : index === 8
              ? start('live')
              : undefined;
      output.write(frame, 1_000 + index * 20, first);
    }
    await waitUntil('all are heard', () => ear.packets.length >= 12);
    const heard = (port: number) => ear.packets.filter((packet) => packet.port === port);
    expect(heard(21_522).map(({ marker }) => marker)).toEqual([true, false, false, false]);
    expect(heard(21_520).map(({ marker }) => marker)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(heard(21_520)[0]?.ssrc).not.toBe(heard(21_522)[0]?.ssrc);
  });

  it('go on through the hangover as silence, and then stop', async () => {
    const ear = await hearRtp('127.0.0.1', 21_530);
    closing.push(ear.stop);
    const output = await startOutput({ to: '127.0.0.1:21530', hangoverMs: 200 });
    const silence = new Int16Array(FRAME_SAMPLES);
    expect(output.continuous).toBe(false);
    expect(output.write(silence, 0)).toBe('dropped');
    begin(output);
    let dueAt = await send(output, speech.subarray(0, 5 * FRAME_SAMPLES));
    expect(output.continuous).toBe(true);
    for (let frame = 0; frame < 5; frame++, dueAt += 20) expect(output.write(silence, dueAt)).toBe('taken');
    await waitUntil('it is over', () => !output.continuous, 2_000);
    expect(output.write(silence, dueAt)).toBe('dropped');
    await waitUntil('all are heard', () => ear.packets.length >= 10);
    expect(ear.packets).toHaveLength(10);
    expect(ear.packets.filter(({ marker }) => marker)).toHaveLength(1);
  });
});

describe('a network that is not there', () => {
  it('is a bad health, not a crash', async () => {
    const ports = { dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6 };
    const setting = { kind: 'rtp', to: '224.0.2.60:50000', interface: 'eth77' };
    const [output] = createOutputs({ ...ports, outputs: [setting], clock: systemClock, log: silentLogger });
    if (!output) throw new Error('no output');
    closing.push(await output.start());
    begin(output);
    expect(output.write(new Int16Array(FRAME_SAMPLES), 0, FIRST)).toBe('failed');
    expect(output.health()).toEqual({ ok: false, detail: 'the network interface eth77 has no IPv4 address' });
  });
});
