import { SettingError } from '@loa/shared/errors';
import { describe, expect, it } from 'vitest';
import { configHelp, readConfig } from '../../../controller/src/config.js';

describe("the controller's settings", () => {
  it('listen on this machine alone unless told otherwise', () => {
    expect(readConfig({})).toMatchObject({
      dataFolder: './data',
      http: { host: '127.0.0.1', port: 8080 },
      mqtt: { kind: 'embedded', host: '127.0.0.1', port: 1883, publicUrl: null },
      upload: { maxBytes: 200 * 1024 * 1024, maxDurationMs: 3_600_000 },
    });
  });

  it('take an external broker by its address', () => {
    const url = 'mqtts://broker.xa.vn:8883';
    expect(readConfig({ LOA_MQTT_URL: url }).mqtt).toMatchObject({ kind: 'external', url, publicUrl: url });
  });

  it('open a door over TLS for boxes elsewhere, named as they are to find it', () => {
    expect(readConfig({}).boxes).toBeNull();
    expect(readConfig({ LOA_BOX_HOST: '0.0.0.0', LOA_BOX_NAME: 'loa.xa.vn' }).boxes).toEqual({
      ...{ host: '0.0.0.0', name: 'loa.xa.vn', httpsPort: 8443, mqttsPort: 8883 },
    });
    expect(readConfig({ LOA_BOX_HOST: '192.168.1.10' }).boxes?.name).toBe('192.168.1.10');
    expect(() => readConfig({ LOA_BOX_HOST: '0.0.0.0' })).toThrow(/set LOA_BOX_NAME/);
    const plainBroker = { LOA_BOX_HOST: '192.168.1.10', LOA_MQTT_PUBLIC_URL: 'mqtt://192.168.1.10:1883' };
    expect(() => readConfig(plainBroker)).toThrow(/mqtts:/);
  });

  it.each([
    ['LOA_HTTP_PORT', 'http'],
    ['LOA_HTTP_PORT', '99999'],
    ['LOA_MQTT_URL', 'https://example.vn'],
    ['LOA_LOG_LEVEL', 'loud'],
    ['LOA_UPLOAD_MAX_MB', '0'],
    ['LOA_MQTT_HOST', '0.0.0.0'],
  ])('refuse %s=%s, naming it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });

  it('refuse a misspelt name, but not those of the other programs', () => {
    expect(() => readConfig({ LOA_HTTP_PROT: '80' })).toThrow(SettingError);
    expect(() =>
      readConfig({ LOA_TEST_ALL: '1', LOA_AGENT_DATA: 'x', LOA_TOKEN: 'y', PATH: 'z' }),
    ).not.toThrow();
  });

  it('never repeat a secret', () => {
    expect(() => readConfig({ LOA_ADMIN_PASSWORD: 'ngan' })).toThrow(/^(?!.*ngan).*$/);
  });

  it('are all in --help', () => {
    expect(configHelp()).toContain('LOA_MQTT_PUBLIC_URL');
  });

  it('knows which roles need a second factor, and none where it is told so', () => {
    expect(readConfig({}).secondFactorFor).toEqual(['admin', 'approver']);
    expect(readConfig({ LOA_SECOND_FACTOR: 'none' }).secondFactorFor).toEqual([]);
    expect(readConfig({ LOA_SECOND_FACTOR: 'technician' }).secondFactorFor).toEqual(['technician']);
    expect(() => readConfig({ LOA_SECOND_FACTOR: 'boss' })).toThrow(/LOA_SECOND_FACTOR/);
  });
});
