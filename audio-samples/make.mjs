#!/usr/bin/env node
// Makes every recording of this folder from its text or score:  node make.mjs
// Checks the committed recordings against SHA256SUMS:            node make.mjs --check
// Needs only Node, espeak-ng and ffmpeg (--check needs only Node).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chime, RATE, signatureTune } from './synth.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const manifestPath = join(here, 'samples.json');
const sumsPath = join(here, 'SHA256SUMS');

/** How a Vietnamese announcer says what is written short; espeak-ng would read these as English or as letters. */
const READINGS = [
  [/VNeID/g, 'vi en i ai đi'],
  [/\bQR\b/g, 'quy a'],
  [/\bOTP\b/g, 'ô tê pê'],
];
const spoken = (text) => READINGS.reduce((said, [pattern, reading]) => said.replace(pattern, reading), text);

const FFMPEG = ['-nostdin', '-v', 'error', '-y'];
const SPEECH_FILTER =
  'highpass=f=90,acompressor=threshold=-20dB:ratio=2.5:attack=8:release=120,adelay=300,apad=pad_dur=0.5';

/** Ogg Opus, mono, bit-exact: the same programs give the same bytes. */
function encode(input, filter, output) {
  const sound = ['-ar', '48000', '-ac', '1', '-c:a', 'libopus', '-b:a', '24k', '-application', 'audio'];
  const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
  const file = join(here, output);
  execFileSync('ffmpeg', [...FFMPEG, ...input, '-af', filter, ...sound, ...exact, '-f', 'ogg', file]);
}

function speak(sample, folder) {
  const text = readFileSync(join(here, sample.text), 'utf8');
  const wav = join(folder, 'speech.wav');
  // A stand-in is read slowly, so that nobody takes it for the real recording.
  const speed = sample.standIn ? '125' : '160';
  execFileSync('espeak-ng', ['-v', 'vi', '-s', speed, '-p', '42', '-w', wav], { input: spoken(text) });
  encode(['-f', 'wav', '-i', wav], SPEECH_FILTER, sample.file);
}

function play(samples, sample, folder) {
  const raw = join(folder, 'music.f32');
  writeFileSync(raw, new Uint8Array(Float32Array.from(samples).buffer));
  encode(['-f', 'f32le', '-ar', String(RATE), '-ac', '1', '-i', raw], 'anull', sample.file);
}

function makeOne(sample, folder) {
  switch (sample.kind) {
    case 'bulletin':
      return speak(sample, folder);
    case 'signature':
      return play(signatureTune(), sample, folder);
    case 'chime':
      return play(chime(), sample, folder);
    default:
      throw new Error(`samples.json: ${sample.id} is of the unknown kind ${sample.kind}`);
  }
}

function durationSeconds(file) {
  const out = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', join(here, file)],
    { encoding: 'utf8' },
  );
  return Math.round(Number(out) * 10) / 10;
}

const sha256 = (file) =>
  createHash('sha256')
    .update(readFileSync(join(here, file)))
    .digest('hex');
const filesOf = (samples) =>
  samples.flatMap((sample) => (sample.text ? [sample.file, sample.text] : [sample.file])).sort();

/** Lists of words on one line, as the formatter of the repository writes them. */
const manifestText = (manifest) =>
  `${JSON.stringify(manifest, null, 2).replace(/\[\s+("[^[{]*?)\s+\]/g, (_, words) => `[${words.replace(/,\s+/g, ', ')}]`)}\n`;

function make() {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'loa-samples-'));
  try {
    for (const sample of manifest.samples) {
      makeOne(sample, folder);
      sample.durationSeconds = durationSeconds(sample.file);
      console.log(`${sample.file}  ${sample.durationSeconds} s`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  writeFileSync(manifestPath, manifestText(manifest));
  writeFileSync(
    sumsPath,
    filesOf(manifest.samples)
      .map((file) => `${sha256(file)}  ${file}\n`)
      .join(''),
  );
}

/** Every file of the manifest is listed and unchanged, and nothing else is listed. */
function check() {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const listed = new Map(
    readFileSync(sumsPath, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  const expected = filesOf(manifest.samples);
  const wrong = [
    ...expected.filter((file) => !listed.has(file)).map((file) => `${file}: not in SHA256SUMS`),
    ...[...listed]
      .filter(([file]) => !expected.includes(file))
      .map(([file]) => `${file}: not in samples.json`),
    ...[...listed]
      .filter(([file, sum]) => expected.includes(file) && sha256(file) !== sum)
      .map(([file]) => `${file}: changed`),
  ];
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log(`${listed.size} files agree with SHA256SUMS`);
}

if (process.argv.includes('--check')) check();
else make();
