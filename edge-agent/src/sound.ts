import { join } from 'node:path';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { createDecode } from './audio/decode.js';
import { createObjectFetch, type ObjectTokens } from './audio/fetch-object.js';
import { createAudioLibrary } from './audio/library.js';
import { createObjectStore } from './audio/object-store.js';
import { createOutputs } from './outputs/create-outputs.js';
import { createPlayer } from './player/player.js';
import type { AudioLibrary, Player } from './sound-port.js';

export interface SoundPorts {
  dataDir: string;
  boxId: string;
  outputs: readonly (string | Record<string, unknown>)[];
  audioQuotaBytes: number;
  wavQuotaBytes: number;
  /** The controller's address, without a trailing slash. */
  server: string;
  tokens: ObjectTokens;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** The sound side of a box: what fetches, decodes and plays. A wrong output setting is a SettingError. */
export async function createSound(ports: SoundPorts): Promise<{ library: AudioLibrary; player: Player }> {
  const { clock, random, log, dataDir } = ports;
  const store = createObjectStore({ folder: join(dataDir, 'audio') });
  await store.open();
  const fetchObject = createObjectFetch({
    server: ports.server,
    tokens: ports.tokens,
    store,
    clock,
    random,
    log,
  });
  const library = createAudioLibrary({
    store,
    fetchObject,
    decode: createDecode({ clock }),
    quotaBytes: ports.audioQuotaBytes,
    clock,
    log,
  });
  const outputs = createOutputs({ ...ports, wavQuotaBytes: ports.wavQuotaBytes });
  return { library, player: createPlayer({ outputs, clock, log }) };
}
