import { backoffDelay } from '@loa/shared/backoff';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import type { StreamAudio } from '../../sound-port.js';
import { openHttp } from './http-stream.js';
import { hasStood, OPENING_MS, waitFor } from './stream-bounds.js';
import { type StreamDecoder, startStreamDecoder } from './stream-decoder.js';

/** Keeps a stream coming: opens it, decodes it, and opens it anew whenever it ends, breaks or says nothing. */
export interface StreamLink {
  /** Whether what comes is live: it has no length, so what is not heard now is past. */
  live(): boolean;
  pause(): void;
  resume(): void;
  /** Bytes that came, of all its openings. */
  received(): number;
  /** Sound is heard of it: once it has stood for a while, the next failure is a first one again. */
  proven(): void;
  close(): void;
}

const BYTES_PER_MS = 96;
/** So long without sound from a stream that is open means it is dead, ms. */
const STALL_MS = 5_000;
/** How long one that pours waits at the least, ms. */
const HELD_MS = 1_000;
const RETRY = { firstMs: 250, longestMs: 10_000 };

export function openLink(
  audio: StreamAudio,
  ports: {
    clock: Clock;
    random: Random;
    onPcm(bytes: Buffer): void;
    /** It is away, and why; it is tried again unless its end was the end. */
    onDown(detail: string): void;
  },
): StreamLink {
  const { clock, random, onPcm, onDown } = ports;
  const abort = new AbortController();
  let decoder: StreamDecoder | null = null;
  let endless = true;
  let paused = false;
  let failures = 0;
  let received = 0;
  let cancelRetry: Cancel = () => {};
  let cancelStall: Cancel = () => {};
  /** It came faster than time passes, and waits. */
  let held = false;
  let cancelHold: Cancel = () => {};
  let openedAt = 0;
  /** Of this opening, bytes of sound. */
  let sound = 0;

  async function open(): ReturnType<typeof openHttp> {
    const late = new AbortController();
    const cancel = clock.after(OPENING_MS, () => late.abort());
    const opened = await openHttp(audio, AbortSignal.any([abort.signal, late.signal]));
    cancel();
    return late.signal.aborted ? { ok: false, detail: 'it did not answer in 10 s' } : opened;
  }

  async function connect(): Promise<void> {
    const opened = await open();
    if (abort.signal.aborted) {
      if (opened.ok) opened.stream.body.destroy();
      return;
    }
    if (!opened.ok) return down(opened.detail);
    endless = opened.stream.endless;
    openedAt = clock.monotonic();
    sound = 0;
    opened.stream.body.on('data', (bytes: Buffer) => {
      received += bytes.length;
    });
    decoder = startStreamDecoder({
      ...opened.stream,
      onPcm(bytes) {
        heard();
        onPcm(bytes);
        hold(bytes.length);
      },
      onEnd: down,
    });
    if (paused) decoder.pause();
    heard();
  }

  /** What has a length is paused where it waits to be heard; what has none is no faster than time. */
  function hold(bytes: number): void {
    sound += bytes;
    const waitMs = endless ? waitFor(sound / BYTES_PER_MS, clock.monotonic() - openedAt) : 0;
    if (waitMs === 0 || held) return;
    held = true;
    decoder?.pause();
    // A little longer, so that it is not woken for every crumb.
    cancelHold = clock.after(waitMs + HELD_MS, () => {
      held = false;
      heard();
      if (!paused) decoder?.resume();
    });
  }

  function heard(): void {
    cancelStall();
    cancelStall = clock.after(STALL_MS, () => {
      if (paused || held) heard();
      else decoder?.kill();
    });
  }

  function down(detail: string): void {
    cancelStall();
    cancelHold();
    held = false;
    decoder = null;
    if (abort.signal.aborted) return;
    onDown(detail);
    if (audio.onEnd === 'finish' && detail === 'the stream ended') return;
    failures++;
    cancelRetry = clock.after(backoffDelay(failures, random.unit(), RETRY), () => void connect());
  }

  void connect();
  return {
    live: () => endless,
    received: () => received,
    pause() {
      paused = true;
      decoder?.pause();
    },
    resume() {
      paused = false;
      if (!held) decoder?.resume();
    },
    proven() {
      if (hasStood(clock.monotonic() - openedAt)) failures = 0;
    },
    close() {
      abort.abort();
      cancelRetry();
      cancelStall();
      cancelHold();
      decoder?.kill();
    },
  };
}
