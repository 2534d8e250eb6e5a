import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, openBench } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** What MediaRecorder hands over: made while it was recorded, so no header knows how long it is. */
const recorded: [string, string, string[]][] = [
  ['Chrome and Firefox (webm, Opus)', 'thu.webm', ['-c:a', 'libopus', '-f', 'webm', '-live', '1']],
  ['Firefox (Ogg, Opus)', 'thu.ogg', ['-c:a', 'libopus', '-f', 'ogg']],
  [
    'Safari (fragmented mp4, AAC)',
    'thu.m4a',
    [
      '-c:a',
      'aac',
      '-f',
      'mp4',
      '-movflags',
      'empty_moov+default_base_moof+frag_keyframe',
      '-frag_duration',
      '500000',
    ],
  ],
];

it.each(recorded)('a recording by %s becomes a whole recording', async (_, name, options) => {
  const file = bench.make(name, options);
  const outcome = await bench.library.importRecording({ source: { file }, originalName: name });
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  expect(Math.abs(outcome.recording.durationMs - 5000)).toBeLessThan(150);
});
