import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../controller/src/config.js';

const refusal = (env: Record<string, string>) => {
  try {
    readConfig(env);
    return 'taken';
  } catch (error) {
    return String(error);
  }
};

describe('the door for staff', () => {
  it.each<[string, Record<string, string>, string | RegExp]>([
    ['this machine alone', { LOA_HTTP_HOST: '127.0.0.1' }, 'taken'],
    ['this machine alone, by name', { LOA_HTTP_HOST: 'localhost' }, 'taken'],
    ['a network without TLS', { LOA_HTTP_HOST: '0.0.0.0' }, /would show passwords to the network/],
    ['one address of a network without TLS', { LOA_HTTP_HOST: '192.168.1.10' }, /LOA_BEHIND_PROXY=1/],
    ['a network with TLS', { LOA_HTTP_HOST: '0.0.0.0', LOA_TLS_CERT: 'a', LOA_TLS_KEY: 'b' }, 'taken'],
    ['a network behind a proxy', { LOA_HTTP_HOST: '0.0.0.0', LOA_BEHIND_PROXY: '1' }, 'taken'],
    ['behind proxies that are counted', { LOA_HTTP_HOST: '::', LOA_HTTP_PROXIES: '1' }, 'taken'],
    ['a certificate without its key', { LOA_TLS_CERT: 'a' }, /belong together/],
    ['a hook with a short secret', { LOA_BROKER_HOOK_SECRET: 'short' }, /LOA_BROKER_HOOK_SECRET/],
  ])('%s', (_name, env, expected) => {
    expect(refusal(env)).toMatch(expected);
  });
});

describe('plain MQTT', () => {
  const told = { LOA_MQTT_PUBLIC_URL: 'mqtt://127.0.0.1:1883' };
  const docker = 'mqtt://mosquitto:1883';
  it.each<[string, Record<string, string>, string | RegExp]>([
    ['on this machine alone', { LOA_MQTT_HOST: '127.0.0.1' }, 'taken'],
    ['on this machine alone, IPv6', { LOA_MQTT_HOST: '::1' }, 'taken'],
    ['to a broker on this machine', { LOA_MQTT_URL: 'mqtt://[::1]:1883' }, 'taken'],
    [
      'on every network',
      { LOA_MQTT_HOST: '0.0.0.0', ...told },
      /^\w+Error: LOA_MQTT_HOST .*LOA_MQTT_PLAIN=1/,
    ],
    ['on one network', { LOA_MQTT_HOST: '192.168.1.10' }, /would show tokens to the network/],
    ['beside a door over TLS', { LOA_MQTT_HOST: '::', LOA_BOX_HOST: '10.0.0.1' }, /show tokens/],
    ['to a broker elsewhere', { LOA_MQTT_URL: docker }, /LOA_MQTT_URL mosquitto/],
    ['as boxes are told', { LOA_MQTT_PUBLIC_URL: 'ws://loa.xa.vn/mqtt' }, /LOA_MQTT_PUBLIC_URL loa.xa.vn/],
    ['to a broker elsewhere, over TLS', { LOA_MQTT_URL: 'mqtts://loa.xa.vn' }, 'taken'],
    ['where somebody says that it is closed', { LOA_MQTT_URL: docker, LOA_MQTT_PLAIN: '1' }, 'taken'],
  ])('%s', (_name, env, expected) => {
    expect(refusal(env)).toMatch(expected);
  });
});
