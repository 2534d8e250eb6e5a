import { readFile } from 'node:fs/promises';
import { AreaId, BoxId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { replacePrivateFile } from '../trust/private-file.js';

/** What a later start needs to know of the first one. */
export const DemoState = z.object({
  provinceId: AreaId,
  communeId: AreaId,
  /** The bulletin that sounds first, and again at each start. */
  greetingId: Id,
  boxes: z.array(z.object({ boxId: BoxId, name: z.string(), folder: z.string() })).min(1),
});
export type DemoState = z.infer<typeof DemoState>;

/** Null before the first set-up was finished. */
export async function readDemoState(file: string): Promise<DemoState | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = DemoState.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** Whole or not at all. */
export async function writeDemoState(file: string, state: DemoState): Promise<void> {
  await replacePrivateFile(file, `${JSON.stringify(state, null, 2)}\n`);
}
