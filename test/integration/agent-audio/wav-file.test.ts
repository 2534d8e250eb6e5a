import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FRAME_SAMPLES, type Output } from '../../../edge-agent/src/outputs/output.js';
import { createWavOutput } from '../../../edge-agent/src/outputs/wav-file.js';
import { WAV_HEADER_BYTES } from '../../../edge-agent/src/outputs/wav-header.js';
import { silentLogger } from '../../support/silent-logger.js';

const AIR = Date.UTC(2026, 10, 2, 5, 0, 0);
const DUE = 5_000;
const Sidecar = z.object({
  boxId: z.string(),
  sessionId: z.string(),
  firstSampleAt: z.number(),
  sampleRate: z.number(),
  items: z.array(z.object({ playbackId: z.string(), startedAt: z.number(), offsetSamples: z.number() })),
});

let folder: string;
const stops: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-wav-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startOutput(quotaBytes = 10_000_000) {
  const output = createWavOutput({ folder, boxId: 'box-1', quotaBytes, log: silentLogger });
  const stop = await output.start();
  stops.push(stop);
  return { output, stop };
}

/** Plays `frames` of the value `value`, the first sample `afterMs` after the session's start. */
function playItem(
  output: Output,
  item: { id: string; session?: string; afterMs: number; frames: number; value: number; offset?: number },
  finish = true,
): void {
  const { id, session = 's1', afterMs, frames, value, offset = 0 } = item;
  output.begin({ playbackId: id, sessionId: session, startAt: AIR + afterMs });
  for (let index = 0; index < frames; index++) {
    const frame = new Int16Array(FRAME_SAMPLES).fill(value);
    if (index === 0) frame.fill(0, 0, offset);
    const first = { offsetSamples: offset, firstSampleAt: AIR + afterMs };
    output.write(frame, DUE + afterMs - offset / 48 + index * 20, index === 0 ? first : undefined);
  }
  if (finish) output.finish();
}

const pathOf = (name: string) => join(folder, name);
const sidecarOf = (name: string) => Sidecar.parse(JSON.parse(readFileSync(pathOf(name), 'utf8')));
const durationOf = (name: string) =>
  Number(
    execFileSync(
      'ffprobe',
      ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', pathOf(name)],
      { encoding: 'utf8' },
    ),
  );
function samplesOf(name: string): Int16Array {
  const bytes = readFileSync(pathOf(name)).subarray(WAV_HEADER_BYTES);
  return new Int16Array(Uint8Array.from(bytes).buffer);
}
/** Where a value begins in what a WAV says. */
const startOf = (name: string, value: number) => samplesOf(name).indexOf(value);

describe('the WAV of a session', () => {
  it('has a right header, and beside it what is in it and when', async () => {
    const { output, stop } = await startOutput();
    playItem(output, { id: 'a', afterMs: 0, frames: 100, value: 500 });
    await stop();
    const bytes = readFileSync(pathOf('s1.wav'));
    expect(bytes.readUInt32LE(40)).toBe(100 * FRAME_SAMPLES * 2);
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect(durationOf('s1.wav')).toBeCloseTo(2, 3);
    expect(sidecarOf('s1.json')).toEqual({
      boxId: 'box-1',
      sessionId: 's1',
      firstSampleAt: AIR,
      sampleRate: 48_000,
      items: [{ playbackId: 'a', startedAt: AIR, offsetSamples: 0 }],
    });
  });

  it('places the second item at its own sample, with silence between', async () => {
    const { output, stop } = await startOutput();
    playItem(output, { id: 'a', afterMs: 0, frames: 10, value: 500, offset: 240 });
    playItem(output, { id: 'b', afterMs: 1_303, frames: 10, value: 700, offset: 144 });
    await stop();
    const { items, firstSampleAt } = sidecarOf('s1.json');
    expect(items.map(({ playbackId }) => playbackId)).toEqual(['a', 'b']);
    expect(startOf('s1.wav', 700) - startOf('s1.wav', 500)).toBe(1_303 * 48);
    expect(items.map(({ offsetSamples }) => offsetSamples)).toEqual([
      startOf('s1.wav', 500),
      startOf('s1.wav', 700),
    ]);
    expect(firstSampleAt + startOf('s1.wav', 700) / 48).toBe(AIR + 1_303);
    const between = samplesOf('s1.wav').subarray(startOf('s1.wav', 500) + 9_600, startOf('s1.wav', 700));
    expect(between.every((sample) => sample === 0)).toBe(true);
    expect(durationOf('s1.wav')).toBeCloseTo(samplesOf('s1.wav').length / 48_000, 3);
  });

  it.for([
    ['in its first item', 1],
    ['in its second item', 2],
  ] as const)('is readable though the power failed %s', async ([, items]) => {
    const { output } = await startOutput();
    if (items === 2) playItem(output, { id: 'a', afterMs: 0, frames: 10, value: 300 });
    playItem(output, { id: 'b', afterMs: 1_000, frames: 100, value: 500 }, false);
    const seconds = items === 2 ? 3 : 2;
    const told = () => (existsSync(pathOf('s1.wav')) ? readFileSync(pathOf('s1.wav')).readUInt32LE(40) : 0);
    await expect.poll(told, { interval: 5 }).toBeGreaterThanOrEqual(seconds * 96_000);
    expect(durationOf('s1.wav')).toBeCloseTo(seconds, 1);
    expect(sidecarOf('s1.json').items).toHaveLength(items);
  });

  it('goes on in a file of its own after a restart', async () => {
    const before = await startOutput();
    playItem(before.output, { id: 'a', afterMs: 0, frames: 10, value: 500 });
    await before.stop();
    const { output, stop } = await startOutput();
    playItem(output, { id: 'b', afterMs: 60_000, frames: 10, value: 700 });
    await stop();
    expect(readdirSync(folder).sort()).toEqual(['s1.2.json', 's1.2.wav', 's1.json', 's1.wav']);
    expect(sidecarOf('s1.2.json')).toMatchObject({
      firstSampleAt: AIR + 60_000,
      items: [{ playbackId: 'b' }],
    });
    expect(startOf('s1.wav', 500)).toBe(0);
    expect(startOf('s1.2.wav', 700)).toBe(0);
  });

  it('makes the oldest go, with what stands beside it, when the quota is full', async () => {
    const quota = 1_000_000;
    for (const [age, name] of ['newer', 'older', 'oldest'].entries()) {
      writeFileSync(pathOf(`${name}.wav`), Buffer.alloc(300_000));
      writeFileSync(pathOf(`${name}.json`), '{}');
      utimesSync(pathOf(`${name}.wav`), AIR / 1000 - age, AIR / 1000 - age);
    }
    const { output, stop } = await startOutput(quota);
    // openWavFolder may mend headers, which renews their age.
    for (const [age, name] of ['newer', 'older', 'oldest'].entries())
      utimesSync(pathOf(`${name}.wav`), AIR / 1000 - age, AIR / 1000 - age);
    playItem(output, { id: 'a', afterMs: 0, frames: 50, value: 500 });
    await stop();
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining(['newer.wav', 'newer.json', 's1.wav', 's1.json']));
    expect(names).not.toContain('oldest.wav');
    expect(names).not.toContain('oldest.json');
  });

  it('never outgrows the quota however long it sounds', async () => {
    const quota = 200_000;
    const { output, stop } = await startOutput(quota);
    playItem(output, { id: 'a', afterMs: 0, frames: 200, value: 500 });
    await stop();
    const names = readdirSync(folder).filter((name) => name.endsWith('.wav'));
    const total = names.reduce((sum, name) => sum + readFileSync(pathOf(name)).length, 0);
    expect(total).toBeGreaterThan(quota / 2);
    expect(total).toBeLessThanOrEqual(quota + names.length * (WAV_HEADER_BYTES + FRAME_SAMPLES * 2));
  });

  it('that cannot be written says so, and the next one is tried', async () => {
    const { output, stop } = await startOutput();
    rmSync(folder, { recursive: true });
    playItem(output, { id: 'a', afterMs: 0, frames: 100, value: 500 });
    await expect.poll(() => output.health(), { interval: 5 }).toMatchObject({ ok: false });
    execFileSync('mkdir', [folder]);
    playItem(output, { id: 'b', session: 's2', afterMs: 5_000, frames: 100, value: 700 });
    await stop();
    expect(output.health()).toEqual({ ok: true });
    expect(startOf('s2.wav', 700)).toBe(0);
  });

  it('that could not be written goes on within its item, under the name it was to have', async () => {
    const { output, stop } = await startOutput();
    rmSync(folder, { recursive: true });
    playItem(output, { id: 'a', afterMs: 0, frames: 10, value: 500 }, false);
    await expect.poll(() => output.health(), { interval: 5 }).toMatchObject({ ok: false });
    execFileSync('mkdir', [folder]);
    const write = (at: number) => output.write(new Int16Array(FRAME_SAMPLES).fill(700), DUE + at * 20);
    // Not with every frame.
    for (let index = 10; index < 20; index++) expect(write(index)).toBe('failed');
    expect(readdirSync(folder)).toEqual([]);
    expect(write(150)).toBe('failed');
    await expect.poll(() => output.health(), { interval: 5 }).toEqual({ ok: true });
    for (let index = 151; index < 200; index++) expect(write(index)).toBe('taken');
    output.finish();
    await stop();
    expect(sidecarOf('s1.json')).toMatchObject({
      firstSampleAt: AIR + 3_000,
      items: [{ playbackId: 'a', startedAt: AIR, offsetSamples: -3_000 * 48 }],
    });
    expect(startOf('s1.wav', 700)).toBe(FRAME_SAMPLES);
    expect(samplesOf('s1.wav')).toHaveLength(50 * FRAME_SAMPLES);
  });

  it('goes on in another file when the output is restarted within an item', async () => {
    const { output, stop } = await startOutput();
    playItem(output, { id: 'a', afterMs: 0, frames: 200, value: 500 }, false);
    await stop();
    const frame = new Int16Array(FRAME_SAMPLES).fill(700);
    expect(output.write(frame, DUE + 4_000)).toBe('failed');
    const again = await output.start();
    stops.push(again);
    output.write(frame, DUE + 4_020);
    await expect.poll(() => output.write(frame, DUE + 4_040), { interval: 5 }).toBe('taken');
    await again();
    expect(sidecarOf('s1.2.json').items).toEqual([
      { playbackId: 'a', startedAt: AIR, offsetSamples: -4_020 * 48 },
    ]);
    expect(startOf('s1.2.wav', 700)).toBe(FRAME_SAMPLES);
  });
});
