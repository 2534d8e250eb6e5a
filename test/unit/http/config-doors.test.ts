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
