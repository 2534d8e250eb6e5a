import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { makeSound } from './made-sound.js';
import { openPcm } from './pcm-reader.js';
import type { OpenSource } from './sample-source.js';
import { openStream } from './stream-source.js';

/** Whatever can sound, as a source of samples. */
export function createOpenSource(ports: { clock: Clock; random: Random; log: Logger }): OpenSource {
  return (audio, offsetMs, onTrouble) => {
    switch (audio.kind) {
      case 'stream':
        return openStream(audio, { ...ports, onTrouble });
      case 'tone':
      case 'silence':
        return makeSound(audio, offsetMs);
      default:
        return openPcm(audio.path, offsetMs);
    }
  };
}
