import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '@loa/shared/jcs';
import type { JournalEntry } from '@loa/shared/messages/report';
import { systemClock } from '@loa/shared/node/system-clock';
import { overridePlaybackId } from '@loa/shared/playback';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOX, COMMUNE, idOf } from '../../support/agent-plan.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { listenToPipe, type PipeListener } from '../../support/audio-pipe.js';
import type { Station } from '../../support/box-host.js';
import { createRealBox, type RealBox } from '../../support/real-box.js';
import { waitUntil } from '../../support/wait-until.js';

// A quarter of a minute of a whole box in real time: a station is carried, dies, gives way to its fallback recording, comes
// back and is cut at its hard end; then somebody speaks. Asserted is what came out of the box's pipe, and what it reported.
const SAMPLES = join(import.meta.dirname, '../../../audio-samples');
const S = 48_000;
/** Long enough to hear the station again also where it took a while to come back. */
const RELAY_MS = 14_000;
/** How long after it was spoken all boxes sound a live speech. */
const DELAY_MS = 1_200;
const SPOKEN_MS = 3_000;
const RELAY = idOf('relay');
const SPEECH = overridePlaybackId('override_speech', 0, BOX);

let box: RealBox;
let pipe: PipeListener;
let stationFile: string;
let speechFile: string;
let relayAt = 0;
let spokenAt = 0;
let relay: JournalEntry[];
let live: JournalEntry[];
let heard: Int16Array;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  box = await createRealBox({
    outputs: async (folder) => [`pipe:${await listen(join(folder, 'pipe'))}`, own(folder).output],
    // What goes into one of its outputs is what its microphone hears.
    sound: (folder) => ({ capture: own(folder).capture }),
  });
  closing.push(box.end);
  stationFile = encode('vneid.opus', 20, 'station.mp3', ['-c:a', 'libmp3lame', '-b:a', '64k']);
  speechFile = encode('lua-dao-truc-tuyen.opus', 12, 'speech.ogg', [
    ...['-c:a', 'libopus', '-b:a', '24k', '-page_duration', '20000'],
  ]);
  const station = await carry();
  await waitUntil('the relay sounds', () => box.controller.story(RELAY).includes('started'));
  await until(relayAt + 500);
  station.down();
  // What was gathered of the station sounds for three seconds more.
  await until(relayAt + 4_300);
  station.up();
  await speak(relayAt + RELAY_MS - DELAY_MS + 700);
  relay = await box.ended(RELAY);
  await until(spokenAt + DELAY_MS + SPOKEN_MS);
  await box.overrides();
  live = await box.ended(SPEECH);
  heard = pipe.samples();
}, 60_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

function own(folder: string) {
  const path = join(folder, 'microphone');
  return { output: { kind: 'pipe', id: 'microphone', path }, capture: `pipe:${path}` };
}

const until = (instant: number) => systemClock.wait(Math.max(0, instant - systemClock.now()));
const troubles = () => box.controller.entries().flatMap((e) => (e.kind === 'trouble' ? [e.reason] : []));

async function listen(path: string): Promise<string> {
  pipe = await listenToPipe(path);
  closing.push(pipe.close);
  const held = await open(path, 'r+');
  closing.push(() => held.close());
  return path;
}

function encode(sample: string, seconds: number, name: string, codec: string[]): string {
  const path = join(box.folder, name);
  const input = ['-v', 'error', '-y', '-t', String(seconds), '-i', join(SAMPLES, sample)];
  execFileSync('ffmpeg', [...input, ...codec, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

/** A station that sends MP3, for some seconds of the plan, and what sounds in its place. */
async function carry(): Promise<Station> {
  const bytes = readFileSync(join(SAMPLES, 'xin-chao.opus'));
  const fallback = { sha256: sha256Hex(bytes), bytes: bytes.byteLength };
  box.host.objects.set(fallback.sha256, bytes);
  const mp3 = { type: 'audio/mpeg', bytes: readFileSync(stationFile), durationMs: 20_000, burstMs: 3_200 };
  const station = box.host.station('/station.mp3', mp3);
  const url = `${box.host.url}/station.mp3`;
  const hours = [{ from: '00:00', to: '24:00' }];
  const grantId = await box.grant({ use: 'relay', subject: { url, hours, fallback: fallback.sha256 } });
  relayAt = systemClock.now() + 4_500;
  const source = { kind: 'relay' as const, url, durationMs: RELAY_MS, fallback: fallback.sha256 };
  const when = { startsAt: relayAt, latestStartAt: relayAt + 2_000 };
  const item = { playbackId: RELAY, source, ...when, gainDb: 0, grantId };
  const hold = [{ ...fallback, grantId }];
  await box.plan([{ ...item, lateness: 'joinMidway', resume: 'resume' }], hold);
  return station;
}

/** Somebody speaks from `instant` on, until the override is lifted. */
async function speak(instant: number): Promise<void> {
  spokenAt = instant;
  const ogg = { type: 'audio/ogg', bytes: readFileSync(speechFile), durationMs: 12_000, speaksAt: spokenAt };
  box.host.station('/agent/live/override_speech?epoch=3', ogg);
  const grantId = await box.grant({ use: 'live', subject: { liveId: 'live_speech', maxMs: 600_000 } });
  const times = { createdAt: systemClock.now(), startsAt: spokenAt, until: spokenAt + 60_000 };
  const live = { liveId: 'live_speech', epoch: 3, delayMs: DELAY_MS, gainDb: 0, grantId };
  await box.overrides({ kind: 'live', overrideId: 'override_speech', ...times, areas: [COMMUNE], live });
}

/** Where in what came out of the pipe the relay begins and is over, by its own length: late readers count nothing. */
const relayFrom = () => heard.findIndex((sample) => sample !== 0);
const relayTo = () => relayFrom() + (RELAY_MS / 1_000) * S;
const speechFrom = () => relayTo() + heard.subarray(relayTo()).findIndex((sample) => sample !== 0);

/** From so long after the relay's first sample on, ms. */
function relayed(fromMs: number, toMs: number): Int16Array {
  return heard.subarray(relayFrom() + fromMs * 48, relayFrom() + toMs * 48);
}

/**
 * How like the source what was heard is, in the median: quarter by quarter of a second, for a stream's pace is followed by
 * ±0.05%, which no correlation over seconds survives. Pauses are left out.
 */
function likeness(source: Int16Array, sound: Int16Array): number {
  const pieces = Array.from({ length: Math.floor(sound.length / (S / 4)) }, (_, index) =>
    sound.subarray((index * S) / 4, ((index + 1) * S) / 4),
  );
  const telling = pieces.filter((piece) => levelOf(piece) > -40).slice(0, 7);
  const alike = telling.map((piece) => align(source, piece).correlation).sort((a, b) => a - b);
  return alike[alike.length >> 1] ?? 0;
}

function levelOf(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
  return 10 * Math.log10(power);
}

const endOf = (entries: readonly JournalEntry[]) => {
  const ended = entries.find(({ kind }) => kind === 'ended');
  if (ended?.kind !== 'ended') throw new Error('it has not ended');
  return ended;
};

const started = (entries: readonly JournalEntry[]) => {
  const entry = entries.find(({ kind }) => kind === 'started');
  if (entry?.kind !== 'started') throw new Error('it has not started');
  return entry;
};

describe('a relay of a plan, by the whole box', () => {
  it('is the station’s sound, on time', () => {
    expect(likeness(decodeFile(stationFile), relayed(0, 2_500))).toBeGreaterThan(0.95);
    expect(Math.abs(pipe.arrivedAt(relayFrom()) - relayAt)).toBeLessThan(150);
    expect(Math.abs(started(relay).startErrorMs)).toBeLessThan(20);
  });

  it('that dies gives way to its fallback recording, and has its place again', () => {
    const instead = decodeFile(join(SAMPLES, 'xin-chao.opus')).subarray(S / 10, S / 2);
    expect(align(relayed(500, RELAY_MS), instead).correlation).toBeGreaterThan(0.95);
    const back = box.controller.entries().find((e) => e.kind === 'trouble' && e.reason === 'sound_recovered');
    const backMs = Math.round((back?.at ?? 0) - started(relay).startedAt);
    expect(backMs).toBeGreaterThan(3_500);
    expect(likeness(decodeFile(stationFile), relayed(backMs + 200, RELAY_MS - 50))).toBeGreaterThan(0.95);
    expect(troubles()).toContain('sound_stream');
  });

  it('is over at its hard end, and its evidence is what was heard', () => {
    const ended = endOf(relay);
    expect(ended).toMatchObject({ state: 'finished', underruns: 0, planRevision: 1 });
    expect(Math.abs(ended.deliveredMs - RELAY_MS)).toBeLessThanOrEqual(20);
    expect(ended.detail).toContain('stream:');
    expect(ended.heard).toBeGreaterThan(0.95);
    // Nothing more until somebody speaks, a second later.
    expect(speechFrom() - relayTo()).toBeGreaterThan(S / 4);
    expect(Math.abs((ended.rmsDbfs ?? 0) - levelOf(relayed(0, RELAY_MS)))).toBeLessThan(0.5);
  });
});

describe('a live speech of an override, by the whole box', () => {
  it('is heard from its first word, as long after it was spoken as all boxes agreed', () => {
    const speech = decodeFile(speechFile);
    const sounding = heard.subarray(relayTo());
    expect(likeness(speech, heard.subarray(speechFrom(), speechFrom() + 2.5 * S))).toBeGreaterThan(0.95);
    const { at } = align(sounding, speech.subarray(0, S / 2));
    expect(Math.abs(pipe.arrivedAt(relayTo() + at) - (spokenAt + DELAY_MS))).toBeLessThan(150);
  });

  it('was asked for with the box’s own token and the override’s epoch, opened before its time', () => {
    const asked = box.host.requests.filter(({ path }) => path.startsWith('/agent/live/'));
    expect(asked).toEqual([{ path: '/agent/live/override_speech?epoch=3', authorization: 'Bearer token' }]);
    const others = box.host.requests.filter(({ path }) => path === '/station.mp3');
    expect(others.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('ends within a moment when it is lifted, and its evidence is what was heard', () => {
    const ended = endOf(live);
    const facts = { state: 'finished', overrideId: 'override_speech', planRevision: 0, underruns: 0 };
    expect(ended).toMatchObject(facts);
    expect(Math.abs(ended.deliveredMs - SPOKEN_MS)).toBeLessThan(500);
    const last = heard.findLastIndex((sample) => sample !== 0);
    const level = levelOf(heard.subarray(last - ended.deliveredMs * 48, last));
    expect(Math.abs((ended.rmsDbfs ?? 0) - level)).toBeLessThan(0.5);
    expect(box.controller.story(SPEECH)).toEqual(['claimed', 'started', 'finished']);
  });
});
