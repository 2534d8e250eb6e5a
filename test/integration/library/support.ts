import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { type Ffmpeg, openFfmpeg } from '../../../controller/src/library/ffmpeg.js';
import {
  createLibrary,
  type ImportedRecording,
  type Library,
} from '../../../controller/src/library/import-recording.js';
import type { ImportLimits } from '../../../controller/src/library/outcomes.js';
import { type ObjectStore, openStore } from '../../../controller/src/library/store.js';
import { silentLogger } from '../../support/silent-logger.js';

export const SPEECH = fileURLToPath(
  new URL('../../../audio-samples/lua-dao-truc-tuyen.opus', import.meta.url),
);

export interface Bench {
  readonly folder: string;
  readonly ffmpeg: Ffmpeg;
  readonly store: ObjectStore;
  /** A library that remembers what it imported, as the database would. */
  readonly library: Library<ImportedRecording>;
  readonly remembered: Map<string, ImportedRecording>;
  libraryWith(limits: Partial<ImportLimits>): Library<ImportedRecording>;
  /** Makes a file with ffmpeg itself: 5 s of speech unless `input` says otherwise. */
  make(name: string, options: readonly string[], input?: readonly string[]): string;
  close(): void;
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-library-'));
  const ffmpeg = await openFfmpeg({ clock: systemClock, env: process.env, folder: join(folder, 'programs') });
  const store = await openStore({ folder: join(folder, 'store'), random: systemRandom });
  const remembered = new Map<string, ImportedRecording>();
  const ports = { store, ffmpeg, clock: systemClock, log: silentLogger };
  const libraryWith = (limits: Partial<ImportLimits>) => {
    const library = createLibrary<ImportedRecording>({
      ...ports,
      limits,
      findByOriginal: async (sha256) => {
        const recording = remembered.get(sha256);
        return recording && { recording, objects: [recording, recording.aac] };
      },
    });
    return {
      async importRecording(request: Parameters<typeof library.importRecording>[0]) {
        const outcome = await library.importRecording(request);
        if (outcome.ok) remembered.set(outcome.recording.original.sha256, outcome.recording);
        return outcome;
      },
    };
  };
  return {
    folder,
    ffmpeg,
    store,
    remembered,
    libraryWith,
    library: libraryWith({}),
    make(name, options, input = ['-ss', '2', '-t', '5', '-i', SPEECH]) {
      const path = join(folder, name);
      execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...input, ...options, path]);
      return path;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
