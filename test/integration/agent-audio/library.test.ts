import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDecode, type Decode } from '../../../edge-agent/src/audio/decode.js';
import { createObjectFetch, type Fetched } from '../../../edge-agent/src/audio/fetch-object.js';
import { createAudioLibrary } from '../../../edge-agent/src/audio/library.js';
import { createObjectStore } from '../../../edge-agent/src/audio/object-store.js';
import { type Answer, startObjectServer } from '../../support/object-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const samples = new URL('../../../audio-samples/', import.meta.url);
const SPEECH = readFileSync(new URL('xin-chao.opus', samples));
const Samples = z.object({ samples: z.array(z.object({ id: z.string(), durationSeconds: z.number() })) });
const listed = Samples.parse(JSON.parse(readFileSync(new URL('samples.json', samples), 'utf8')));
const SPEECH_MS = 1000 * (listed.samples.find(({ id }) => id === 'xin-chao')?.durationSeconds ?? 0);
const shaOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-library-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Options {
  decode?: Decode;
  quotaBytes?: number;
  root?: string;
  fetchObject?: (want: { sha256: string; bytes: number }, signal: AbortSignal) => Promise<Fetched>;
}

/** A library whose recordings come from memory, unless told otherwise. */
async function openLibrary(served: readonly Buffer[], options: Options = {}) {
  const store = createObjectStore({ folder: options.root ?? folder });
  await store.open();
  const counts = { fetched: 0, decoded: 0 };
  const decode = options.decode ?? createDecode({ clock: systemClock });
  const library = createAudioLibrary({
    store,
    fetchObject:
      options.fetchObject ??
      (async ({ sha256 }) => {
        counts.fetched++;
        const bytes = served.find((one) => shaOf(one) === sha256);
        if (!bytes) return { ok: false, reason: 'audio_missing', detail: 'no such' };
        writeFileSync(store.objectPath(sha256), bytes);
        return { ok: true };
      }),
    decode: (...args) => {
      counts.decoded++;
      return decode(...args);
    },
    quotaBytes: options.quotaBytes ?? 1e9,
    marginBytes: 0,
    clock: systemClock,
    log: silentLogger,
  });
  const ready = (bytes: Buffer, durationMs: number) =>
    library.makeReady(
      { sha256: shaOf(bytes), bytes: bytes.length, durationMs },
      new AbortController().signal,
    );
  return { library, store, counts, ready };
}
const preparedFiles = () => readdirSync(join(folder, 'prepared'));

const pcmOf = (samples: number, at: (index: number) => number) =>
  Buffer.from(Int16Array.from({ length: samples }, (_, index) => at(index)).buffer);

/** One byte of PCM a byte, so that a recording's decoding is as large as itself. */
const copy: Decode = async (from, to) => {
  writeFileSync(to, readFileSync(from));
  return { ok: true };
};

describe('making a recording ready', () => {
  it('decodes all of it, to the length that was promised', async () => {
    const { library, counts, ready } = await openLibrary([SPEECH]);
    const readied = await ready(SPEECH, SPEECH_MS);
    expect(readied).toMatchObject({ ok: true });
    const prepared = library.prepared(shaOf(SPEECH));
    expect(Math.abs((prepared?.durationMs ?? 0) - SPEECH_MS)).toBeLessThan(60);
    expect(statSync(prepared?.path ?? '').size / 96).toBeCloseTo(prepared?.durationMs ?? 0, -1);
    expect(await ready(SPEECH, SPEECH_MS)).toEqual(readied);
    expect(counts).toEqual({ fetched: 1, decoded: 1 });
  });

  it.for([
    ['shorter than it is', SPEECH_MS - 2_000],
    ['longer than it is', SPEECH_MS + 2_000],
  ] as const)('refuses it where the plan promised it %s', async ([, promised]) => {
    const { library, ready } = await openLibrary([SPEECH]);
    expect(await ready(SPEECH, promised)).toMatchObject({ ok: false, reason: 'audio_undecodable' });
    expect(library.prepared(shaOf(SPEECH))).toBeNull();
    expect(preparedFiles()).toEqual([]);
  });

  it('refuses one that was cut short before it was approved', async () => {
    const half = SPEECH.subarray(0, SPEECH.length >> 1);
    const { ready } = await openLibrary([half]);
    expect(await ready(half, SPEECH_MS)).toMatchObject({ ok: false, reason: 'audio_undecodable' });
    expect(preparedFiles()).toEqual([]);
  });

  it('opens nothing that a playlist in disguise names', async () => {
    const secret = join(folder, 'secret.opus');
    writeFileSync(secret, SPEECH);
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:17.2,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${secret}'\n`,
    ].map((text) => Buffer.from(text));
    const { library, ready } = await openLibrary(lists);
    for (const list of lists) {
      expect(await ready(list, SPEECH_MS)).toMatchObject({ ok: false, reason: 'audio_undecodable' });
      expect(library.prepared(shaOf(list))).toBeNull();
    }
    expect(preparedFiles()).toEqual([]);
  });

  it('takes Ogg only: a WAV under a good hash is refused', async () => {
    const path = join(folder, 'tone.wav');
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', path]);
    const wav = readFileSync(path);
    const { ready } = await openLibrary([wav]);
    expect(await ready(wav, 1_000)).toMatchObject({ ok: false, reason: 'audio_undecodable' });
  });

  it('refuses digital silence in words, and nothing that is only quiet or mostly a pause', async () => {
    const dither = pcmOf(48_000, (index) => (index % 3) - 1);
    const quiet = pcmOf(48_000, (index) => (index % 2 === 0 ? 33 : -33));
    const pause = pcmOf(480_000, (index) => (index < 4_800 ? 3_000 : 0));
    const { library, ready } = await openLibrary([dither, quiet, pause], { decode: copy });
    expect(await ready(dither, 1_000)).toEqual({
      ok: false,
      reason: 'audio_undecodable',
      detail: 'it decodes to digital silence (below -70 dBFS)',
    });
    expect(library.prepared(shaOf(dither))).toBeNull();
    expect(await ready(quiet, 1_000)).toMatchObject({ ok: true });
    expect(await ready(pause, 10_000)).toMatchObject({ ok: true });
    expect(preparedFiles()).toHaveLength(2);
  });

  it('fetches again what the disk has damaged', async () => {
    const { store, counts, ready } = await openLibrary([SPEECH]);
    writeFileSync(store.objectPath(shaOf(SPEECH)), SPEECH.subarray(0, 5_000));
    expect(await ready(SPEECH, SPEECH_MS)).toMatchObject({ ok: true });
    expect(counts).toEqual({ fetched: 1, decoded: 1 });
  });

  it('is done once for all who ask at the same time', async () => {
    const { counts, ready } = await openLibrary([SPEECH]);
    const all = await Promise.all([
      ready(SPEECH, SPEECH_MS),
      ready(SPEECH, SPEECH_MS),
      ready(SPEECH, SPEECH_MS),
    ]);
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(counts).toEqual({ fetched: 1, decoded: 1 });
  });

  it('stops when told to, and leaves nothing half-made', async () => {
    const abort = new AbortController();
    const { library } = await openLibrary([SPEECH]);
    const running = library.makeReady(
      { sha256: shaOf(SPEECH), bytes: SPEECH.length, durationMs: SPEECH_MS },
      abort.signal,
    );
    abort.abort();
    expect(await running).toMatchObject({ ok: false, detail: 'stopped' });
    expect(preparedFiles()).toEqual([]);
  });
});

describe('making room', () => {
  const recordings = [1, 2, 3].map((value) => Buffer.alloc(96_000, value));
  const [first, second, third] = recordings.map(shaOf);

  it('keeps what is wanted, whatever the quota', async () => {
    const { library, ready } = await openLibrary(recordings, { decode: copy });
    for (const one of recordings) await ready(one, 1_000);
    const small = await openLibrary(recordings, { decode: copy, quotaBytes: 1_000 });
    await small.library.evict(new Set([first ?? '', second ?? '']));
    expect(preparedFiles().sort()).toEqual([`${first}.s16le`, `${second}.s16le`].sort());
    expect(readdirSync(join(folder, 'objects')).sort()).toEqual([first, second].sort());
    expect(library.prepared(third ?? '')).toBeNull();
  });

  it('drops decoded copies before recordings, and no more than it must', async () => {
    const full = await openLibrary(recordings, { decode: copy });
    for (const one of recordings) await full.ready(one, 1_000);
    const { library } = await openLibrary(recordings, { decode: copy, quotaBytes: 5 * 96_000 - 1 });
    await library.evict(new Set([third ?? '']));
    expect(preparedFiles()).toEqual([`${third}.s16le`]);
    expect(readdirSync(join(folder, 'objects'))).toHaveLength(3);
  });
});

describe('a full disk', () => {
  let volume: string;
  let mounted = false;
  let run = 0;
  beforeAll(() => {
    volume = mkdtempSync(join(tmpdir(), 'loa-full-'));
    mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', volume]).status === 0;
    if (!mounted) process.stderr.write('\n*** SKIPPED for want of the right to mount a tmpfs: a full disk\n');
  });
  afterAll(() => {
    if (mounted) execFileSync('umount', [volume]);
    rmSync(volume, { recursive: true, force: true });
  });
  function needVolume(skip: (condition: boolean, note: string) => void): string {
    if (!mounted && process.env.LOA_TEST_ALL === '1') expect.fail('cannot mount a tmpfs here');
    skip(!mounted, 'filling a disk needs the right to mount a tmpfs');
    const root = join(volume, `run-${run++}`);
    mkdirSync(root);
    return root;
  }
  const fill = () => spawnSync('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null', join(volume, 'ballast')]);
  afterEach(() => mounted && rmSync(join(volume, 'ballast'), { force: true }));

  it('is named as such while a recording is decoded, and nothing half-made stays', async ({ skip }) => {
    const root = needVolume(skip);
    const { ready } = await openLibrary([SPEECH], { root });
    // Its length is not promised, so that nothing but the decoding itself can notice.
    expect(await ready(SPEECH, 0)).toMatchObject({ ok: false, reason: 'disk_full' });
    expect(readdirSync(join(root, 'prepared'))).toEqual([]);
    expect(existsSync(join(root, 'objects', shaOf(SPEECH)))).toBe(true);
  });

  it('is foreseen where the length is promised', async ({ skip }) => {
    const root = needVolume(skip);
    const { ready, counts } = await openLibrary([SPEECH], { root });
    expect(await ready(SPEECH, SPEECH_MS)).toMatchObject({ ok: false, reason: 'disk_full' });
    expect(counts.decoded).toBe(0);
  });

  it.for([
    ['before it is fetched', true],
    ['while it is fetched', false],
  ] as const)('is named as such %s', async ([, early], { skip }) => {
    const root = needVolume(skip);
    const store = createObjectStore({ folder: root });
    await store.open();
    const bytes = Buffer.from(createSeededRandom(3).bytes(400_000));
    const fillMidway: Answer = (_request, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1000), () => {
        fill();
        response.end(bytes.subarray(1000));
      });
    };
    const server = await startObjectServer(bytes, fillMidway);
    if (early) fill();
    const fetchObject = createObjectFetch({
      server: server.url,
      tokens: { current: async () => 'token', drop: () => {} },
      store,
      clock: systemClock,
      random: createSeededRandom(1),
      log: silentLogger,
    });
    const fetched = await fetchObject(
      { sha256: server.sha256, bytes: bytes.length },
      new AbortController().signal,
    );
    await server.close();
    expect(fetched).toMatchObject({ ok: false, reason: 'disk_full' });
    expect(server.ranges).toHaveLength(early ? 0 : 1);
    expect(readdirSync(join(root, 'objects'))).toEqual([]);
  });
});
