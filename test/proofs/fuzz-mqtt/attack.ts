import { connect, type Socket } from 'node:net';
import type { Random } from '@loa/shared/ports/random';
import { type HostileSession, hostileSession } from './sessions.js';

export interface AttackOptions {
  port: number;
  random: Random;
  sessions: number;
  /** At the same time. */
  lanes: number;
  /** What they say; hostile unless told otherwise. */
  make?: (random: Random) => HostileSession;
}

/** How long a peer stays after it was answered, and at most where nobody answers, milliseconds. */
const STAY_MS = 3;
const LINGER_MS = 40;
/** And so many turns of the event loop: a broker in this process is then read however little time it is given. */
const STAY_TURNS = 40;
const PATIENCE_MS = 2_000;

/** Plays so many sessions against the port, each from some address of this machine. */
export async function attack({
  port,
  random,
  sessions,
  lanes,
  make = hostileSession,
}: AttackOptions): Promise<void> {
  let left = sessions;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await play(port, make(random), addressOf(random));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function play(port: number, { chunks, ending }: HostileSession, localAddress: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    const timers = [setTimeout(() => socket.destroy(), PATIENCE_MS)];
    const leaveIn = (ms: number) =>
      timers.push(setTimeout(() => void turns(STAY_TURNS).then(() => socket.end()), ms));
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const timer of timers) clearTimeout(timer);
      resolve();
    });
    // Whoever leaves at once is hardly read: what follows CONNECT waits until it is checked.
    socket.once('data', () => ending === 'hangUp' && leaveIn(STAY_MS));
    socket.resume();
    socket.once('connect', () => {
      void say(socket, chunks).then(() => {
        if (ending === 'vanish') socket.resetAndDestroy();
        else leaveIn(LINGER_MS);
      });
    });
  });
}

async function say(socket: Socket, chunks: readonly Buffer[]): Promise<void> {
  for (const chunk of chunks) {
    socket.write(chunk);
    await turns(1);
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((next) => setImmediate(next));
}

/** Every address of 127/8 is this machine's on Linux. */
function addressOf(random: Random): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const part = () => 1 + Math.floor(random.unit() * 253);
  return `127.${part()}.${part()}.${part()}`;
}
