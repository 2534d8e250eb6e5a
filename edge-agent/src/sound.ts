import { join } from 'node:path';
import type { HttpClient } from '@loa/shared/node/http-client';
import { clockOrigin } from '@loa/shared/node/system-clock';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { withBuiltInSounds } from './audio/built-in-sounds.js';
import { createDecode } from './audio/decode.js';
import { createObjectFetch, type ObjectTokens } from './audio/fetch-object.js';
import { createAudioLibrary } from './audio/library.js';
import { createObjectStore } from './audio/object-store.js';
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
  /** How the engine's thread is opened; from the built file unless said otherwise. */
  openWorker?: OpenWorker;
}

/** Of sound in air at 20 °C. */
const METRES_PER_MS = 0.343;

/** The sound side of a box: what fetches, decodes and plays. A wrong output setting is a SettingError. */
export async function createSound(ports: SoundPorts): Promise<{ library: AudioLibrary; player: Player }> {
  const { clock, random, log, dataDir } = ports;
  const store = createObjectStore({ folder: join(dataDir, 'audio') });
  await store.open();
  const fetchObject = createObjectFetch({
    server: ports.server,
    ...(ports.http ? { http: ports.http } : {}),
    tokens: ports.tokens,
    store,
    clock,
    random,
    log,
  });
  const library = createAudioLibrary({
    store,
    fetchObject: withBuiltInSounds({ store, fetchObject }),
    decode: createDecode({ clock }),
    quotaBytes: ports.audioQuotaBytes,
    clock,
    log,
  });
  const data = {
    // Settings are read here, where a wrong one is told before anything starts; the engine's thread knows no zod.
    specs: readOutputs(ports),
    boxId: ports.boxId,
    clockOrigin: clockOrigin(),
    delayMs: (ports.distanceMetres ?? 0) / METRES_PER_MS,
  };
  const startThread = () => startEngineThread(data, ports.openWorker);
  return { library, player: createEnginePlayer({ startThread, clock, log }) };
}
