import { FRAME_SAMPLES, SAMPLES_PER_MS } from '../outputs/output.js';
import type { Frame, Span } from './delay-line.js';
import { turnAt } from './policy.js';
import type { Voice } from './voice.js';

/** A voice that became over while this frame was made, and after which of its samples. */
export interface Ended {
  voice: Voice;
  at: number;
}

export interface Mixed extends Frame {
  ended: readonly Ended[];
  /** Voices that had nothing when it was their turn. */
  dry: readonly Voice[];
}

/** Makes the frame whose first sample is due at `nominal` (monotonic): asks the policy and lets voices render. */
export function mixFrame(voices: readonly Voice[], nominal: number): Mixed {
  const samples = new Int16Array(FRAME_SAMPLES);
  const spans: Span[] = [];
  const ended: Ended[] = [];
  const dry: Voice[] = [];
  const alive = new Set(voices);
  let at = 0;
  // A turn of no samples only changes who sounds; every voice can do that a few times at most.
  for (let turns = 0; at < FRAME_SAMPLES && turns < 4 * voices.length + 4; turns++) {
    const instant = nominal + at / SAMPLES_PER_MS;
    const turn = turnAt(
      [...alive].map((voice) => voice.view(instant)),
      FRAME_SAMPLES - at,
    );
    if (turn.kind === 'silence') {
      at += Math.max(1, turn.samples);
      turns--;
      continue;
    }
    const voice = [...alive].find(({ id }) => id === turn.id);
    if (!voice) break;
    if (turn.kind === 'fade') {
      voice.fade(turn.samples, turn.cause, turn.then);
      continue;
    }
    voice.take();
    if (turn.samples === 0) continue;
    const position = voice.rendered();
    const made = voice.render(samples.subarray(at, at + turn.samples));
    if (made > 0) spans.push({ voice, from: at, to: at + made, position });
    at += made;
    if (voice.over() !== null) {
      ended.push({ voice, at });
      alive.delete(voice);
    } else if (made < turn.samples) {
      dry.push(voice);
      break;
    }
  }
  return { samples, spans, ended, dry };
}
