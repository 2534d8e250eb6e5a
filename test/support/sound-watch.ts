import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '@loa/shared/node/system-clock';

/** When something was to be heard, by the test's own clock, unix ms. */
export interface Stretch {
  from: number;
  to: number;
}

export interface SoundWatch {
  stretches(): readonly Stretch[];
  close(): Promise<void>;
}

/** Shorter silence belongs to the sound, ms: music and speech have pauses. */
const PAUSE_MS = 1_500;
const BLOCK = 960;
/** Louder than −50 dBFS is sound. */
const AUDIBLE = 32_768 * 10 ** (-50 / 20);

/** Watches a FIFO over every restart of the box that writes into it, for when it sounds. */
export function watchSound(path: string): SoundWatch {
  execFileSync('mkfifo', [path]);
  // Open for both, so that it does not end with the writer.
  const reader = spawn('sh', ['-c', 'exec cat <> "$0"', path], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(reader, 'exit');
  const stretches: Stretch[] = [];
  reader.stdout.on('data', (bytes: Buffer) => {
    if (!isAudible(bytes)) return;
    const now = systemClock.now();
    const last = stretches.at(-1);
    if (last && now - last.to < PAUSE_MS) last.to = now;
    else stretches.push({ from: now, to: now });
  });
  return {
    stretches: () => stretches,
    async close() {
      reader.kill('SIGKILL');
      await exited;
    },
  };
}

function isAudible(bytes: Buffer): boolean {
  for (let start = 0; start + 2 <= bytes.length; start += BLOCK * 2) {
    const end = Math.min(bytes.length - 1, start + BLOCK * 2);
    let sum = 0;
    for (let at = start; at < end; at += 2) sum += bytes.readInt16LE(at) ** 2;
    if (Math.sqrt(sum / ((end - start) / 2)) > AUDIBLE) return true;
  }
  return false;
}
