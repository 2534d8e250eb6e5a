import { MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Journal } from './journal.js';
import type { SoundTrouble } from './sound-port.js';

/** The same trouble is written down again only after so long: a loose plug must not fill the journal, ms. */
const AGAIN_MS = 10 * MINUTE;

/** Writes troubles with the sound into the journal, so that the report tells them. */
export function createSoundTroubles(ports: {
  journal: Pick<Journal, 'append' | 'commit'>;
  clock: Clock;
  log: Logger;
}): (trouble: SoundTrouble) => void {
  const { journal, clock, log } = ports;
  const written = new Map<string, number>();

  return ({ kind, playbackId, output, detail }) => {
    const key = `${kind} ${output ?? ''}`;
    const now = clock.monotonic();
    if (now - (written.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    written.set(key, now);
    const what = output === undefined ? detail : `${output}: ${detail}`;
    const during = playbackId === undefined ? '' : ` (during ${playbackId})`;
    const fact = {
      kind: 'trouble',
      reason: `sound_${kind}`,
      detail: `${what.slice(0, 400)}${during}`,
    } as const;
    try {
      journal.commit(() => journal.append(fact));
    } catch (error) {
      // A full disk takes no more lines; the log has it.
      log.warn({ err: error, ...fact }, 'a trouble could not be written down');
    }
  };
}
