import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure, type RequestOptions } from 'node:https';
import { isOwnNetwork, literalAddress, lookupElsewhere, OwnNetworkError } from './own-network.js';

/** A body that is arriving, and what it says of itself. */
export interface HttpStream {
  body: IncomingMessage;
  /** ffmpeg's name of the one demuxer that may read it. */
  demuxer: Demuxer;
  /** It has no length: it comes as fast as it is spoken. */
  endless: boolean;
}

export type Demuxer = 'ogg' | 'mp3' | 'aac' | 'flac' | 'wav';
export type OpenedHttp = { ok: true; stream: HttpStream } | { ok: false; detail: string };

/** Playlists are not among them: what one names, nobody approved. */
const DEMUXERS: Record<string, Demuxer> = {
  'application/ogg': 'ogg',
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/flac': 'flac',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
};
type TlsOptions = Pick<RequestOptions, 'ca' | 'checkServerIdentity'>;
const MOST_REDIRECTS = 3;

/** How a stream is asked for: its own headers, and whom to believe where not the system's authorities. */
export interface HttpWish {
  url: string;
  headers?: Readonly<Record<string, string>>;
  ca?: string[];
}

/**
 * Opens a stream over HTTP or HTTPS. Headers and trust are for the place that was asked for, not where it redirects to;
 * and one that stands elsewhere does not redirect into the box's own network: people approved a station's address, not a
 * request to their modem. How long it may take is the signal's to say, and how long its body may rest its reader's: what
 * is far ahead is not read for a while.
 */
export async function openHttp(
  { url, headers = {}, ca }: HttpWish,
  signal: AbortSignal,
): Promise<OpenedHttp> {
  const { origin } = new URL(url);
  // The authority issues for the controller alone, so any name that it certifies is the controller.
  const trust = ca === undefined ? {} : { ca, checkServerIdentity: () => undefined };
  let at = new URL(url);
  let elsewhere = false;
  for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
    const own = at.origin === origin ? { headers, trust } : { headers: {}, trust: {} };
    const answer: IncomingMessage | string = await ask(at, { ...own, elsewhere }, signal).catch(
      (error: unknown) => wordsOf(error),
    );
    if (typeof answer === 'string') return { ok: false, detail: answer };
    elsewhere ||= !isOwnNetwork(answer.socket.remoteAddress ?? '');
    const { statusCode = 0, headers: told } = answer;
    if (statusCode === 200) return describe(answer);
    answer.destroy();
    if (statusCode < 300 || statusCode >= 400 || told.location === undefined)
      return { ok: false, detail: `it answers with ${statusCode}` };
    at = new URL(told.location, at);
  }
  return { ok: false, detail: 'it redirects for ever' };
}

function ask(
  url: URL,
  {
    headers,
    trust,
    elsewhere,
  }: { headers: Readonly<Record<string, string>>; trust: TlsOptions; elsewhere: boolean },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return Promise.reject(new Error(`${url.protocol} is no protocol for a stream`));
  // What is written as an address is not looked up.
  const literal = literalAddress(url);
  if (elsewhere && literal && isOwnNetwork(literal)) return Promise.reject(new OwnNetworkError(literal));
  return new Promise((resolve, reject) => {
    // Not kept alive: a stream ends with its connection.
    const options = {
      ...(url.protocol === 'https:' ? trust : {}),
      ...(elsewhere ? { lookup: lookupElsewhere } : {}),
      headers: { 'user-agent': 'loa-agent', ...headers },
      agent: false,
      signal,
    };
    const request =
      url.protocol === 'https:' ? getSecure(url, options, resolve) : getPlain(url, options, resolve);
    request.on('error', reject);
  });
}

function describe(body: IncomingMessage): OpenedHttp {
  const type = (body.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const demuxer = Object.hasOwn(DEMUXERS, type) ? DEMUXERS[type] : undefined;
  if (!demuxer) {
    body.destroy();
    return { ok: false, detail: `it sends ${type || 'an unnamed type'}, which is no stream of sound` };
  }
  return { ok: true, stream: { body, demuxer, endless: body.headers['content-length'] === undefined } };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
