import { SettingError } from '@loa/shared/errors';
import { describe, expect, it } from 'vitest';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

function idsOf(outputs: (string | Record<string, unknown>)[], card = false): string[] {
  const ports = { dataDir: '/nowhere', boxId: 'box_1', wavQuotaBytes: 1e6, hasSoundCard: () => card };
  return createOutputs({ ...ports, outputs, clock: createFakeClock(), log: silentLogger }).map(
    ({ id }) => id,
  );
}

describe('the outputs in the settings', () => {
  it('are read in both forms', () => {
    expect(idsOf(['wav', 'alsa:hw:1,0', 'pipe:/run/a:b'])).toEqual(['wav', 'alsa', 'pipe']);
    expect(idsOf([{ kind: 'pipe', path: '/run/x' }, { kind: 'wav' }])).toEqual(['pipe', 'wav']);
  });

  it('named auto are the sound card where there is one, and nothing else', () => {
    expect(idsOf(['wav', 'auto'], true)).toEqual(['wav', 'alsa']);
    expect(idsOf(['wav', 'auto'], false)).toEqual(['wav']);
  });

  it('that make no sense are refused with what was written and what is known', () => {
    for (const bad of ['speaker', 'pipe:', 'pipe', 'wav:/tmp', '', { kind: 'alsa', path: 'x' }, {}]) {
      expect(() => idsOf([bad]), JSON.stringify(bad)).toThrow(SettingError);
    }
    expect(() => idsOf(['speaker'])).toThrow(/"speaker".*wav, alsa, alsa:DEVICE, pipe:PATH, auto/);
    expect(() => idsOf(['wav', 'wav'])).toThrow(SettingError);
  });
});
