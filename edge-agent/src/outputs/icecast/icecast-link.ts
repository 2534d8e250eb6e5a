import { type ChildProcess, spawn } from 'node:child_process';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { Link, LinkEvents, OpenLink } from '../kept-link.js';

export interface IcecastTarget {
  /** The server and its mount point, `http://127.0.0.1:8000/loa.opus`. */
  url: string;
  user: string;
  password: string;
  format: 'opus' | 'mp3';
  bitrateKbps: number;
  /** Shown to listeners. */
  name?: string;
}

export type SpawnEncoder = (args: readonly string[]) => ChildProcess;

const spawnFfmpeg: SpawnEncoder = (args) =>
  spawn(process.env.FFMPEG_PATH || 'ffmpeg', [...args], { stdio: ['pipe', 'pipe', 'pipe'] });

const CONTENT_TYPE = { opus: 'application/ogg', mp3: 'audio/mpeg' } as const;
/** 48 kHz mono s16le. */
const PCM_KBPS = 768;
/** An answer's head longer than this is none. */
const LONGEST_HEAD = 8_192;

/**
 * One stream to an Icecast server: ffmpeg makes Ogg Opus or MP3 of PCM, and we PUT it ourselves, so that the password
 * stands in no process's arguments. Icecast 2.4 takes a body without length or chunks, which node:http does not send.
 */
export function createIcecastLinks(target: IcecastTarget, spawnEncoder = spawnFfmpeg): OpenLink {
  const squeezed = PCM_KBPS / target.bitrateKbps;
  return (events) => {
    const socket = connectTo(target.url);
    let encoder: ChildProcess | null = null;
    let closed = false;
    const gone = (detail: string) => {
      if (!closed) events.gone(detail);
    };
    socket.setNoDelay(true);
    socket.once('error', (error) => gone(error.message));
    socket.once('close', () => gone('the server closed the connection'));
    socket.write(headOf(target));
    whenAnswered(socket, (status) => {
      if (closed) return;
      if (status !== 100 && status !== 200) return gone(wordsOf(status));
      // Started only now: its first bytes are the stream's head, which every listener needs.
      encoder = startEncoder(target, spawnEncoder, socket, gone, events);
    });
    const link: Link = {
      write(bytes) {
        encoder?.stdin?.write(bytes);
      },
      waiting: () => (encoder?.stdin?.writableLength ?? 0) + socket.writableLength * squeezed,
      close() {
        closed = true;
        encoder?.kill('SIGKILL');
        socket.destroy();
      },
    };
    return link;
  };
}

function startEncoder(
  target: IcecastTarget,
  spawnEncoder: SpawnEncoder,
  socket: Socket,
  gone: (detail: string) => void,
  events: LinkEvents,
): ChildProcess {
  const child = spawnEncoder(encoderArgs(target));
  let said = '';
  child.on('error', (error) => gone(error.message));
  child.once('exit', (code, signal) =>
    gone(`the encoder ended with ${code ?? signal}${said && `: ${said}`}`),
  );
  child.stderr?.on('data', (text: Buffer) => {
    said = text.toString('utf8').trim().slice(-150);
  });
  // Its end is told by `exit`.
  child.stdin?.on('error', () => {});
  child.stdout?.on('data', (bytes: Buffer) => socket.write(bytes));
  child.once('spawn', events.ready);
  return child;
}

function encoderArgs({ format, bitrateKbps }: IcecastTarget): string[] {
  const input = ['-f', 's16le', '-ar', '48000', '-ac', '1', '-probesize', '32', '-i', 'pipe:0'];
  const rate = ['-b:a', `${bitrateKbps}k`, '-flush_packets', '1'];
  // Pages of 100 ms: a listener hears soon, at some bytes more.
  const output =
    format === 'opus'
      ? ['-c:a', 'libopus', ...rate, '-page_duration', '100000', '-f', 'ogg']
      : ['-c:a', 'libmp3lame', ...rate, '-f', 'mp3'];
  return ['-nostdin', '-v', 'error', '-fflags', 'nobuffer', ...input, ...output, 'pipe:1'];
}

function connectTo(url: string): Socket {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') return connectSecure({ host, port: Number(port || 443), servername: host });
  return connectPlain({ host, port: Number(port || 80) });
}

function headOf({ url, user, password, format, bitrateKbps, name }: IcecastTarget): string {
  const { host, pathname } = new URL(url);
  const lines = [
    `PUT ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    'User-Agent: loa-agent',
    `Content-Type: ${CONTENT_TYPE[format]}`,
    'Ice-Public: 0',
    `Ice-Bitrate: ${bitrateKbps}`,
    ...(name === undefined ? [] : [`Ice-Name: ${name.replace(/[\r\n]/g, ' ')}`]),
    'Expect: 100-continue',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The status of the first answer; what follows it is read and thrown away. */
function whenAnswered(socket: Socket, answered: (status: number) => void): void {
  let head = '';
  let done = false;
  socket.on('data', (bytes: Buffer) => {
    if (done) return;
    head += bytes.toString('latin1');
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
    if (!head.includes('\r\n\r\n') && head.length < LONGEST_HEAD) return;
    done = true;
    answered(Number(status ?? 0));
  });
}

function wordsOf(status: number): string {
  if (status === 401) return 'the server refuses the user or password (401)';
  if (status === 403) return 'the mount point is taken or not allowed (403)';
  return `the server answered ${status}`;
}
