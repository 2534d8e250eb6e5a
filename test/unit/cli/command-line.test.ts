import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseWindow } from '../../../controller/src/cli/roster-hours.js';
import { runLoa } from '../../support/cli-bench.js';

describe('loa', () => {
  it('names every command when nothing or nonsense is typed', async () => {
    expect(await runLoa([])).toMatchObject({ code: 0, output: expect.stringContaining('approve') });
    expect(await runLoa(['aprove'])).toMatchObject({
      code: 2,
      output: expect.stringMatching(/There is no command "loa aprove"[\s\S]*approve/),
    });
  });

  it.each([
    'approve',
    'key new',
    'keys wrap',
    'keys export',
    'keys import',
    'keys sign-roster',
    'keys rotate-root',
    'keys controller',
    'roster sign',
    'roster show',
    'roster add-person',
    'roster hours',
    'roster clock',
    'health',
    'demo remove',
  ])('explains %s with --help', async (name) => {
    const { code, output } = await runLoa([...name.split(' '), '--help']);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('--') });
  });

  it('says which option it does not know', async () => {
    expect(await runLoa(['health', '--sever', 'x'])).toMatchObject({
      code: 2,
      output: expect.stringContaining('--sever'),
    });
  });

  it('says which option is missing', async () => {
    expect(await runLoa(['key', 'new'])).toMatchObject({
      code: 1,
      output: '--out is missing. Type the command with --help.',
    });
    expect(await runLoa(['approve', '--all-submitted'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('--key'),
    });
  });

  it('says that nobody answers, and where', async () => {
    const { code, output } = await runLoa(['health', '--server', 'http://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(output).toContain('No controller answers at http://127.0.0.1:1');
  });
});

describe('loa key new', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes a key that only its owner can read, and shows only its public half', async () => {
    const path = join(folder, 'nam.jwk');
    const { code, output } = await runLoa(['key', 'new', '--out', path, '--label', 'Nam']);
    expect(code).toBe(0);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { d } = JSON.parse(await readFile(path, 'utf8'));
    expect(output).not.toContain(d);
  });

  it('never overwrites a key', async () => {
    const path = join(folder, 'nam.jwk');
    await runLoa(['key', 'new', '--out', path]);
    const before = await readFile(path, 'utf8');
    expect(await runLoa(['key', 'new', '--out', path])).toMatchObject({ code: 1 });
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

describe('hours on the command line', () => {
  it('reads a window with and without a cap', () => {
    expect(parseWindow('05:30-06:00@-6')).toEqual({ from: '05:30', to: '06:00', maxGainDb: -6 });
    expect(parseWindow('06:00-24:00')).toEqual({ from: '06:00', to: '24:00', maxGainDb: 0 });
  });

  it.each(['6:00-21:00', '21:00-06:00', '06:00-25:00', '06:00', ''])('refuses %o', (text) => {
    expect(() => parseWindow(text)).toThrow(/05:30-21:00/);
  });
});
