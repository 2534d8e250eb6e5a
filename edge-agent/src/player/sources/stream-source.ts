import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { SAMPLES_PER_MS } from '../../outputs/output.js';
import type { StreamAudio } from '../../sound-port.js';
import { deferred } from '../deferred.js';
import { applyGain } from '../gain.js';
import { FADE_SAMPLES } from '../policy.js';
import { createJitterBuffer } from './jitter-buffer.js';
import { openPcm } from './pcm-reader.js';
import type { SampleSource, SourceTrouble } from './sample-source.js';
import { openLink, type StreamLink } from './stream-link.js';

const BUFFER_MS = 1_000;
const SILENT_MS = 15_000;
/** The most that waits in memory, ms: what a server sends at once when it is opened. */
const MOST_MS = 6_000;
/** A live stream that is so much later than it need be is cut to the present, ms. */
const TOO_LATE_MS = 2_000;
/** Below −60 dBFS a stream says nothing. */
const SILENCE_PEAK = 33;
/** Within this part of its target what waits is left as it is. */
const PART_OF_TARGET = 0.2;

/**
 * A stream as a source: gathered ahead, its pace followed by ±0.05%, its fallback heard while it is away or silent. It ends
 * by itself only where its end is the playback's end.
 */
export function openStream(
  audio: StreamAudio,
  ports: { clock: Clock; random: Random; onTrouble: SourceTrouble },
  open: typeof openLink = openLink,
): SampleSource {
  const target = (audio.bufferMs ?? BUFFER_MS) * SAMPLES_PER_MS;
  const most = Math.max(MOST_MS * SAMPLES_PER_MS, 2 * target);
  const silentMost = (audio.silentMs ?? SILENT_MS) * SAMPLES_PER_MS;
  const buffer = createJitterBuffer();
  const fallback = audio.fallback ? openPcm(audio.fallback.path, 0) : null;
  const primed = deferred<void>();
  let begun = false;
  let ended = false;
  /** Which of both is heard. */
  let heard: 'stream' | 'fallback' | null = null;
  /** Gathering again after a gap. */
  let gathering = true;
  let silent = 0;
  let frames = 0;
  let fadeIn = FADE_SAMPLES;
  /** What is wrong with it; one outage is told once. */
  let trouble: string | null = null;
  /** Something arrived since it was last away. */
  let coming = false;

  const link: StreamLink = open(audio, {
    ...ports,
    onPcm(bytes) {
      coming = true;
      buffer.push(bytes);
      listen(bytes);
      if (buffer.size() > most) overflow();
      if (buffer.size() < target) return;
      gathering = false;
      link.proven();
      primed.resolve();
    },
    onDown(detail) {
      coming = false;
      buffer.realign();
      ended = audio.onEnd === 'finish' && detail === 'the stream ended';
      if (ended) primed.resolve();
      else fail(detail);
      void fallback?.primed.then(() => primed.resolve());
    },
  });

  function fail(detail: string): void {
    if (trouble !== null) return;
    trouble = detail;
    ports.onTrouble(`stream: ${detail}`, false);
  }

  function well(): void {
    if (trouble === null || !coming) return;
    trouble = null;
    ports.onTrouble('stream: it is heard again', true);
  }

  function overflow(): void {
    if (link.live()) buffer.trim(target);
    else link.pause();
  }

  /** Counts how long the stream has said nothing, as it arrives. */
  function listen(bytes: Buffer): void {
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      if (Math.abs(bytes.readInt16LE(at)) > SILENCE_PEAK) {
        silent = 0;
        return;
      }
    }
    silent += bytes.length >> 1;
    if (silentMost > 0 && silent >= silentMost) fail(`silent for ${Math.round(silentMost / 48_000)} s`);
  }

  const saysNothing = () => silentMost > 0 && silent >= silentMost;

  function fromStream(samples: number): Int16Array | null {
    if (gathering && !ended) return null;
    if (link.live() && buffer.size() > target + TOO_LATE_MS * SAMPLES_PER_MS) buffer.trim(target);
    if (buffer.size() < most / 2) link.resume();
    const taken =
      buffer.take(samples, squeeze()) ?? (ended ? buffer.take(Math.min(samples, buffer.size())) : null);
    if (taken === null) {
      gathering = true;
      fail('nothing came in time');
    } else if (!saysNothing()) well();
    return taken;
  }

  /** The station's clock is not ours: one sample in two frames keeps what waits near its target. */
  function squeeze(): number {
    if (!link.live() || ++frames % 2 === 0) return 0;
    const off = buffer.size() - target;
    return Math.abs(off) < target * PART_OF_TARGET ? 0 : Math.sign(off);
  }

  function takeFrom(which: 'stream' | 'fallback', samples: Int16Array): Int16Array {
    if (heard !== null && heard !== which) fadeIn = 0;
    heard = which;
    if (fadeIn >= FADE_SAMPLES) return samples;
    applyGain(samples, { from: 0, to: 1, samples: FADE_SAMPLES, done: fadeIn });
    fadeIn += samples.length;
    return samples;
  }

  return {
    primed: primed.promise,
    failure: () => null,
    received: link.received,
    take(samples) {
      if (!begun && link.live() && !audio.keepStart) buffer.trim(target);
      begun = true;
      // A silent stream goes on being read, so that its return is heard; its fallback sounds meanwhile.
      const streamed = fromStream(samples);
      if (streamed !== null && !(saysNothing() && fallback)) return takeFrom('stream', streamed);
      const other = fallback?.take(samples) ?? null;
      if (other !== null && other.length === samples) return takeFrom('fallback', other);
      return streamed === null ? null : takeFrom('stream', streamed);
    },
    close() {
      link.close();
      fallback?.close();
      primed.resolve();
    },
  };
}
