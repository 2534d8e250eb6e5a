import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { readOutputs } from '../../../edge-agent/src/outputs/read-outputs.js';
import { PAGING_PRESETS, PAGING_VENDORS } from '../../../edge-agent/src/outputs/rtp/paging-presets.js';

const folder = mkdtempSync(join(tmpdir(), 'loa-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(...outputs: (string | Record<string, unknown>)[]) {
  return readOutputs({ outputs, dataDir: '/data', wavQuotaBytes: 1e6, hasSoundCard: () => true });
}

function refusal(...outputs: (string | Record<string, unknown>)[]): string {
  try {
    read(...outputs);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
  }
  throw new Error('it was accepted');
}

function rtp(setting: Record<string, unknown>) {
  const [spec] = read({ kind: 'rtp', ...setting });
  if (spec?.kind !== 'rtp') throw new Error('no RTP output');
  return spec.rtp;
}

describe('outputs in the settings', () => {
  it('may be several of a kind, each with a name, a level and a delay of its own', () => {
    const specs = read(
      { kind: 'rtp', id: 'san-dinh', to: '224.0.2.60:50000', gainDb: -3 },
      { kind: 'rtp', id: 'cho', to: '224.0.2.61:50000', offsetMs: 120 },
      'wav',
    );
    expect(specs.map(({ id, trim }) => [id, trim.gainDb, trim.offsetMs])).toEqual([
      ['san-dinh', -3, 0],
      ['cho', 0, 120],
      ['wav', 0, 0],
    ]);
  });

  it('that are switched off are not there', () => {
    expect(read('wav', { kind: 'alsa', enabled: false })).toHaveLength(1);
  });

  it('are plain data, so that another thread can have them', () => {
    const specs = read(
      'wav',
      'alsa',
      { kind: 'rtp', vendor: 'snom' },
      { kind: 'axis', url: 'http://10.0.0.1' },
    );
    expect(structuredClone(specs)).toEqual(specs);
  });

  it.each([
    [{ kind: 'rtp' }, /rtp: to .*224\.0\.2\.60:50000.*vendor/],
    [{ kind: 'rtp', to: '224.0.2.60:50001' }, /odd port/],
    [{ kind: 'rtp', to: 'loa.example:50000' }, /to cannot be used: .*224\.0\.2\.60:50000/],
    [{ kind: 'rtp', to: '224.0.2.60:50000', ttl: 0 }, /ttl/],
    [{ kind: 'rtp', id: 'san', to: { emergency: '224.0.2.60:50000' } }, /san \(rtp\): to/],
    [{ kind: 'rtp', vendor: 'nobody' }, /vendor/],
    [{ kind: 'rtp', to: '224.0.2.60:50000', volume: 3 }, /volume/],
    [{ kind: 'axis', url: '10.0.0.1' }, /axis: url .*http:\/\/192\.168\.1\.30/],
    [{ kind: 'axis', url: 'http://10.0.0.1', offsetMs: 6_000 }, /offsetMs/],
    [{ kind: 'icecast', url: 'http://10.0.0.1/a', passwordFile: '/nowhere' }, /passwordFile.*ENOENT/],
    [{ kind: 'wav', warmUp: { gpio: { line: 1 }, command: { on: ['a'], off: ['b'] } } }, /warmUp.*not both/],
    [{ kind: 'wav', id: 'X y' }, /id/],
  ])('that make no sense are refused, naming the field: %j', (setting, words) => {
    expect(refusal(setting)).toMatch(words);
  });

  it('never tell a password when they are refused', () => {
    expect(refusal({ kind: 'axis', url: 'x', password: 'hunter2' })).not.toContain('hunter2');
    expect(refusal({ kind: 'axiss', password: 'hunter2' })).not.toContain('hunter2');
  });

  it('with one name twice are refused', () => {
    expect(refusal('wav', { kind: 'pipe', id: 'wav', path: '/x' })).toMatch(/two are called wav/);
  });

  it('take a password from a file of its own', () => {
    const path = join(folder, 'secret');
    writeFileSync(path, 'hunter2\n', { mode: 0o600 });
    const [spec] = read({ kind: 'axis', url: 'http://10.0.0.1', user: 'loa', passwordFile: path });
    expect(spec).toMatchObject({ axis: { user: 'loa', password: 'hunter2' } });
  });
});

describe('paging by priority', () => {
  it('sends every rank to the one address that is named', () => {
    expect(new Set(Object.values(rtp({ to: '224.0.2.60:50000' }).to).map(({ port }) => port))).toEqual(
      new Set([50_000]),
    );
  });

  it('lets a rank without an address use that of the next lower one', () => {
    const { to } = rtp({ to: { normal: '224.0.2.60:50010', live: '224.0.2.60:50004' } });
    expect([to.normal.port, to.priority.port, to.live.port, to.emergency.port]).toEqual([
      50_010, 50_010, 50_004, 50_004,
    ]);
  });

  it.each(PAGING_VENDORS)('has usable addresses for %s, emergency on one of its own', (vendor) => {
    const { to } = rtp({ vendor });
    for (const { address, port } of Object.values(to)) {
      expect(Number(address.split('.')[0])).toBeGreaterThanOrEqual(224);
      expect(port).toBeGreaterThan(1_023);
    }
    expect([to.normal, to.priority, to.live].map(({ port }) => port)).not.toContain(to.emergency.port);
    expect(PAGING_PRESETS[vendor].source).not.toBe('');
  });

  it.each([
    ['yealink', 'falls'],
    ['grandstream', 'falls'],
    ['snom', 'rises'],
    ['cyberdata', 'rises'],
  ] as const)('with %s the number %s as things grow urgent', (vendor, direction) => {
    const ranks = PAGING_PRESETS[vendor].ranks;
    if (!ranks) throw new Error('it has none');
    const rising = [ranks.normal, ranks.priority, ranks.live, ranks.emergency];
    const sorted = rising.toSorted((a, b) => (direction === 'rises' ? a - b : b - a));
    expect(rising).toEqual(sorted);
    expect(new Set(rising).size).toBe(4);
  });
});
