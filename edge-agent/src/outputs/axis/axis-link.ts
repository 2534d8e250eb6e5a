import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Random } from '@loa/shared/ports/random';
import type { Link, OpenLink } from '../kept-link.js';
import { answerChallenge, type DigestChallenge, parseChallenge } from './digest-auth.js';

export interface AxisAddress {
  /** The device, `http://192.168.1.30`, without a path. */
  url: string;
  user?: string;
  password?: string;
}

const PATH = '/axis-cgi/audio/transmit.cgi';
/** The length that Axis's own examples announce: a stream has none. At its end a new request follows. */
const ANNOUNCED_BYTES = 9_999_999;
const NOTHING_SENT = '0';

/**
 * One transmission to an Axis device (VAPIX Audio API): a POST whose body is raw sound at its own pace. The first
 * request of all has no body and is there to be told how to authenticate; later ones use the same nonce.
 */
export function createAxisLinks(ports: {
  address: AxisAddress;
  contentType: string;
  random: Random;
}): OpenLink {
  const { address, contentType, random } = ports;
  const { user, password } = address;
  let challenge: DigestChallenge | null = null;
  let uses = 0;

  function post(length: string): ClientRequest {
    const headers: Record<string, string> = {
      'Content-Type': contentType,
      'Content-Length': length,
      Connection: length === NOTHING_SENT ? 'close' : 'Keep-Alive',
      'Cache-Control': 'no-cache',
    };
    if (challenge && user !== undefined && password !== undefined) {
      const cnonce = Buffer.from(random.bytes(8)).toString('hex');
      uses++;
      headers.Authorization = answerChallenge(challenge, {
        ...{ method: 'POST', path: PATH, user, password, cnonce },
        count: uses,
      });
    }
    const send = address.url.startsWith('https:') ? httpsRequest : httpRequest;
    return send(new URL(PATH, address.url), { method: 'POST', headers, agent: false });
  }

  function learn(answer: IncomingMessage): boolean {
    const fresh = parseChallenge(answer.headers['www-authenticate'] ?? '');
    if (!fresh) return false;
    challenge = fresh;
    uses = 0;
    return true;
  }

  return (events) => {
    let current: ClientRequest | null = null;
    let streaming = false;
    let closed = false;
    let left = ANNOUNCED_BYTES;

    function watch(sent: ClientRequest, onAnswer: (answer: IncomingMessage) => void): void {
      current = sent;
      sent.on('response', (answer) => {
        answer.resume();
        if (!closed) onAnswer(answer);
      });
      sent.on('error', (error) => {
        if (!closed && current === sent) events.gone(error.message);
      });
    }

    function ask(): void {
      const question = post(NOTHING_SENT);
      watch(question, (answer) => {
        if (answer.statusCode === 401 && learn(answer)) stream(false);
        else events.gone(wordsOf(answer.statusCode));
      });
      question.end();
    }

    /** `again`: a nonce that was good once may have run out, which is no failure. */
    function stream(again: boolean): void {
      const body = post(String(ANNOUNCED_BYTES));
      watch(body, (answer) => {
        streaming = false;
        const stale = answer.statusCode === 401 && again && learn(answer);
        body.destroy();
        if (!stale) return events.gone(wordsOf(answer.statusCode));
        events.pause();
        stream(false);
      });
      body.once('socket', (socket) => {
        socket.setNoDelay(true);
        socket.once('connect', () => {
          streaming = true;
          events.ready();
        });
      });
      body.flushHeaders();
    }

    if (user === undefined || challenge) stream(true);
    else ask();

    const link: Link = {
      write(bytes) {
        if (!streaming || !current) return;
        if (bytes.length > left) return events.gone('the announced length is used up', 'at once');
        left -= bytes.length;
        current.write(bytes);
      },
      waiting: () => current?.writableLength ?? 0,
      close() {
        closed = true;
        current?.destroy();
      },
    };
    return link;
  };
}

function wordsOf(status: number | undefined): string {
  if (status === 401) return 'the device refuses the user or password (401)';
  if (status === 403) return 'the user may not transmit audio (403)';
  if (status === 503) return 'somebody else is talking, or audio is switched off in the device (503)';
  return `the device ended the transmission (${status})`;
}
