import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_SOUNDS } from '@loa/shared/trust/built-in-sounds';
import type { Fetched } from './fetch-object.js';
import type { ObjectStore } from './object-store.js';

const FOLDER = fileURLToPath(new URL('../../sounds/', import.meta.url));

type FetchObject = (want: { sha256: string; bytes: number }, signal: AbortSignal) => Promise<Fetched>;

/** Takes the sounds that came with the agent from its own folder, by their hashes like all others; the rest as before. */
export function withBuiltInSounds(ports: {
  store: Pick<ObjectStore, 'partialPath' | 'keepIfSound'>;
  fetchObject: FetchObject;
  folder?: string;
}): FetchObject {
  const { store, fetchObject, folder = FOLDER } = ports;
  return async (want, signal) => {
    const { sha256 } = want;
    const sound = BUILT_IN_SOUNDS.find((one) => one.sha256 === sha256);
    if (sound) {
      const copied = await copyFile(`${folder}/${sound.file}`, store.partialPath(sha256)).then(
        () => true,
        () => false,
      );
      if (copied && (await store.keepIfSound(sha256))) return { ok: true };
    }
    return fetchObject(want, signal);
  };
}
