import { open, readFile, rename } from 'node:fs/promises';
import { AreaId, BoxId, Id } from '@loa/shared/ids';
import { z } from 'zod';

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
  await writeSecret(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** A file that only its owner can read, on the disk when this resolves. */
export async function writeSecret(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
