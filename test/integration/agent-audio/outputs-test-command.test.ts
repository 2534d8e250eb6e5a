import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../../edge-agent/src/command.js';
import { createDocumentStore } from '../../../edge-agent/src/document-store.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { describeOutput } from '../../../edge-agent/src/outputs/describe-output.js';
import { readOutputs } from '../../../edge-agent/src/outputs/read-outputs.js';
import { type TestReport, testLengthMs, testOutputs } from '../../../edge-agent/src/outputs/test-outputs.js';
import { testSound } from '../../../edge-agent/src/outputs/test-sound.js';
import { mayTestSound } from '../../../edge-agent/src/sounding-hours.js';
import {
  AUDIO,
  BOX,
  COMMUNE,
  goldenActors,
  goldenPlan,
  goldenRoster,
  T0,
} from '../../fixtures/golden-documents.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-outputs-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const specsOf = (...outputs: (string | Record<string, unknown>)[]) =>
  readOutputs({ outputs, dataDir: folder, wavQuotaBytes: 1e8 });

async function run(outputs: (string | Record<string, unknown>)[], samples: Int16Array) {
  const reports: TestReport[] = [];
  const ok = await testOutputs({
    specs: specsOf(...outputs),
    samples,
    ...{ boxId: 'box_1', clock: systemClock, random: createSeededRandom(1), log: silentLogger },
    onReport: (report) => reports.push(report),
    signal: new AbortController().signal,
  });
  return { ok, reports };
}

describe('a test of the outputs', () => {
  it('plays the spoken words, low, and says of each output whether it took them', async () => {
    const { what, samples } = await testSound();
    expect(what).toContain('Đây là bản tin thử của loa');
    expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(4_000);
    const second = samples.subarray(0, 960 * 50);
    const { ok, reports } = await run(
      ['wav', { kind: 'axis', url: 'http://127.0.0.1:1' }, `pipe:${join(folder, 'pipe')}`],
      second,
    );
    expect(ok).toBe(false);
    expect(reports).toEqual([
      { id: 'wav', ok: true, words: 'took all of it. Did you hear it?' },
      { id: 'axis', ok: false, words: expect.stringContaining('took nothing: connect ECONNREFUSED') },
      { id: 'pipe', ok: false, words: 'took nothing: nobody reads it' },
    ]);
    const [wav = ''] = readdirSync(join(folder, 'sessions')).filter((name) => name.endsWith('.wav'));
    expect(align(decodeFile(join(folder, 'sessions', wav)), second).correlation).toBeGreaterThan(0.999);
  });

  it('is a tone where the recording or ffmpeg is missing', async () => {
    const { what, samples } = await testSound(join(folder, 'missing.opus'));
    expect(what).toBe('a tone of 440 Hz');
    expect(samples.length).toBe(3_000 * 48);
  });

  it('tells how long it takes, and names places but no passwords', () => {
    const specs = specsOf(
      { kind: 'icecast', url: 'http://host:8000/loa', password: 'hunter2' },
      { kind: 'alsa', warmUp: { leadMs: 3_000, gpio: { line: 17 } } },
    );
    expect(testLengthMs(specs, new Int16Array(48_000))).toBe(1_000 + 1_000 + 700 + 3_000 + 1_000 + 700);
    const words = specs.map(describeOutput).join('\n');
    expect(words).toContain('listeners of host:8000/loa');
    expect(words).toContain('with its amplifier switched on');
    expect(words).not.toContain('hunter2');
  });
});

describe('the command', () => {
  it('names one output or all, and whether to sound at any hour', () => {
    expect(parseCommand(['outputs', 'test'])).toEqual({ kind: 'test outputs', id: undefined, now: false });
    expect(parseCommand(['outputs', 'test', 'san-dinh', '--now'])).toEqual({
      kind: 'test outputs',
      id: 'san-dinh',
      now: true,
    });
  });

  it.each([['outputs'], ['outputs', 'play'], ['outputs', 'test', 'a', 'b'], ['outputs', 'test', '--loud']])(
    'that is typed wrongly says how to type it: %s %s',
    (...args) => {
      expect(() => parseCommand(args)).toThrow(/loa-agent outputs test \[ID\] \[--now\]/);
    },
  );
});

describe('whether it may sound now', () => {
  it('is a matter of the hours in the roster and the plan that the box holds', async () => {
    const actors = await goldenActors();
    const db = openJournalDb(join(folder, 'box.db'));
    const store = createDocumentStore({ db });
    const kept = { counter: 1, sha256: '0'.repeat(64), bytes: new Uint8Array(1) };
    const roster = goldenRoster(actors);
    store.accept({ ...kept, kind: 'roster', audience: COMMUNE, payload: roster });
    const plan = goldenPlan(AUDIO, AUDIO);
    store.accept({ ...kept, kind: 'plan', audience: BOX, payload: plan });
    const at = (now: number) => mayTestSound(db, { boxId: BOX, communeId: COMMUNE }, now);
    expect(at(T0)).toEqual({ ok: true });
    const MIDNIGHT = T0 + 17 * 3_600_000;
    expect(at(MIDNIGHT)).toEqual({ ok: false, why: 'loudspeakers may not sound at this hour here' });
    db.close();
  });

  it('is not known to a box without roster and plan, or without a name', () => {
    const db = openJournalDb(join(folder, 'box.db'));
    expect(mayTestSound(db, null, 0)).toMatchObject({
      ok: false,
      why: expect.stringContaining('not enrolled'),
    });
    expect(mayTestSound(db, { boxId: 'box_1', communeId: 'area_1' }, 0)).toMatchObject({ ok: false });
    db.close();
  });
});
