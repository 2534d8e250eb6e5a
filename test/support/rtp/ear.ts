import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Seen = z.object({
  port: z.number(),
  bytes: z.number(),
  head: z.string(),
  atMs: z.number(),
  ttl: z.number(),
  tos: z.number(),
});

export interface HeardPacket {
  port: number;
  /** The whole UDP payload: RTP's head of 12 and what it carries. */
  bytes: number;
  /** When the kernel had it, unix ms. */
  atMs: number;
  ttl: number;
  dscp: number;
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
}

/** Listens with a program that is not ours (Python, kernel time stamps) until stopped; needs python3. */
export async function hearRtp(address: string, ...ports: number[]) {
  const child = spawn('python3', [join(import.meta.dirname, 'ear.py'), address, ...ports.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const packets: HeardPacket[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve, reject) => {
    lines.once('line', () => resolve());
    child.once('exit', (code) => reject(new Error(`the ear ended with ${code}`)));
  });
  await ready;
  lines.on('line', (line) => packets.push(packetOf(line)));
  return {
    packets,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function packetOf(line: string): HeardPacket {
  const { head, tos, ...seen } = Seen.parse(JSON.parse(line));
  const bytes = Buffer.from(head, 'hex').subarray(0, 12);
  const whole = bytes.length === 12 ? bytes : Buffer.alloc(12);
  const second = whole[1] ?? 0;
  return {
    ...seen,
    dscp: tos >> 2,
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: whole.readUInt16BE(2),
    timestamp: whole.readUInt32BE(4),
    ssrc: whole.readUInt32BE(8),
  };
}
