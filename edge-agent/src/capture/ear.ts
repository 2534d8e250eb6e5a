import { type ChildProcess, spawn } from 'node:child_process';
import { backoffDelay } from '@loa/shared/backoff';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { SAMPLES_PER_MS } from '../outputs/output.js';
import type { CaptureSpec } from './capture-spec.js';

/** How loud it was, moment by moment, where the box listens to itself. */
export interface Ear {
  /** Mean power of the 5 ms from `index` × 5 ms of the monotonic clock on, in full scale squared; null if not heard (any more). */
  powerAt(index: number): number | null;
  /** The last index that was heard. */
  latest(): number;
  start(): () => void;
}

export const BIN_MS = 5;
const BIN_SAMPLES = BIN_MS * SAMPLES_PER_MS;
/** So much is remembered, bins (5 s): longer than anything that is compared with it is late. */
const KEPT_BINS = 1_024;
/** A capture that comes so much sooner or later than its samples say has lost some: its time begins anew, ms. */
const JUMP_MS = 300;
/** Of what the arrival of a chunk says of the time, so much is believed; the rest is the scheduler's. */
const TRUST = 0.02;
/** A program that lived so long was sound, ms. */
const SOUND_MS = 5_000;
const RESTART = { firstMs: 1_000, longestMs: 60_000 };

/** Starts the program whose standard output is raw s16le 48 kHz mono. */
export type SpawnCapture = (spec: CaptureSpec) => ChildProcess;

const spawnCapture: SpawnCapture = (spec) => {
  if (spec.kind === 'pipe') return spawn('cat', [spec.path], { stdio: ['ignore', 'pipe', 'pipe'] });
  const format = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', '48000'];
  const pace = ['--period-time=20000', '--buffer-time=200000'];
  return spawn('arecord', [...format, ...pace, '-D', spec.device], { stdio: ['ignore', 'pipe', 'pipe'] });
};

export function createEar(ports: {
  spec: CaptureSpec;
  clock: Clock;
  log: Logger;
  spawnProgram?: SpawnCapture;
}): Ear {
  const { spec, clock, log, spawnProgram = spawnCapture } = ports;
  const bins = createBins();
  let child: ChildProcess | null = null;
  let cancel: Cancel = () => {};
  let stopped = true;
  let failures = 0;

  function open(): void {
    const since = clock.monotonic();
    const fresh = spawnProgram(spec);
    child = fresh;
    let said = '';
    let over = false;
    bins.lose();
    fresh.stdout?.on('data', (bytes: Buffer) => bins.hear(bytes, clock.monotonic()));
    fresh.stderr?.on('data', (text: Buffer) => {
      said = text.toString('utf8').trim().slice(-150);
    });
    const end = (detail: string) => {
      if (over) return;
      over = true;
      if (!stopped) again(clock.monotonic() - since, detail);
    };
    fresh.on('error', (error) => end(error.message));
    fresh.once('close', (code, signal) => end(`it ended with ${code ?? signal}${said ? `: ${said}` : ''}`));
  }

  /** Sound never waits for the ear: without it there is only no `heard`. */
  function again(livedMs: number, detail: string): void {
    failures = livedMs > SOUND_MS ? 1 : failures + 1;
    log[failures === 1 ? 'warn' : 'debug']({ detail }, 'the capture is gone; it is opened again');
    cancel = clock.after(backoffDelay(failures, 1, RESTART), open);
  }

  return {
    powerAt: bins.powerAt,
    latest: bins.latest,
    start() {
      stopped = false;
      open();
      return () => {
        stopped = true;
        cancel();
        child?.kill('SIGKILL');
      };
    },
  };
}

/** Sums of 5 ms over what arrives, each kept under the instant at which it was heard. */
function createBins() {
  const powers = new Float64Array(KEPT_BINS);
  const indices = new Float64Array(KEPT_BINS).fill(Number.NaN);
  let latest = Number.NEGATIVE_INFINITY;
  /** Monotonic instant of the next sample; null while nothing is known of it. */
  let nextAt: number | null = null;
  let sum = 0;
  let count = 0;
  let odd: number | null = null;
  /** Whether the next bin follows the latest without a sample between. */
  let follows = false;

  function keep(): void {
    const from = (nextAt ?? 0) - BIN_MS;
    const index = Math.round(from / BIN_MS);
    // Time that is corrected a little at a time may step over a bin; nothing is missing there.
    for (let each = follows ? Math.min(index, latest + 1) : index; each <= index; each++) {
      powers[each % KEPT_BINS] = sum / BIN_SAMPLES;
      indices[each % KEPT_BINS] = each;
    }
    latest = Math.max(latest, index);
    follows = true;
    sum = 0;
    count = 0;
  }

  function take(sample: number): void {
    sum += (sample / 32_768) ** 2;
    count++;
    nextAt = (nextAt ?? 0) + 1 / SAMPLES_PER_MS;
    if (count === BIN_SAMPLES) keep();
  }

  return {
    powerAt(index: number): number | null {
      return indices[index % KEPT_BINS] === index ? (powers[index % KEPT_BINS] ?? null) : null;
    },
    latest: () => latest,
    lose() {
      nextAt = null;
      sum = 0;
      count = 0;
      odd = null;
    },
    hear(bytes: Buffer, now: number): void {
      const whole = odd === null ? bytes : Buffer.concat([Buffer.of(odd), bytes]);
      odd = whole.length % 2 === 1 ? (whole[whole.length - 1] ?? null) : null;
      const began = now - (whole.length >> 1) / SAMPLES_PER_MS;
      const off: number = nextAt === null ? Number.POSITIVE_INFINITY : began - nextAt;
      if (nextAt === null || Math.abs(off) > JUMP_MS) {
        sum = 0;
        count = 0;
        nextAt = began;
        follows = false;
      } else nextAt += off * TRUST;
      for (let at = 0; at + 1 < whole.length; at += 2) take(whole.readInt16LE(at));
    },
  };
}
