import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { backoffDelay } from '@loa/shared/backoff';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { type AlsaPosition, createAlsaPosition } from './alsa-position.js';
import { type AlsaVolume, setAlsaVolume } from './alsa-volume.js';
import { type FifoEnd, type FifoMaker, startFifoMaker } from './fifo.js';
import { frameBytes, type Output, type OutputHealth, type Taken } from './output.js';

/** A device whose pipe stays full for so long is stuck and opened anew, ms; with the pipe's 0.68 s that is below one second. */
const STUCK_MS = 200;
/** A player that lived so long was sound: its end is no reason to hold back the next one, ms. */
const SOUND_MS = 5_000;
/**
 * A fresh player gets its first frame after this long, ms: what came while it opens its device would wait in the pipe ever
 * after, as a delay. One that finds no device has ended by then.
 */
const OPENING_MS = 300;
const RESTART = { firstMs: 200, longestMs: 10_000 };
/**
 * Device and machine count time differently; where that cannot be followed (`played`), what gathers between them goes when
 * the player is renewed, after an item, once it is older than this, ms. At 100 ppm it is at most 60 ms.
 */
const RENEW_MS = 10 * 60_000;

/** Starts a player whose standard input is this file descriptor. */
export type SpawnPlayer = (args: readonly string[], stdin: number) => ChildProcess;

/** In English: that it ran dry is known by its words alone. */
const spawnAplay: SpawnPlayer = (args, stdin) =>
  spawn('aplay', [...args], { stdio: [stdin, 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });

interface Device {
  child: ChildProcess;
  pipe: FifoEnd;
  since: number;
  /** Since when its pipe is full, monotonic. */
  fullSince: number | null;
  /** What it said last. */
  said: string;
  /** It has run dry: sound that came too late waits in it as a delay. */
  late: boolean;
  /** What it said of running dry, until that is told. */
  ranDry: string | null;
}

/**
 * A sound card through `aplay`, open and fed silence all the time, so that a start is a sample and not a process. It
 * is restarted when it dies or sticks, without a timer: the frames' beat is enough.
 */
export function createAlsaOutput(ports: {
  id?: string;
  device: string;
  /** How much sound the device holds, ms: the delay from a frame to its sound. */
  bufferMs?: number;
  /** How often the device asks for more, ms. */
  periodMs?: number;
  /** The card's own volume, set whenever it is opened. */
  volume?: AlsaVolume;
  clock: Clock;
  log: Logger;
  spawnPlayer?: SpawnPlayer;
  position?: AlsaPosition;
}): Output {
  const { device, volume, clock, log, spawnPlayer = spawnAplay } = ports;
  const args = aplayArgs(device, ports.bufferMs ?? 200, ports.periodMs ?? 20);
  const position = ports.position ?? createAlsaPosition();
  let pipes: FifoMaker | null = null;
  let open: Device | null = null;
  let failures = 0;
  let notBefore = 0;
  let health: OutputHealth = { ok: true };

  function ensure(): Device | null {
    if (open || !pipes || clock.monotonic() < notBefore) return open;
    const pipe = pipes.open();
    if (!pipe) return null;
    const child = spawnPlayer(args, pipe.reading);
    closeSync(pipe.reading);
    const fresh: Device = {
      child,
      pipe: pipe.writing,
      since: clock.monotonic(),
      fullSince: null,
      said: '',
      late: false,
      ranDry: null,
    };
    open = fresh;
    if (volume) {
      void setAlsaVolume(volume).then((why) => {
        if (why !== null) log.warn({ device, volume, why }, 'the volume of the sound card was not set');
      });
    }
    child.on('error', (error) => gone(fresh, error.message));
    child.once('exit', (code, signal) => gone(fresh, `aplay ended with ${code ?? signal}`));
    child.stderr?.on('data', (text: Buffer) => {
      fresh.said = text.toString('utf8').trim().slice(-150);
      if (!/underrun/i.test(fresh.said)) return;
      fresh.late = true;
      fresh.ranDry = fresh.said;
    });
    return fresh;
  }

  function gone(which: Device, detail: string): void {
    if (open !== which) return;
    open = null;
    which.pipe.close();
    const now = clock.monotonic();
    failures = now - which.since > SOUND_MS ? 1 : failures + 1;
    notBefore = now + backoffDelay(failures, 0.5, RESTART);
    const { said } = which;
    if (health.ok) log.warn({ device, detail, said }, 'the sound card takes no sound');
    health = { ok: false, detail: said === '' ? detail : `${detail}: ${said}` };
  }

  function write(frame: Int16Array): Taken {
    const now = clock.monotonic();
    const taking = ensure();
    if (!taking) return 'failed';
    if (now - taking.since < OPENING_MS) return health.ok ? 'dropped' : 'failed';
    if (taking.ranDry !== null) {
      // What was missed is told, and counted, as one frame that is not given: the delay becomes less by it.
      health = { ok: false, detail: taking.ranDry };
      taking.ranDry = null;
      return 'failed';
    }
    switch (taking.pipe.write(frameBytes(frame))) {
      case 'written':
        taking.fullSince = null;
        health = { ok: true };
        return 'taken';
      case 'full':
        taking.fullSince ??= now;
        if (now - taking.fullSince < STUCK_MS) return 'dropped';
        taking.child.kill('SIGKILL');
        gone(taking, 'the device does not keep up');
        return 'failed';
      case 'broken':
        // Its end is told by `exit`.
        return 'failed';
    }
  }

  /** The end of its input ends a player; one that is stuck does not see it. */
  function close(): void {
    const closing = open;
    open = null;
    closing?.pipe.close();
    closing?.child.kill('SIGTERM');
  }

  function aged({ child, since, late }: Device): boolean {
    if (late) return true;
    return clock.monotonic() - since > RENEW_MS && position.played(child.pid ?? -1) === null;
  }

  return {
    id: ports.id ?? 'alsa',
    continuous: true,
    begin() {},
    write,
    finish() {
      if (open && aged(open)) close();
    },
    played: () => (open?.child.pid === undefined ? null : position.played(open.child.pid)),
    health: () => health,
    async start() {
      pipes = await startFifoMaker().catch((error: unknown) => {
        health = { ok: false, detail: error instanceof Error ? error.message : String(error) };
        return null;
      });
      ensure();
      return async () => {
        const removing = pipes;
        pipes = null;
        close();
        removing?.remove();
      };
    },
  };
}

/** By default 200 ms in the device, as much as the engine hurries after a stall: a shorter one is not heard. */
function aplayArgs(device: string, bufferMs: number, periodMs: number): string[] {
  const format = ['-t', 'raw', '-f', 'S16_LE', '-r', '48000', '-c', '1'];
  const times = [`--buffer-time=${bufferMs * 1_000}`, `--period-time=${periodMs * 1_000}`];
  return ['-q', ...format, ...times, '-D', device, '-'];
}
