import { ImportedRecording } from '@loa/shared/api/recordings';
import { createStore, delMany, get, getMany, keys, set } from 'idb-keyval';
import { z } from 'zod';

/**
 * Sounds on this machine that the controller does not have yet. A recording is kept second by second as it is spoken: a
 * telephone call, a closed tab or an empty battery loses at most the last second.
 */
const store = createStore('loa-takes', 'takes');

const Take = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  mimeType: z.string(),
  startedAt: z.number(),
  /** Somebody has chosen it for a bulletin; it is not offered again. */
  used: z.boolean(),
  /** Where its sending goes on, once it has begun. */
  uploadUrl: z.string().nullable(),
  /** What the controller made of it; the sound itself is no longer kept here then. */
  made: ImportedRecording.nullable(),
});
export type Take = z.infer<typeof Take>;

export function newTake(about: Pick<Take, 'accountId' | 'name' | 'mimeType'>, startedAt: number): Take {
  const id = crypto.getRandomValues(new Uint32Array(3)).join('-');
  return { ...about, id, startedAt, used: false, uploadUrl: null, made: null };
}

const chunkKey = (id: string, number: number) => `${id}/${String(number).padStart(8, '0')}`;

/** False where this browser keeps nothing (a private window, a full disk): the page says so then. */
export async function keepTake(take: Take): Promise<boolean> {
  return kept(set(take.id, take, store));
}

export async function keepChunk(id: string, number: number, chunk: Blob): Promise<boolean> {
  return kept(set(chunkKey(id, number), chunk, store));
}

function kept(writing: Promise<void>): Promise<boolean> {
  return writing.then(
    () => true,
    () => false,
  );
}

export async function readTake(id: string): Promise<Take | null> {
  return Take.safeParse(await get(id, store).catch(() => null)).data ?? null;
}

export async function changeTake(id: string, change: Partial<Take>): Promise<void> {
  const take = await readTake(id);
  if (take) await keepTake({ ...take, ...change });
}

/** The whole sound as one file; null: nothing of it is on this machine. */
export async function soundOf(take: Take): Promise<File | null> {
  const names = (await allKeys()).filter((key) => key.startsWith(`${take.id}/`)).sort();
  const chunks: unknown[] = await getMany(names, store).catch(() => []);
  const blobs = chunks.filter((chunk) => chunk instanceof Blob);
  return blobs.length === 0 ? null : new File(blobs, take.name, { type: take.mimeType });
}

/** What somebody recorded and never used, the newest first: a page that was closed in the middle. */
export async function unusedTakes(accountId: string): Promise<Take[]> {
  const names = (await allKeys()).filter((key) => !key.includes('/'));
  const found: unknown[] = await getMany(names, store).catch(() => []);
  return found
    .flatMap((each) => Take.safeParse(each).data ?? [])
    .filter((take) => take.accountId === accountId && !take.used)
    .sort((a, b) => b.startedAt - a.startedAt);
}

/** The controller has it. What it made stays known, for a draft that was not told. */
export async function takeMade(id: string, made: ImportedRecording): Promise<void> {
  await changeTake(id, { made });
  const names = (await allKeys()).filter((key) => key.startsWith(`${id}/`));
  await delMany(names, store).catch(() => undefined);
}

export async function forgetTake(id: string): Promise<void> {
  const names = (await allKeys()).filter((key) => key === id || key.startsWith(`${id}/`));
  await delMany(names, store).catch(() => undefined);
}

async function allKeys(): Promise<string[]> {
  const found = await keys(store).catch((): IDBValidKey[] => []);
  return found.filter((key) => typeof key === 'string');
}
