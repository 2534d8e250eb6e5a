import { generatePrivateJwk, publicOf } from '@loa/shared/trust/keys';
import { describe, expect, it } from 'vitest';
import { controllerAddress } from '../../../edge-agent/src/controller-address.js';

const key = publicOf(generatePrivateJwk());
const plain = {
  ...{ boxId: 'box_a', communeId: 'area_c', rootKey: key, controllerKey: key },
  server: 'http://192.168.1.10:8080',
  mqttUrl: 'mqtt://192.168.1.10:1883',
};
const secure = {
  ...plain,
  server: 'https://loa.example.vn:8443',
  mqttUrl: 'mqtts://loa.example.vn:8883',
  tls: { ca: 'PEM' },
};

describe('where a box talks to its controller', () => {
  it('is where it enrolled, or where its settings say', () => {
    expect(controllerAddress({}, plain)).toEqual({
      ...{ server: plain.server, mqtt: plain.mqttUrl, trust: { kind: 'system' } },
    });
    const moved = controllerAddress({ server: 'http://10.0.0.1:8080/', mqtt: 'mqtt://10.0.0.1' }, plain);
    expect(moved).toMatchObject({ server: 'http://10.0.0.1:8080', mqtt: 'mqtt://10.0.0.1' });
  });

  it('is never in the clear over a network once an authority is pinned', () => {
    const wished = { server: 'http://192.168.1.10:8080', mqtt: 'mqtt://192.168.1.10:1883' };
    expect(controllerAddress(wished, secure)).toEqual({
      ...{ server: secure.server, mqtt: secure.mqttUrl, trust: { kind: 'pinned', ca: ['PEM'] } },
    });
    expect(() => controllerAddress({}, { ...secure, mqttUrl: 'mqtt://evil.example:1883' })).toThrow(
      /not encrypted/,
    );
  });

  it('may be another that is encrypted, or the near end of a tunnel on this machine', () => {
    const wished = { server: 'https://backup.example.vn:8443', mqtt: 'mqtt://127.0.0.1:1883' };
    expect(controllerAddress(wished, secure)).toMatchObject(wished);
    expect(controllerAddress({ server: 'http://[::1]:8080' }, secure).server).toBe('http://[::1]:8080');
    expect(controllerAddress({ server: 'http://127.evil.example' }, secure).server).toBe(secure.server);
  });
});
