import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDecode } from '../../../edge-agent/src/audio/decode.js';
import { createFakeClock } from '../../support/fake-clock.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/vneid.opus');
const CHIME = join(import.meta.dirname, '../../../audio-samples/chuong-bao.opus');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-decode-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const out = () => join(folder, 'out');

describe('decoding', () => {
  it('gives the samples that ffmpeg by hand gives', async () => {
    const decoded = await createDecode({ clock: systemClock })(
      CHIME,
      out(),
      60_000,
      new AbortController().signal,
    );
    const byHand = execFileSync('ffmpeg', [
      '-v',
      'error',
      '-i',
      CHIME,
      '-f',
      's16le',
      '-ac',
      '1',
      '-ar',
      '48000',
      '-',
    ]);
    expect(decoded).toEqual({ ok: true });
    expect(readFileSync(out()).equals(byHand)).toBe(true);
  });

  it.for(['before it began', 'before its process began', 'on the way'] as const)(
    'is ended by an abort %s',
    async (when) => {
      const abort = new AbortController();
      if (when === 'before it began') abort.abort();
      const decoding = createDecode({ clock: systemClock })(SPEECH, out(), 100_000, abort.signal);
      if (when === 'before its process began') abort.abort();
      if (when === 'on the way') void systemClock.wait(30).then(() => abort.abort());
      expect(await decoding).toEqual({ ok: false, detail: 'stopped' });
    },
  );

  it('is ended when it takes too long', async () => {
    const endless = join(folder, 'endless');
    execFileSync('mkfifo', [endless]);
    const clock = createFakeClock();
    const decoding = createDecode({ clock })(endless, out(), 1_000, new AbortController().signal);
    await clock.advance(300_000);
    expect(await decoding).toEqual({ ok: false, detail: 'it took too long' });
    expect(clock.pending()).toBe(0);
  });

  it('never writes more than it was allowed, however long the recording is', async () => {
    await createDecode({ clock: systemClock })(SPEECH, out(), 2_000, new AbortController().signal);
    expect(statSync(out()).size).toBeLessThanOrEqual(2_000 * 96);
  });

  it('of bytes that are damaged in their middle comes out short, which the library notices', async () => {
    const bytes = readFileSync(CHIME);
    const damaged = join(folder, 'damaged.opus');
    writeFileSync(damaged, bytes.fill(0, 2_000, 6_000));
    const decoded = await createDecode({ clock: systemClock })(
      damaged,
      out(),
      60_000,
      new AbortController().signal,
    );
    const decodedMs = decoded.ok ? statSync(out()).size / 96 : 0;
    expect(decodedMs).toBeLessThan(2_150);
  });
});
