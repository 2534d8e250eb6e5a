import { createStore, del, get, set } from 'idb-keyval';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';

const store = createStore('loa-drafts', 'drafts');
/** What was typed and is not kept yet, by its key. */
const unsaved = new Map<string, unknown>();
/** Tells a page on which a draft is open that another one was put in its place, by its key. */
const placed = new EventTarget();
/** After the last key, milliseconds. */
const SETTLE_MS = 400;
/** An older draft is no longer anybody's work. */
const KEPT_MS = 30 * 86_400_000;

const Kept = z.object({ savedAt: z.number(), value: z.unknown() });

/** What changes of a thing, or how that follows from what stands there by then. */
export type Change<T> = Partial<T> | ((now: T) => Partial<T>);

export interface Draft<T> {
  /** Null until it is known whether something was kept. */
  value: T | null;
  set(next: T): void;
  /** Into what is typed by then, not into what stood there when the page was last drawn: answers come late. */
  change(part: Change<T>): void;
  /** When what is shown was kept before this page was opened; null: it is new. */
  restoredFrom: number | null;
  /** After it was sent: until the page is gone nothing of it is there to be sent a second time. */
  sent(): Promise<void>;
  /** To begin anew. */
  clear(): Promise<void>;
}

/**
 * What a person types, kept on this machine at every pause: a closed tab, an empty battery or a lost line costs nothing.
 * `name` says whose and what (`account_x/bulletin/new`) and, where what was read matters, when that was changed: it stays
 * what it was at first, for what is read later must not change what is typed. A form of another thing has another React
 * key. Blobs may be kept, too.
 */
export function useDraft<T>(name: string, schema: z.ZodType<T>, empty: T): Draft<T> {
  const [key] = useState(name);
  const [value, setValue] = useState<T | null>(null);
  const [restoredFrom, setRestoredFrom] = useState<number | null>(null);
  const latest = useRef<T | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef({ schema, empty });

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (!unsaved.has(key)) return;
    void keepDraft(key, unsaved.get(key));
    unsaved.delete(key);
  }, [key]);

  const show = useCallback((next: T | null) => {
    latest.current = next;
    setValue(next);
  }, []);

  useEffect(() => {
    let current = true;
    void readDraft(key, first.current.schema).then((found) => {
      if (!current) return;
      show(found?.value ?? first.current.empty);
      setRestoredFrom(found?.savedAt ?? null);
    });
    const showPlaced = () =>
      void readDraft(key, first.current.schema).then((found) => {
        if (!current || found === null) return;
        show(found.value);
        setRestoredFrom(found.savedAt);
      });
    placed.addEventListener(key, showPlaced);
    window.addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', save);
    return () => {
      current = false;
      placed.removeEventListener(key, showPlaced);
      // A page that was left says nothing more: another may be typing in the same draft.
      latest.current = null;
      window.removeEventListener('pagehide', save);
      document.removeEventListener('visibilitychange', save);
      save();
    };
  }, [key, save, show]);

  const set = useCallback(
    (next: T) => {
      show(next);
      unsaved.set(key, next);
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SETTLE_MS);
    },
    [key, save, show],
  );
  const change = useCallback(
    (part: Change<T>) => {
      const now = latest.current;
      if (now !== null) set({ ...now, ...(typeof part === 'function' ? part(now) : part) });
    },
    [set],
  );
  const forget = useCallback(
    (shown: T | null) => {
      clearTimeout(timer.current);
      unsaved.delete(key);
      show(shown);
      setRestoredFrom(null);
      return forgetDraft(key);
    },
    [key, show],
  );
  const sent = useCallback(() => forget(null), [forget]);
  const clear = useCallback(() => forget(first.current.empty), [forget]);
  return { value, set, change, restoredFrom, sent, clear };
}

/** What was typed or kept under a key; null: nothing, or something that an older page wrote and this one cannot read. */
export async function readDraft<T>(
  key: string,
  schema: z.ZodType<T>,
): Promise<{ value: T; savedAt: number } | null> {
  const typed = unsaved.has(key) && { savedAt: Date.now(), value: unsaved.get(key) };
  const kept = Kept.safeParse(typed || (await get(key, store).catch(() => undefined)));
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

/** Keeps what was not typed on a page, also for a page on which that draft is open. */
export async function placeDraft(key: string, value: unknown): Promise<boolean> {
  const kept = await keepDraft(key, value);
  if (kept) placed.dispatchEvent(new Event(key));
  return kept;
}

export async function forgetDraft(key: string): Promise<void> {
  await del(key, store).catch(() => undefined);
}
