import { hasRoom } from './disk.js';
import type { Ffmpeg } from './ffmpeg.js';
import { type Refusal, refuse } from './outcomes.js';

/** AAC-LC in MP4 with its index in front, for browsers and feeds that play no Ogg; bit-exact like the canonical recording. */
const AAC_ENCODING: readonly string[] = [
  ...['-c:a', 'aac', '-b:a', '48k', '-ar', '44100', '-ac', '1'],
  ...[
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags:a',
    '+bitexact',
    '-movflags',
    '+faststart',
    '-f',
    'mp4',
  ],
];

export interface AacRequest {
  readonly canonical: string;
  readonly durationMs: number;
  readonly target: string;
  readonly signal?: AbortSignal | undefined;
}

/** Derives the browser copy from the canonical recording: what staff hear on the screen is what was approved. */
export async function makeAacCopy(ffmpeg: Ffmpeg, request: AacRequest): Promise<{ ok: true } | Refusal> {
  const run = await ffmpeg.run({
    input: { path: request.canonical, demuxer: 'ogg' },
    maxSeconds: Math.ceil(request.durationMs / 1000) + 1,
    audioFilter: 'anull',
    output: { path: request.target, options: AAC_ENCODING },
    signal: request.signal,
  });
  if (run.ok) return { ok: true };
  if (run.reason === 'timeout') return refuse('timeout', run.detail);
  return refuse((await hasRoom(request.target)) ? 'decode_failed' : 'disk_full', run.detail);
}
