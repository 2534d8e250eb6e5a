import { backoffDelay } from '@loa/shared/backoff';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import type { StreamAudio } from '../../sound-port.js';
import { openHttp } from './http-stream.js';
import { type StreamDecoder, startStreamDecoder } from './stream-decoder.js';

/** Keeps a stream coming: opens it, decodes it, and opens it anew whenever it ends, breaks or says nothing. */
export interface StreamLink {
  /** Whether what comes is live: it has no length, so what is not heard now is past. */
  live(): boolean;
  pause(): void;
  resume(): void;
  /** Bytes that came, of all its openings. */
  received(): number;
  /** Sound is heard of it: the next failure is a first one again. */
  proven(): void;
  close(): void;
}

/** So long without sound from a stream that is open means it is dead, ms. */
const STALL_MS = 5_000;
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

  async function connect(): Promise<void> {
    const opened = await openHttp(audio, abort.signal);
    if (abort.signal.aborted) {
      if (opened.ok) opened.stream.body.destroy();
      return;
    }
    if (!opened.ok) return down(opened.detail);
    endless = opened.stream.endless;
    opened.stream.body.on('data', (bytes: Buffer) => {
      received += bytes.length;
    });
    decoder = startStreamDecoder({
      ...opened.stream,
      onPcm(bytes) {
        heard();
        onPcm(bytes);
      },
      onEnd: down,
    });
    if (paused) decoder.pause();
    heard();
  }

  function heard(): void {
    cancelStall();
    cancelStall = clock.after(STALL_MS, () => {
      if (paused) heard();
      else decoder?.kill();
    });
  }

  function down(detail: string): void {
    cancelStall();
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
      decoder?.resume();
    },
    proven() {
      failures = 0;
    },
    close() {
      abort.abort();
      cancelRetry();
      cancelStall();
      decoder?.kill();
    },
  };
}
