import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSoundTools, type SoundTools } from '../../../controller/src/library/sound-tools.js';
import { createEspeak } from '../../../controller/src/sources/tts/espeak.js';
import { speakingMs } from '../../../controller/src/sources/tts/speaking-time.js';
import { createSpeech } from '../../../controller/src/sources/tts/speech.js';
import { type Bench, openBench } from './support.js';

let bench: Bench;
let tools: SoundTools;
beforeAll(async () => {
  bench = await openBench();
  tools = createSoundTools({ ffmpeg: bench.ffmpeg, store: bench.store });
});
afterAll(() => bench.close());

async function imported(file: string) {
  const outcome = await bench.library.importRecording({ source: { file }, originalName: 'x.wav' });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.recording;
}

describe('a sound looked at', () => {
  it('has a waveform that is flat where it is silent, and loses that silence at both ends and nothing else', async () => {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=3'];
    const file = bench.make('ends.wav', ['-af', 'adelay=1500:all=1,apad=pad_dur=2.5', '-ac', '1'], tone);
    const recording = await imported(file);
    const { sha256, durationMs } = recording;
    const found = await tools.peaks(sha256, durationMs);
    if (!found.ok) throw new Error(found.detail);
    const at = (seconds: number) => found.points[Math.floor((seconds / 7) * found.points.length)] ?? -1;
    expect([at(0.7) < 3, at(3) > 10, at(6.5) < 3]).toEqual([true, true, true]);

    const cut = await tools.trim({ sha256: recording.original.sha256, durationMs, bounds: {} }, imported);
    if (!cut.ok || cut.value === null) throw new Error('not cut');
    expect(cut.value.durationMs).toBeGreaterThan(3300);
    expect(cut.value.durationMs).toBeLessThan(3600);
    const again = { sha256: cut.value.sha256, durationMs: cut.value.durationMs, bounds: {} };
    expect(await tools.trim(again, imported)).toMatchObject({ ok: true, value: null });
  });

  it('is cut where a person says', async () => {
    const recording = await imported(bench.make('speech.wav', ['-ac', '1']));
    const cut = await tools.trim(
      { sha256: recording.sha256, durationMs: recording.durationMs, bounds: { startMs: 1000, endMs: 3000 } },
      (path) => imported(path),
    );
    if (!cut.ok || cut.value === null) throw new Error('not cut');
    expect(Math.abs(cut.value.durationMs - 2000)).toBeLessThan(60);
  });
});

describe('espeak-ng', () => {
  it('reads Vietnamese at about the estimated pace, in its three regions, faster when asked', async () => {
    const espeak = createEspeak({
      clock: systemClock,
      env: process.env,
      folder: join(bench.folder, 'programs'),
    });
    const speech = createSpeech({ providers: [espeak], temporaryPath: bench.store.temporaryPath });
    const voices = await speech.voices();
    expect(voices.map(({ id }) => id)).toEqual(['vi', 'vi-vn-x-central', 'vi-vn-x-south']);
    const written =
      'UBND xã thông báo: 17:00 ngày 21/11, bà con họp tại nhà văn hóa. Đề nghị mỗi hộ cử một người dự họp.';
    const { text } = speech.read(written, 'vi', []);
    const lengths: number[] = [];
    for (const [voice, ratePercent] of [
      ['vi', 100],
      ['vi-vn-x-south', 140],
    ] as const) {
      const found = voices.find(({ id }) => id === voice);
      if (!found) throw new Error('no voice');
      const made = await speech.speak({ text, voice: found, ratePercent }, wavMs);
      if (!made.ok) throw new Error(made.detail);
      lengths.push(made.value);
    }
    const [usual = 0, fast = 0] = lengths;
    expect(usual / speakingMs(text)).toBeGreaterThan(0.8);
    expect(usual / speakingMs(text)).toBeLessThan(1.25);
    expect(fast).toBeLessThan(usual * 0.85);
  });
});

/** espeak-ng writes 16-bit mono samples after 44 bytes of header, 22,050 a second. */
async function wavMs(path: string): Promise<number> {
  return (((await stat(path)).size - 44) / 2 / 22_050) * 1000;
}
