import { join } from 'node:path';
import type { HttpClient } from '@loa/shared/node/http-client';
import { faultOf, memoryFolder, storageFault } from '@loa/shared/node/storage-fault';
import { clockOrigin } from '@loa/shared/node/system-clock';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { withBuiltInSounds } from './audio/built-in-sounds.js';
import { createDecode } from './audio/decode.js';
import { createObjectFetch, type ObjectTokens } from './audio/fetch-object.js';
import { createAudioLibrary } from './audio/library.js';
import { createObjectStore } from './audio/object-store.js';
import { withSpareLibrary } from './audio/spare-library.js';
import { readCapture } from './capture/capture-spec.js';
import { readOutputs } from './outputs/read-outputs.js';
import { createEnginePlayer } from './player/engine-player.js';
import { type OpenWorker, startEngineThread } from './player/engine-thread.js';
import type { AudioLibrary, Player } from './sound-port.js';

export interface SoundPorts {
  dataDir: string;
  boxId: string;
  outputs: readonly (string | Record<string, unknown>)[];
  audioQuotaBytes: number;
  wavQuotaBytes: number;
  /** The controller's address, without a trailing slash. */
  server: string;
  /** How recordings are fetched from there. */
  http?: HttpClient;
  tokens: ObjectTokens;
  clock: Clock;
  random: Random;
  log: Logger;
  /** How much nearer this box stands to the listeners than the others, metres; it sounds so much later. */
  distanceMetres?: number;
  /** Where the box listens to itself: `alsa:DEVICE` or `pipe:PATH`. */
  capture?: string | undefined;
  /** How the engine's thread is opened; from the built file unless said otherwise. */
  openWorker?: OpenWorker;
}

/** Of sound in air at 20 °C. */
const METRES_PER_MS = 0.343;

/** The sound side of a box: what fetches, decodes and plays. A wrong output setting is a SettingError. */
export async function createSound(ports: SoundPorts): Promise<{ library: AudioLibrary; player: Player }> {
  const { clock, log, dataDir } = ports;
  const folder = join(dataDir, 'audio');
  const library = withSpareLibrary({
    card: await libraryIn(folder, ports.audioQuotaBytes, ports),
    fault: () => faultOf(folder),
    openSpare: async () =>
      libraryIn(await memoryFolder(`loa-agent-${ports.boxId}`), SPARE_QUOTA_BYTES, ports),
    log,
  });
  const data = {
    // Settings are read here, where a wrong one is told before anything starts; the engine's thread knows no zod.
    specs: readOutputs(ports),
    boxId: ports.boxId,
    clockOrigin: clockOrigin(),
    capture: ports.capture === undefined ? undefined : readCapture(ports.capture),
    delayMs: (ports.distanceMetres ?? 0) / METRES_PER_MS,
  };
  const startThread = () => startEngineThread(data, ports.openWorker);
  return { library, player: createEnginePlayer({ startThread, clock, log }) };
}

/** Eight minutes of decoded sound: what the next session needs. */
const SPARE_QUOTA_BYTES = 48_000_000;

async function libraryIn(folder: string, quotaBytes: number, ports: SoundPorts): Promise<AudioLibrary> {
  const { clock, random, log, server, tokens, http } = ports;
  const store = createObjectStore({ folder });
  await store.open().catch((error: unknown) => {
    // A read-only card is read all the same.
    if (storageFault(error) === null) throw error;
    log.error({ err: error, folder }, 'the folder of the audio cannot be written');
  });
  const fetchObject = createObjectFetch({
    server,
    ...(http ? { http } : {}),
    tokens,
    store,
    clock,
    random,
    log,
  });
  return createAudioLibrary({
    ...{ store, quotaBytes, clock, log, decode: createDecode({ clock }) },
    fetchObject: withBuiltInSounds({ store, fetchObject }),
  });
}
