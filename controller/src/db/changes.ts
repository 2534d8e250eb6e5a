/** What one part of the controller changed in the database and others may want to act on or show. */
export type Change =
  /** What these boxes should play may differ now. */
  | { kind: 'plans'; boxIds: readonly string[] | 'all' }
  /** A bulletin of this area, or one of its variants, is not what it was. */
  | { kind: 'bulletins'; areaId: string }
  | { kind: 'playbacks'; ids: readonly string[] }
  | { kind: 'status'; boxId: string }
  | { kind: 'overrides'; areaId: string }
  | { kind: 'roster'; communeId: string };

export interface Changes {
  /** Call after the commit. A listener that throws does not stop the others. */
  notify(change: Change): void;
  /** Returns how to stop listening. */
  subscribe(listener: (change: Change) => void): () => void;
}

/**
 * In-process notice of committed changes. It only wakes: whoever listens reads the truth from the database, so a
 * lost notice costs time and nothing else.
 */
export function createChanges(ports: { onError?: (error: unknown) => void } = {}): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    notify(change) {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          ports.onError?.(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
