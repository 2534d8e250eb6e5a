import { execFileSync, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFfmpeg } from '../../../controller/src/library/ffmpeg.js';
import type { RefusalReason } from '../../../controller/src/library/outcomes.js';
import { type Bench, openBench, SPEECH } from './support.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
afterEach(() => {
  expect(readdirSync(join(bench.folder, 'store', 'tmp'))).toEqual([]);
});

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(bench.folder, name);
  writeFileSync(path, content);
  return path;
};

async function refusal(file: string, library = bench.library): Promise<RefusalReason | 'accepted'> {
  const outcome = await library.importRecording({ source: { file }, originalName: file });
  return outcome.ok ? 'accepted' : outcome.reason;
}

describe('what is no audio', () => {
  it.each([
    ['a text', 'Kính gửi: Ủy ban nhân dân xã'],
    ['a page', '<!doctype html><title>404</title>'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a UTF-16 text, whose mark resembles an MPEG frame', Buffer.from('\ufeffbản tin', 'utf16le')],
    [
      'a session description, which opens sockets',
      'v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n',
    ],
  ])('refuses %s named .mp3', async (_, content) => {
    expect(await refusal(write('bad.mp3', content))).toBe('not_audio');
  });

  it('refuses an empty file', async () => {
    expect(await refusal(write('empty.mp3', ''))).toBe('empty');
  });

  it('refuses a tag with nothing after it', async () => {
    expect(await refusal(write('tag.mp3', Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1')))).toBe('empty');
  });

  it('refuses noise behind a true beginning', async () => {
    const noise = Buffer.alloc(50_000, 'ồn ào');
    expect(await refusal(write('fake.flac', Buffer.concat([Buffer.from('fLaC'), noise])))).toBe(
      'decode_failed',
    );
  });

  it('refuses a film without sound', async () => {
    const film = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=2'];
    expect(await refusal(bench.make('mute.mp4', ['-c:v', 'mpeg4'], film))).toBe('no_audio_stream');
  });
});

describe('a playlist disguised as audio', () => {
  const PLAYLISTS = [
    ['hls', '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsecret.wav\n#EXT-X-ENDLIST\n'],
    ['concat', "ffconcat version 1.0\nfile 'secret.wav'\n"],
    [
      'dash',
      '<?xml version="1.0"?>\n<MPD><Period><AdaptationSet><Representation><BaseURL>secret.wav</BaseURL></Representation></AdaptationSet></Period></MPD>',
    ],
  ] as const;

  it.each(PLAYLISTS)('is refused and the file it names is never opened: %s', async (name, content) => {
    const playlist = write(`${name}.mp3`, content);
    await expectUntouched(async () => {
      expect(await refusal(playlist)).toBe('playlist');
    });
  });

  it('is not followed even if the sniffer let it pass: the demuxer is forced', async () => {
    for (const [name, content] of PLAYLISTS) {
      const input = { path: write(`${name}.mp3`, content), demuxer: 'mp3' as const };
      await expectUntouched(async () => {
        expect((await bench.ffmpeg.probe(input)).ok).toBe(false);
        const run = await bench.ffmpeg.run({ input, maxSeconds: 5, audioFilter: 'anull', output: null });
        expect(run.ok).toBe(false);
      });
    }
  });

  it('would be followed by an ffmpeg that guesses, which shows that these tests see it', async () => {
    const playlist = write('concat.mp3', PLAYLISTS[1][1]);
    const secret = await layOutSecret();
    spawnSync('ffprobe', ['-v', 'quiet', playlist], { timeout: 5000 });
    expect(await secret.wasRead()).toBe(true);
  });
});

/** A named pipe with a writer waiting: whoever opens it takes its one line away. */
async function layOutSecret() {
  const path = join(bench.folder, 'secret.wav');
  execFileSync('sh', ['-c', 'rm -f "$0"; mkfifo "$0"', path]);
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const writer = spawn('sh', ['-c', 'echo ready; echo secret > "$0"', path], { stdio });
  const ended = once(writer, 'exit');
  if (writer.stdout) await once(writer.stdout, 'data');
  return {
    async wasRead(): Promise<boolean> {
      const pipe = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      await ended;
      const left = readSync(pipe, Buffer.alloc(64));
      closeSync(pipe);
      return left === 0;
    },
  };
}

async function expectUntouched(work: () => Promise<void>): Promise<void> {
  const secret = await layOutSecret();
  await work();
  expect(await secret.wasRead()).toBe(false);
}

describe('a file whose end is missing', () => {
  it.each([
    ['cut.wav', []],
    ['cut.flac', []],
    ['cut.mp3', ['-q:a', '4']],
    ['cut.m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
    ['cut.ogg', ['-c:a', 'libvorbis']],
    ['cut.mka', ['-c:a', 'flac']],
  ])('is refused though ffmpeg decodes what is left: %s', async (name, options) => {
    const whole = readFileSync(bench.make(name, options));
    expect(await refusal(write(name, whole.subarray(0, whole.length * 0.6)))).toBe('truncated');
  });

  it('is refused when its index was at the lost end', async () => {
    const whole = readFileSync(bench.make('phone.m4a', ['-c:a', 'aac']));
    expect(await refusal(write('phone.m4a', whole.subarray(0, whole.length * 0.6)))).toBe('decode_failed');
  });

  it('is not suspected in a recording that was streamed and states no length', async () => {
    const streamed = execFileSync('ffmpeg', ['-v', 'error', '-t', '3', '-i', SPEECH, '-f', 'wav', '-']);
    expect(await refusal(write('streamed.wav', streamed))).toBe('accepted');
  });
});

describe('bounds', () => {
  it('refuses ten hours of silence in a small FLAC at once, whether the header admits them or not', async () => {
    const silence = ['-f', 'lavfi', '-t', '36000', '-i', 'anullsrc=r=8000:cl=mono'];
    const admitted = bench.make('silence.flac', ['-frame_size', '32768'], silence);
    const bytes = readFileSync(admitted);
    expect(bytes.length).toBeLessThan(7_000_000);
    const begun = performance.now();
    expect(await refusal(admitted)).toBe('too_long');
    expect(performance.now() - begun).toBeLessThan(1500);

    bytes.fill(0, 22, 26); // STREAMINFO's count of samples: zero means unknown
    bytes[21] = (bytes[21] ?? 0) & 0xf0;
    const hidden = write('hidden.flac', bytes);
    expect(await refusal(hidden, bench.libraryWith({ maxDurationMs: 60_000 }))).toBe('too_long');
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('refuses a recording longer, larger or shorter than allowed', async () => {
    const file = bench.make('five-seconds.wav', []);
    expect(await refusal(file, bench.libraryWith({ maxDurationMs: 4000 }))).toBe('too_long');
    expect(await refusal(file, bench.libraryWith({ maxBytes: 1000 }))).toBe('too_large');
    expect(await refusal(file, bench.libraryWith({ minDurationMs: 6000 }))).toBe('too_short');
  });

  it('refuses silence', async () => {
    const silence = ['-f', 'lavfi', '-t', '3', '-i', 'anullsrc=r=48000:cl=stereo'];
    expect(await refusal(bench.make('silence.mp3', [], silence))).toBe('silent');
  });

  it('stops when the uploader goes away, and leaves nothing behind', async () => {
    const file = bench.make('abandoned.wav', []);
    const leave = new AbortController();
    const begun = bench.library.importRecording({
      source: { file },
      originalName: file,
      signal: leave.signal,
    });
    leave.abort(new Error('gone'));
    await expect(begun).rejects.toThrow('gone');
  });
});

describe('a tag as long as a file', () => {
  const probeOf = async (path: string, demuxer: 'wav' | 'ogg') => {
    const limits = { probeMs: 1000 };
    const ports = { clock: systemClock, env: process.env, folder: join(bench.folder, 'programs') };
    return (await openFfmpeg({ ...ports, limits })).probe({ path, demuxer });
  };

  it('is not read: neither does it pass for an unreadable file', async () => {
    const file = write('letters.wav', withComment(bench.make('plain.wav', []), Buffer.alloc(8_000_000, 'x')));
    expect(await probeOf(file, 'wav')).toMatchObject({ ok: true, probe: { audioStreams: 1, channels: 1 } });
    expect(await refusal(file)).toBe('accepted');
  });

  it('of nothing but newlines is given up in time, and the controller goes on meanwhile', async () => {
    const file = write('lines.wav', withComment(bench.make('plain.wav', []), Buffer.alloc(8_000_000, '\n')));
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const begun = performance.now();
    expect(await probeOf(file, 'wav')).toMatchObject({ ok: false, reason: 'timeout' });
    delay.disable();
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(delay.max / 1e6).toBeLessThan(1000);
  });

  it('is refused where it would be printed', async () => {
    const tags = write('tags.txt', `;FFMETADATA1\nDURATION=${'9'.repeat(2_000_000)}\n`);
    const input = ['-t', '2', '-i', SPEECH, '-f', 'ffmetadata', '-i', tags];
    const options = ['-map', '0:a', '-map_metadata:s:0', '1', '-c:a', 'libopus'];
    const file = bench.make('printed.ogg', options, input);
    expect(await probeOf(file, 'ogg')).toMatchObject({
      ok: false,
      reason: 'failed',
      detail: 'ffprobe printed more than 1048576 bytes',
    });
    expect(await refusal(file)).toBe('decode_failed');
  });
});

/** A WAV file with a comment before its sound. */
function withComment(file: string, comment: Buffer): Buffer {
  const whole = readFileSync(file);
  const [list, info] = [Buffer.from('LIST....'), Buffer.from('INFOICMT....')];
  list.writeUInt32LE(info.length + comment.length, 4);
  info.writeUInt32LE(comment.length, 8);
  const tagged = Buffer.concat([whole.subarray(0, 12), list, info, comment, whole.subarray(12)]);
  tagged.writeUInt32LE(tagged.length - 8, 4);
  return tagged;
}

describe('names', () => {
  it('takes no path, command or pattern from a name', async () => {
    mkdirSync(join(bench.folder, '🌾 thư mục'));
    const file = bench.make(join('🌾 thư mục', "một 'hai' $(ba) %04d.wav"), []);
    const outcome = await bench.library.importRecording({
      source: { file },
      originalName: '../../🌾 Bản tin.wav',
    });
    if (!outcome.ok) expect.fail(outcome.detail);
    expect(outcome.recording.original.name).toBe('🌾 Bản tin.wav');
  });
});
