import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '@loa/shared/node/system-clock';

export interface PipeListener {
  /** All samples that arrived so far. */
  samples(): Int16Array;
  /** When the sample at `index` arrived, by this process's own clock, unix ms. */
  arrivedAt(index: number): number;
  close(): Promise<void>;
}

/** Makes a FIFO and time-stamps what comes out of it: the ear of a test, which trusts no word of the box. */
export async function listenToPipe(path: string): Promise<PipeListener> {
  execFileSync('mkfifo', [path]);
  const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(reader, 'exit');
  const chunks: { bytes: Buffer; at: number }[] = [];
  reader.stdout.on('data', (bytes: Buffer) => chunks.push({ bytes, at: systemClock.now() }));
  return {
    samples() {
      const all = Buffer.concat(chunks.map(({ bytes }) => bytes));
      return new Int16Array(all.buffer, all.byteOffset, all.byteLength >> 1);
    },
    arrivedAt(index) {
      let passed = 0;
      for (const { bytes, at } of chunks) {
        passed += bytes.byteLength;
        if (passed > index * 2) return at;
      }
      throw new RangeError(`sample ${index} has not arrived`);
    },
    async close() {
      reader.kill('SIGKILL');
      await exited;
    },
  };
}
