import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BulletinKind } from '@loa/shared/api/bulletins';
import { Language } from '@loa/shared/ids';
import { z } from 'zod';

/** What samples.json says of a bulletin's recording; tunes and chimes are not bulletins. */
const Sample = z.object({
  id: z.string(),
  kind: z.enum(['bulletin', 'signature', 'chime']),
  bulletinKind: z.string().optional(),
  file: z.string(),
  text: z.string().optional(),
  variantOf: z.string().optional(),
  language: Language.optional(),
  title: z.string(),
  column: z.string().optional(),
  topics: z.array(z.string()).default([]),
  audiences: z.array(z.string()).default([]),
  durationSeconds: z.number(),
});
const Manifest = z.object({ samples: z.array(Sample) });

const KINDS: Record<string, z.infer<typeof BulletinKind>> = {
  tin: 'tin',
  bài: 'bai',
  'phóng sự': 'phongSu',
  'tọa đàm': 'toaDam',
  'thông báo': 'thongBao',
};

export interface SampleRecording {
  language: string;
  file: string;
  /** Of the spoken text; null where there is none. */
  textFile: string | null;
}

export interface SampleBulletin {
  id: string;
  title: string;
  kind: z.infer<typeof BulletinKind>;
  column: string | null;
  topics: string[];
  audiences: string[];
  durationSeconds: number;
  /** Its own language first. */
  recordings: SampleRecording[];
}

/** The bulletins of audio-samples, shortest first, so that the first sound comes early. */
export async function readSamples(folder: string): Promise<SampleBulletin[]> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'samples.json'), 'utf8')));
  const spoken = manifest.samples.filter((sample) => sample.kind === 'bulletin');
  const recordingOf = (sample: z.infer<typeof Sample>): SampleRecording => ({
    language: sample.language ?? 'vi',
    file: join(folder, sample.file),
    textFile: sample.text === undefined ? null : join(folder, sample.text),
  });
  return spoken
    .filter((sample) => sample.variantOf === undefined)
    .map((sample) => ({
      id: sample.id,
      title: sample.title,
      kind: KINDS[sample.bulletinKind ?? ''] ?? BulletinKind.enum.bai,
      column: sample.column ?? null,
      topics: sample.topics,
      audiences: sample.audiences,
      durationSeconds: sample.durationSeconds,
      recordings: [sample, ...spoken.filter((other) => other.variantOf === sample.id)].map(recordingOf),
    }))
    .sort((a, b) => a.durationSeconds - b.durationSeconds);
}

/** Every language that is spoken in the samples, once. */
export function languagesOf(samples: readonly SampleBulletin[]): string[] {
  return [...new Set(samples.flatMap(({ recordings }) => recordings.map(({ language }) => language)))];
}
