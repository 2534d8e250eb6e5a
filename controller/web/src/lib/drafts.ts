import { createStore, del, get, set } from 'idb-keyval';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';

const store = createStore('loa-drafts', 'drafts');
/** After the last key, milliseconds. */
const SETTLE_MS = 400;
/** An older draft is no longer anybody's work. */
const KEPT_MS = 30 * 86_400_000;

const Kept = z.object({ savedAt: z.number(), value: z.unknown() });

export interface Draft<T> {
  /** Null until it is known whether something was kept. */
  value: T | null;
  set(next: T): void;
  /** When what is shown was kept before this page was opened; null: it is new. */
  restoredFrom: number | null;
  /** After it was sent, or to begin anew. */
  clear(): Promise<void>;
}

/**
 * What a person types, kept on this machine at every pause: a closed tab, an empty battery or a lost line costs nothing.
 * `key` names the account and the thing (`account_x/bulletin/new`). Blobs may be kept, too.
 */
export function useDraft<T>(key: string, schema: z.ZodType<T>, empty: T): Draft<T> {
  const [value, setValue] = useState<T | null>(null);
  const [restoredFrom, setRestoredFrom] = useState<number | null>(null);
  const unsaved = useRef<T | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef({ schema, empty });

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const next = unsaved.current;
    unsaved.current = null;
    if (next !== null) void keepDraft(key, next);
  }, [key]);

  useEffect(() => {
    let current = true;
    void readDraft(key, first.current.schema).then((found) => {
      if (!current) return;
      setValue(found?.value ?? first.current.empty);
      setRestoredFrom(found?.savedAt ?? null);
    });
    window.addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', save);
    return () => {
      current = false;
      window.removeEventListener('pagehide', save);
      document.removeEventListener('visibilitychange', save);
      save();
    };
  }, [key, save]);

  const change = useCallback(
    (next: T) => {
      setValue(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SETTLE_MS);
    },
    [save],
  );
  const clear = useCallback(async () => {
    clearTimeout(timer.current);
    unsaved.current = null;
    setValue(first.current.empty);
    setRestoredFrom(null);
    await forgetDraft(key);
  }, [key]);
  return { value, set: change, restoredFrom, clear };
}

/** What was kept under a key; null: nothing, or something that an older page wrote and this one cannot read. */
export async function readDraft<T>(
  key: string,
  schema: z.ZodType<T>,
): Promise<{ value: T; savedAt: number } | null> {
  const kept = Kept.safeParse(await get(key, store).catch(() => undefined));
  if (!kept.success || kept.data.savedAt < Date.now() - KEPT_MS) return null;
  const parsed = schema.safeParse(kept.data.value);
  return parsed.success ? { value: parsed.data, savedAt: kept.data.savedAt } : null;
}

/** False where this browser keeps nothing (a private window, a full disk): the page says so then. */
export async function keepDraft(key: string, value: unknown): Promise<boolean> {
  return set(key, { savedAt: Date.now(), value }, store).then(
    () => true,
    () => false,
  );
}

export async function forgetDraft(key: string): Promise<void> {
  await del(key, store).catch(() => undefined);
}
