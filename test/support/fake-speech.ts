import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSpeech, type Speech } from '../../controller/src/sources/tts/speech.js';

/** Speech by a voice that writes down what it was asked to say, as a sound that the fake library knows. */
export function createFakeSpeech(folder: string): Speech {
  let made = 0;
  return createSpeech({
    providers: [
      {
        id: 'fake',
        voices: async () => [
          { id: 'vi', language: 'vi', name: 'Giọng thử', provider: 'fake' },
          { id: 'vi-south', language: 'vi', name: 'Giọng thử miền Nam', provider: 'fake' },
        ],
        async speak({ text, voice, ratePercent, target }) {
          if (text.includes('máy hỏng')) return { ok: false, reason: 'failed', detail: 'as the test asked' };
          await writeFile(target, `sound:${voice}:${ratePercent}:${text}`);
          return { ok: true };
        },
      },
    ],
    temporaryPath: () => join(folder, `spoken-${made++}`),
  });
}
