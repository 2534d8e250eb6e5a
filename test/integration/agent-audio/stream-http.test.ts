import { once } from 'node:events';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueAuthority, issueServer } from '../../../controller/src/trust/issue-certificates.js';
import { openHttp } from '../../../edge-agent/src/player/sources/http-stream.js';

let key: string;
let cert: string;
let ca: string[];
let stranger: string[];
const servers: Server[] = [];

beforeAll(async () => {
  const authority = await issueAuthority('loa');
  ca = [authority.certificate];
  ({ certificate: cert, key } = await issueServer(authority, ['some.other.name']));
  stranger = [(await issueAuthority('stranger')).certificate];
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const signal = new AbortController().signal;
const ogg: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'audio/ogg; codecs=opus' }).end('OggS');
};

describe('a stream over TLS', () => {
  it('is believed when the pinned authority vouches for it, whatever name it goes by', async () => {
    const port = await serve(createSecure({ key, cert }, ogg));
    const url = `https://127.0.0.1:${port}/live`;
    const opened = await openHttp({ url, ca }, signal);
    expect(opened).toMatchObject({ ok: true, stream: { demuxer: 'ogg', endless: true } });
    if (opened.ok) opened.stream.body.resume();
    expect((await openHttp({ url, ca: stranger }, signal)).ok).toBe(false);
    expect((await openHttp({ url }, signal)).ok).toBe(false);
  });

  it('that redirects keeps its token and its trust to itself', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serve(
      createPlain((request, response) => {
        seen.push(request.headers.authorization);
        ogg(request, response);
      }),
    );
    const port = await serve(
      createSecure({ key, cert }, (request, response) => {
        seen.push(request.headers.authorization);
        response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end();
      }),
    );
    const headers = { authorization: 'Bearer secret' };
    const opened = await openHttp({ url: `https://127.0.0.1:${port}/`, headers, ca }, signal);
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.stream.body.resume();
    expect(seen).toEqual(['Bearer secret', undefined]);
  });
});

describe('a stream that answered', () => {
  it('may rest for as long as nobody needs more of it: it is not broken off', async () => {
    const port = await serve(createPlain(ogg));
    const opened = await openHttp({ url: `http://127.0.0.1:${port}/` }, signal);
    if (!opened.ok) expect.fail(opened.detail);
    expect(opened.stream.body.socket.timeout ?? 0).toBe(0);
    opened.stream.body.resume();
  });
});

describe('what is no stream of sound', () => {
  it.for([
    [200, { 'content-type': 'application/vnd.apple.mpegurl' }, /no stream of sound/],
    [200, {}, /unnamed type/],
    [404, {}, /404/],
    [302, { location: '/again' }, /redirects for ever/],
    [302, { location: 'file:///etc/passwd' }, /no protocol/],
  ] as const)('%i %j is refused in words', async ([status, headers, words]) => {
    const port = await serve(
      createPlain((_request, response) => void response.writeHead(status, headers).end('x')),
    );
    const opened = await openHttp({ url: `http://127.0.0.1:${port}/` }, signal);
    expect(opened.ok ? '' : opened.detail).toMatch(words);
  });
});
