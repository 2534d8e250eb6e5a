import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_MS, type OutputHealth } from '../outputs/output.js';
import type { SoundTrouble } from '../sound-port.js';
import type { Takers } from './lanes.js';
import type { Voice } from './voice.js';

/** So long in which no output could take sound ends a playback, frames (3 s): less gives outputs time to restart. */
const HOPELESS_FRAMES = 3_000 / FRAME_MS;

/** What goes wrong with the sound, told to whoever listens, and noted with what sounds. */
export function createEngineTroubles({ sounding, log }: { sounding(): Voice | undefined; log: Logger }) {
  const hearers = new Set<(trouble: SoundTrouble) => void>();
  let frames = 0;

  function tell(trouble: SoundTrouble): void {
    log.warn({ ...trouble }, 'trouble with the sound');
    for (const hear of hearers) hear(trouble);
  }

  return {
    tell,
    onTrouble(hear: (trouble: SoundTrouble) => void): () => void {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    /** An output stopped taking sound, or takes it again (null). */
    ofOutput(output: string, detail: string | null): void {
      const voice = sounding();
      if (detail !== null) voice?.note(`${output}: ${detail}`);
      const playback = voice ? { playbackId: voice.request.playbackId } : {};
      if (detail === null) tell({ kind: 'recovered', output, detail: 'it takes sound again', ...playback });
      else tell({ kind: 'output', output, detail, ...playback });
    },
    /** Whether it is time to give up what sounds: none takes sound and none will, or none has for too long. */
    isHopeless({ taking, able }: Takers): boolean {
      frames = taking === 0 ? frames + 1 : 0;
      if (!sounding() || (frames < HOPELESS_FRAMES && able > 0)) return false;
      frames = 0;
      return true;
    },
  };
}

/** Why there was no sound, output by output. */
export function hopelessness(outputs: readonly (OutputHealth & { id: string })[]): string {
  const told = outputs.map((state) => (state.ok ? state.id : `${state.id}: ${state.detail}`));
  return `no output takes sound (${told.join('; ') || 'there is none'})`;
}
