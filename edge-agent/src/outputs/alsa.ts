import { type ChildProcess, spawn } from 'node:child_process';
import { backoffDelay } from '@loa/shared/backoff';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { type AlsaVolume, setAlsaVolume } from './alsa-volume.js';
import { frameBytes, type Output, type OutputHealth, type Taken } from './output.js';

/** Sound waiting in this process for the device beyond this is dropped: a stuck device must not grow memory (0.5 s). */
const BACKLOG_BYTES = 48_000;
/** A device that has taken nothing for so long is opened anew, ms. */
const STUCK_MS = 1_000;
/** A player that lived so long was sound: its end is no reason to hold back the next one, ms. */
const SOUND_MS = 5_000;
/** A restarted player is believed after this long: one that finds no device ends sooner, ms. */
const PROVEN_MS = 300;
const RESTART = { firstMs: 200, longestMs: 10_000 };
/**
 * Device and machine count time differently; what gathers between them goes when the player is renewed, after an item,
 * once it is older than this, ms. At 100 ppm it is at most 60 ms.
 */
const RENEW_MS = 10 * 60_000;

export type SpawnPlayer = (args: readonly string[]) => ChildProcess;

const spawnAplay: SpawnPlayer = (args) => spawn('aplay', [...args], { stdio: ['pipe', 'ignore', 'pipe'] });

interface Device {
  child: ChildProcess;
  since: number;
  lastTaken: number;
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
}): Output {
  const { device, volume, clock, log, spawnPlayer = spawnAplay } = ports;
  const args = aplayArgs(device, ports.bufferMs ?? 100, ports.periodMs ?? 20);
  let open: Device | null = null;
  let running = false;
  let failures = 0;
  let notBefore = 0;
  let said = '';
  let health: OutputHealth = { ok: true };

  function ensure(): Device | null {
    if (open || !running || clock.monotonic() < notBefore) return open;
    const now = clock.monotonic();
    const fresh: Device = { child: spawnPlayer(args), since: now, lastTaken: now };
    open = fresh;
    if (volume) {
      void setAlsaVolume(volume).then((why) => {
        if (why !== null) log.warn({ device, volume, why }, 'the volume of the sound card was not set');
      });
    }
    fresh.child.on('error', (error) => gone(fresh, error.message));
    fresh.child.once('exit', (code, signal) => gone(fresh, `aplay ended with ${code ?? signal}`));
    fresh.child.stderr?.on('data', (text: Buffer) => {
      said = text.toString('utf8').trim().slice(-150);
    });
    // Its end is told by `exit`.
    fresh.child.stdin?.on('error', () => {});
    return fresh;
  }

  function gone(which: Device, detail: string): void {
    if (open !== which) return;
    open = null;
    const now = clock.monotonic();
    failures = now - which.since > SOUND_MS ? 1 : failures + 1;
    notBefore = now + backoffDelay(failures, 0.5, RESTART);
    if (health.ok) log.warn({ device, detail, said }, 'the sound card takes no sound');
    health = { ok: false, detail: said === '' ? detail : `${detail}: ${said}` };
  }

  function write(frame: Int16Array): Taken {
    const now = clock.monotonic();
    const taking = ensure();
    const stdin = taking?.child.stdin;
    if (!taking || !stdin) return 'failed';
    if (stdin.writableLength > BACKLOG_BYTES) {
      if (now - taking.lastTaken <= STUCK_MS) return 'dropped';
      taking.child.kill('SIGKILL');
      gone(taking, 'the device does not keep up');
      return 'failed';
    }
    stdin.write(frameBytes(frame));
    taking.lastTaken = now;
    if (!health.ok && now - taking.since < PROVEN_MS) return 'failed';
    health = { ok: true };
    return 'taken';
  }

  function close(): void {
    const closing = open;
    open = null;
    closing?.child.stdin?.end();
    closing?.child.kill('SIGTERM');
  }

  return {
    id: ports.id ?? 'alsa',
    continuous: true,
    begin() {},
    write,
    finish() {
      if (open && clock.monotonic() - open.since > RENEW_MS) close();
    },
    health: () => health,
    async start() {
      running = true;
      ensure();
      return async () => {
        running = false;
        close();
      };
    },
  };
}

/** By default 100 ms in the device: little enough to start close to the instant, enough for a busy machine. */
function aplayArgs(device: string, bufferMs: number, periodMs: number): string[] {
  const format = ['-t', 'raw', '-f', 'S16_LE', '-r', '48000', '-c', '1'];
  const times = [`--buffer-time=${bufferMs * 1_000}`, `--period-time=${periodMs * 1_000}`];
  return ['-q', ...format, ...times, '-D', device, '-'];
}
