import { z } from 'zod';

const Field = z.union([z.string(), z.number()]).optional();

const ProbeData = z.object({
  streams: z.array(
    z.object({
      codec_type: Field,
      codec_name: Field,
      channels: Field,
      duration: Field,
      tags: z.record(z.string(), z.unknown()).optional(),
      disposition: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  format: z.object({ duration: Field }),
});

/** What ffprobe says of a file, as far as it is believed. */
export interface Probe {
  readonly audioStreams: number;
  readonly codec: string | undefined;
  readonly channels: number | undefined;
  /** The duration that belongs to the first audio stream; not the file's where pictures may last longer. */
  readonly audioDurationMs: number | undefined;
}

/** Parses ffprobe's JSON: counts arrive as numbers, durations as text, what is unknown not at all or as `N/A`. */
export function parseProbe(data: unknown): Probe {
  const { streams, format } = ProbeData.parse(data);
  const audio = streams.filter((stream) => stream.codec_type === 'audio');
  const first = audio[0];
  const moving = streams.some(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  return {
    audioStreams: audio.length,
    codec: first?.codec_name === undefined ? undefined : String(first.codec_name),
    channels: number(first?.channels),
    audioDurationMs:
      milliseconds(number(first?.duration)) ??
      clockTimeMs(first?.tags?.DURATION) ??
      (moving ? undefined : milliseconds(number(format.duration))),
  };
}

/** Matroska writes a stream's duration as `00:01:02.345000000`. */
function clockTimeMs(tag: unknown): number | undefined {
  const parts = typeof tag === 'string' ? tag.match(/^(\d+):(\d+):([\d.]+)$/) : null;
  if (parts === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function number(value: string | number | undefined): number | undefined {
  const parsed = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
