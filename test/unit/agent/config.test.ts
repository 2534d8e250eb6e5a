import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../../edge-agent/src/command.js';
import { knownNames, loadConfig } from '../../../edge-agent/src/config.js';
import { HELP } from '../../../edge-agent/src/help.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (env: Record<string, string>) => loadConfig({ LOA_AGENT_DATA: folder, ...env });
const file = (text: string) => writeFileSync(join(folder, 'settings.json'), text);

describe('settings', () => {
  it('need nothing but have sensible defaults', () => {
    expect(load({})).toMatchObject({
      dataDir: folder,
      outputs: ['wav'],
      audioQuotaMb: 2_000,
      logLevel: 'info',
    });
  });

  it('come from the environment over the file', () => {
    file('{"server": "http://a:1", "wavQuotaMb": 5}');
    expect(load({ LOA_AGENT_SERVER: 'http://b:2' })).toMatchObject({ server: 'http://b:2', wavQuotaMb: 5 });
  });

  it.each([
    ['wav', ['wav']],
    ['alsa:hw:1,pipe:/tmp/x y', ['alsa:hw:1', 'pipe:/tmp/x y']],
    ['[{"kind":"pipe","path":"/a,b"}]', [{ kind: 'pipe', path: '/a,b' }]],
    ['{"kind":"wav"}', [{ kind: 'wav' }]],
  ])('outputs %s', (text, outputs) => {
    expect(load({ LOA_AGENT_OUTPUTS: text }).outputs).toEqual(outputs);
  });

  it.each([
    [{ LOA_AGENT_SERVER: 'ftp://x' }, /LOA_AGENT_SERVER.*http/],
    [{ LOA_AGENT_SERVERS: 'http://x' }, /LOA_AGENT_SERVERS is not known/],
    [{ LOA_AGENT_AUDIO_QUOTA_MB: 'lots' }, /LOA_AGENT_AUDIO_QUOTA_MB/],
    [{ LOA_AGENT_LOG_LEVEL: 'loud' }, /LOA_AGENT_LOG_LEVEL/],
    [{ LOA_AGENT_DISTANCE_METRES: '-3' }, /LOA_AGENT_DISTANCE_METRES/],
    [{ LOA_AGENT_OUTPUTS: 'wav,,alsa' }, /empty entry/],
    [{ LOA_AGENT_OUTPUTS: '[{"kind":' }, /outputs/],
  ])('%j is refused in one line that says what to do', (env, message) => {
    const refused = () => load(env as unknown as Record<string, string>);
    expect(refused).toThrow(message);
    try {
      refused();
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad_setting' });
      expect(String(error)).not.toContain('\n');
    }
  });

  it('in a broken or misspelt file are refused too', () => {
    file('{nonsense');
    expect(() => load({})).toThrow(/settings\.json cannot be read/);
    file('{"sever": "http://a"}');
    expect(() => load({})).toThrow(/sever/);
    file('[]');
    expect(() => load({})).toThrow(/one JSON object/);
  });

  it('all stand in --help', () => {
    for (const name of knownNames()) expect(HELP).toContain(name);
  });
});

describe('the command line', () => {
  it.each([
    [[], { kind: 'run' }],
    [['--help'], { kind: 'help' }],
    [['enrol', '--help'], { kind: 'help' }],
    [
      ['enrol', 'K7QM-3F8Z', '--server', 'http://a'],
      { kind: 'enrol', code: 'K7QM-3F8Z', server: 'http://a' },
    ],
    [
      ['enrol', '--server=http://a', 'K7QM', '3F8Z'],
      { kind: 'enrol', code: 'K7QM 3F8Z', server: 'http://a' },
    ],
    [['enrol', 'K7QM'], { kind: 'enrol', code: 'K7QM', server: undefined }],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([[['dance']], [['enrol']], [['enrol', 'K7QM', '--loud']]])('%j is refused', (args) => {
    expect(() => parseCommand(args)).toThrow(/loa-agent/);
  });
});
