import { describe, expect, it } from 'vitest';
import { answerChallenge, parseChallenge } from '../../../edge-agent/src/outputs/axis/digest-auth.js';

/** RFC 7616 §3.9.1. */
const RFC_7616 = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,
  nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const MUFASA = {
  method: 'GET',
  path: '/dir/index.html',
  user: 'Mufasa',
  password: 'Circle of Life',
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

function responseTo(header: string, request = MUFASA): string | undefined {
  const challenge = parseChallenge(header);
  if (!challenge) throw new Error('no challenge was understood');
  return /response="(\w+)"/.exec(answerChallenge(challenge, request))?.[1];
}

describe('an answer to a Digest challenge', () => {
  it('is that of RFC 7616 with SHA-256 and with MD5', () => {
    expect(responseTo(RFC_7616)).toBe('753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1');
    expect(responseTo(RFC_7616.replace('SHA-256', 'MD5'))).toBe('8ca523f5e9506fed4657c9700eebdbec');
  });

  it('is that of RFC 2617', () => {
    const header =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const request = { ...MUFASA, password: 'Circle Of Life', cnonce: '0a4f113b' };
    expect(responseTo(header, request)).toBe('6629fae49393a05397450978507c4ef1');
  });

  it('follows RFC 2069 where the server offers no qop, and then counts nothing', () => {
    const challenge = parseChallenge('Digest realm="AXIS_ACCC8E000000", nonce="abc", algorithm=MD5');
    expect(challenge).toMatchObject({ qop: false });
    if (challenge) expect(answerChallenge(challenge, MUFASA)).not.toMatch(/nc=|cnonce|qop/);
  });

  it('quotes what could break out of a header', () => {
    const challenge = parseChallenge('Digest realm="a \\"b\\" c", nonce="n", qop="auth"');
    expect(challenge?.realm).toBe('a "b" c');
    if (challenge) expect(answerChallenge(challenge, MUFASA)).toContain('realm="a \\"b\\" c"');
  });
});

describe('a challenge', () => {
  it('is the strongest Digest among several schemes', () => {
    const header = `Basic realm="x", Digest realm="a", nonce="1", qop="auth", algorithm=MD5, Digest realm="b", nonce="2", qop="auth", algorithm=SHA-256`;
    expect(parseChallenge(header)).toMatchObject({ realm: 'b', nonce: '2', algorithm: 'SHA-256' });
  });

  it.each([
    '',
    'Basic realm="x"',
    'Digest realm="a"',
    'Digest realm="a", nonce="1", algorithm=SHA-512-256',
    'Digest realm="a", nonce="1", qop="auth-int"',
  ])('that cannot be answered is none: %s', (header) => {
    expect(parseChallenge(header)).toBeNull();
  });
});
