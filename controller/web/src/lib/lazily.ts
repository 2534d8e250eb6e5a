import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** How long it is waited before a part of the app that did not come is asked for again, milliseconds. */
const PAUSES_MS = [1_000, 3_000, 8_000] as const;

/** Loads a part of the app, and again where the line failed: what is typed on the page stays meanwhile. */
export async function again<T>(load: () => Promise<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return load();
}

/** A part that comes when it is first shown. */
export function lazily<P>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(() => again(load));
}
