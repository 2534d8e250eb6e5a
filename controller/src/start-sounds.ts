import type { Clock } from '@loa/shared/ports/clock';
import type { Db } from './db/database.js';
import { expireUploads } from './db/uploads.js';
import { type Cron, duty } from './dispatch/cron.js';
import { openResumable, type Resumable } from './http/resumable.js';
import type { Ffmpeg } from './library/ffmpeg.js';
import { createSoundTools, type SoundTools } from './library/sound-tools.js';
import type { ObjectStore } from './library/store.js';
import { createExcel, type Excel } from './reports/excel/excel.js';
import type { TtsProvider } from './sources/tts/provider.js';
import { createSpeech, type Speech } from './sources/tts/speech.js';

/** How sounds come in beside a plain upload, what is asked of those that are here, and lists from and to Excel. */
export interface Sounds {
  sounds: SoundTools;
  speech: Speech;
  resumable: Resumable;
  excel: Excel;
}

export async function openSounds(options: {
  clock: Clock;
  ffmpeg: Ffmpeg;
  objects: ObjectStore;
  voices: readonly TtsProvider[];
  folder: string;
  maxBytes: number;
}): Promise<Sounds> {
  const { clock, ffmpeg, objects, voices: providers, folder, maxBytes } = options;
  return {
    sounds: createSoundTools({ ffmpeg, store: objects }),
    speech: createSpeech({ providers, temporaryPath: objects.temporaryPath }),
    resumable: await openResumable({ folder, maxBytes }),
    excel: createExcel({ clock }),
  };
}

/** Uploads that were given up go by themselves. Returns how to end it. */
export function sweepUploads(
  ports: { db: Db; clock: Clock; cron: Cron; log: Parameters<typeof duty>[0] },
  resumable: Resumable,
): () => void {
  const { db, clock, cron, log } = ports;
  const sweep = async () => {
    for (const id of await expireUploads(db, clock.now())) await resumable.remove(id);
  };
  return cron.schedule('17 * * * *', duty(log, 'given-up uploads', sweep));
}
