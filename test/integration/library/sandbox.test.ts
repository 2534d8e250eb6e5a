import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFfmpeg } from '../../../controller/src/library/ffmpeg.js';
import { launcherScript } from '../../../controller/src/library/launcher.js';
import { findSandbox, NOBODY, type Sandbox } from '../../../controller/src/library/sandbox.js';
import { createEspeak } from '../../../controller/src/sources/tts/espeak.js';
import { findProgram } from '../../support/needs.js';
import { SPEECH } from './support.js';

const isRoot = process.getuid?.() === 0;
const LIMITS = { memoryBytes: 1024 ** 3, fileBytes: 10_000_000, cpuSeconds: 20, niceness: 5 };
const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A shell in the sandbox, with the script as its argument. */
async function shellIn(sandbox: Sandbox, script: string, ...args: string[]): Promise<string> {
  const launcher = join(folder, 'launch');
  await writeFile(launcher, launcherScript('/bin/sh', LIMITS, { sandbox, writesLast: true }), {
    mode: 0o700,
  });
  const { stdout } = await run(launcher, ['-c', script, 'sh', ...args]);
  return stdout.trim();
}

const kinds = [
  ['bwrap', await findSandbox(process.env, { isRoot })],
  ['setpriv', await findSandbox({ ...process.env, BWRAP_PATH: '/nonexistent' }, { isRoot })],
] as const;

for (const [kind, sandbox] of kinds) {
  describe.skipIf(sandbox.kind !== kind)(`in the sandbox of ${kind}`, () => {
    it('a program is another user, and reads and writes its own files alone', async () => {
      const [input, output, secret] = ['in', 'out', 'secret'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      await writeFile(input, 'upload', { mode: 0o600 });
      await writeFile(secret, 'key', { mode: 0o600 });
      expect(await shellIn(sandbox, 'id -u')).toBe(String(NOBODY));
      await shellIn(sandbox, 'cat "$1" > "$2"', input, output);
      expect(await readFile(output, 'utf8')).toBe('upload');
      // Named by nobody, so not there.
      expect(await shellIn(sandbox, `cat '${secret}' 2>/dev/null || echo none`)).toBe('none');
      expect(
        await shellIn(sandbox, 'echo x > "$1" 2>/dev/null && echo written || echo none', input, '-'),
      ).toBe('none');
      expect(await readFile(input, 'utf8')).toBe('upload');
    });

    it('ffmpeg and ffprobe do their work, with a name that a shell could stumble over', async () => {
      const ffmpeg = await openFfmpeg({
        clock: systemClock,
        env: process.env,
        folder: join(folder, 'p'),
        sandbox,
      });
      const path = join(folder, "bản tin 'a' $(id).opus");
      await writeFile(path, await readFile(SPEECH), { mode: 0o600 });
      const input = { path, demuxer: 'ogg' } as const;
      const probed = await ffmpeg.probe(input);
      expect(probed.ok && probed.probe.audioStreams).toBe(1);
      const target = join(folder, 'copy.m4a');
      const options = ['-c:a', 'aac', '-movflags', '+faststart', '-f', 'mp4'];
      const ran = await ffmpeg.run({
        input,
        maxSeconds: 3,
        audioFilter: 'anull',
        output: { path: target, options },
      });
      expect(ran).toMatchObject({ ok: true });
      expect((await readFile(target)).length).toBeGreaterThan(5_000);
    });

    it.skipIf(findProgram('espeak-ng') === null)('espeak-ng speaks', async () => {
      const espeak = createEspeak({
        clock: systemClock,
        env: process.env,
        folder: join(folder, 'p'),
        sandbox: Promise.resolve(sandbox),
      });
      const voice = (await espeak.voices())[0]?.id ?? '';
      const target = join(folder, 'speech.wav');
      const request = { text: 'Bà con chú ý.', voice, ratePercent: 100, target };
      expect(await espeak.speak({ ...request, signal: undefined })).toEqual({ ok: true });
      expect((await readFile(target)).subarray(0, 4).toString()).toBe('RIFF');
    });
  });
}

describe.skipIf(kinds[0][1].kind !== 'bwrap')('bubblewrap', () => {
  it('leaves a program no network, not even this machine’s own', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const connect = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo reached || echo none`;
    const script = `bash -c '${connect}' 2>/dev/null || echo none`;
    expect(await shellIn({ kind: 'none' }, script)).toBe('reached');
    expect(await shellIn(kinds[0][1], script)).toBe('none');
    server.close();
  });
});

it('without either program the limits and the whitelist remain', async () => {
  const nothing = { PATH: '', BWRAP_PATH: '/nonexistent', SETPRIV_PATH: '/nonexistent' };
  expect(await findSandbox(nothing, { isRoot: true })).toEqual({ kind: 'none' });
  expect(await findSandbox({ BWRAP_PATH: '/bin/false' }, { isRoot: false })).toEqual({ kind: 'none' });
});
