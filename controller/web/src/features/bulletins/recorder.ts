import { useEffect, useRef, useState } from 'react';
import { now } from '../../lib/clock.js';
import { type PausedWhy, watchMicrophone } from './microphone-watch.js';
import { keepChunk, keepTake, newTake, type Take } from './takes.js';

export type RecorderState =
  | { kind: 'idle' }
  | { kind: 'asking' }
  | { kind: 'recording' }
  | { kind: 'paused'; why: PausedWhy }
  | { kind: 'done'; take: Take; interrupted: boolean }
  | { kind: 'failed'; why: 'denied' | 'noMic' };

/** Chrome and Firefox write webm, Safari mp4; the controller reads both. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/webm'];
/** Speech in good quality; a minute weighs half a megabyte. */
const BITS_PER_SECOND = 64_000;
/** How often what was said is kept, milliseconds. */
const PIECE_MS = 1000;
const METER_MS = 100;
/** What the meter shows as its lower end, dBFS. */
const FLOOR_DB = -60;

interface Running {
  recorder: MediaRecorder;
  stream: MediaStream;
  sound: AudioContext;
  timer: ReturnType<typeof setInterval>;
}

/**
 * Records the microphone, and keeps each second on this machine as it comes. A call that takes the microphone away lets the
 * recording rest or ends it, and a page that is left ends it: always with what was said so far.
 */
export function useRecorder(accountId: string, nameOf: (at: number) => string) {
  const [state, setState] = useState<RecorderState>({ kind: 'idle' });
  const [level, setLevel] = useState(0);
  const [elapsedMs, setElapsedMs] = useState(0);
  const [isKept, setKept] = useState(true);
  const running = useRef<Running | null>(null);
  const left = useRef(false);

  const release = () => {
    const { stream, sound, timer } = running.current ?? {};
    running.current = null;
    clearInterval(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (sound && sound.state !== 'closed') void sound.close();
    setLevel(0);
  };
  const finish = () => {
    const recorder = running.current?.recorder;
    if (recorder && recorder.state !== 'inactive') recorder.stop();
  };
  useEffect(() => {
    // The last second is written before the page goes.
    const leave = () => {
      const recorder = running.current?.recorder;
      if (recorder && recorder.state !== 'inactive') recorder.requestData();
    };
    window.addEventListener('pagehide', leave);
    left.current = false;
    return () => {
      left.current = true;
      window.removeEventListener('pagehide', leave);
      const recorder = running.current?.recorder;
      if (recorder && recorder.state !== 'inactive') recorder.stop();
    };
  }, []);

  async function start(): Promise<void> {
    setState({ kind: 'asking' });
    const opened = await openMicrophone();
    if ('why' in opened) {
      setState({ kind: 'failed', why: opened.why });
      return;
    }
    const { stream, mimeType } = opened;
    if (left.current) {
      // Allowed when whoever asked had gone on: nobody would see that it records, nor could end it.
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    const at = now();
    const take = newTake(
      { accountId, name: `${nameOf(at)}.${extension(mimeType)}`, mimeType: plain(mimeType) },
      at,
    );
    let writing: Promise<unknown> = keepTake(take).then(setKept);
    let pieces = 0;
    let interrupted = false;
    recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      const number = pieces++;
      writing = writing
        .then(() => keepChunk(take.id, number, data))
        .then((done) => {
          if (!done) setKept(false);
        });
    };
    recorder.onstop = () => {
      release();
      void writing.then(() =>
        setState(pieces === 0 ? { kind: 'idle' } : { kind: 'done', take, interrupted }),
      );
    };
    const meter = meterOf(stream);
    const timer = setInterval(() => {
      setLevel(meter.level());
      if (recorder.state === 'recording') setElapsedMs((before) => before + METER_MS);
    }, METER_MS);
    running.current = { recorder, stream, sound: meter.sound, timer };
    setElapsedMs(0);
    recorder.start(PIECE_MS);
    setState({ kind: 'recording' });
    for (const track of stream.getAudioTracks()) {
      watchMicrophone(track, recorder, {
        paused: (why) => setState({ kind: 'paused', why }),
        ended() {
          interrupted = true;
          finish();
        },
      });
    }
  }

  return {
    ...{ state, level, elapsedMs, isKept, start: () => void start(), finish },
    pause() {
      running.current?.recorder.pause();
      setState({ kind: 'paused', why: 'asked' });
    },
    resume() {
      // A call puts the meter to sleep, too.
      void running.current?.sound.resume();
      running.current?.recorder.resume();
      setState({ kind: 'recording' });
    },
    reset: () => setState({ kind: 'idle' }),
  };
}

async function openMicrophone(): Promise<
  { stream: MediaStream; mimeType: string } | { why: 'denied' | 'noMic' }
> {
  const mimeType =
    typeof MediaRecorder === 'function'
      ? TYPES.find((type) => MediaRecorder.isTypeSupported(type))
      : undefined;
  // Browsers show no microphone to pages without https.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (mimeType === undefined || devices === undefined) return { why: 'noMic' };
  try {
    const audio = { channelCount: 1, noiseSuppression: true, autoGainControl: true, echoCancellation: false };
    return { stream: await devices.getUserMedia({ audio }), mimeType };
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    return { why: denied ? 'denied' : 'noMic' };
  }
}

function meterOf(stream: MediaStream): { sound: AudioContext; level: () => number } {
  const sound = new AudioContext();
  // Begun after a question to the person, some browsers let it wait.
  void sound.resume();
  const analyser = sound.createAnalyser();
  sound.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    sound,
    level() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
  };
}

/** How loud, from 0 (silence) to 1 (full scale), by decibels: as ears judge. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB));
}

const plain = (mimeType: string) => mimeType.split(';')[0] ?? mimeType;
const extension = (mimeType: string) => (mimeType.startsWith('audio/mp4') ? 'm4a' : 'webm');
