import type { EventStream } from './answer.js';

export interface OpenStreams {
  /** Takes a stream in, whose end is then told; of too many of one account the oldest ends. */
  admit(accountId: string, stream: EventStream): () => void;
}

/** Streams of events go on for hours: so many at once for one account, or its pages could take all the memory there is. */
export function createOpenStreams({ most }: { most: number }): OpenStreams {
  const streams = new Map<string, Set<EventStream>>();
  return {
    admit(accountId, stream) {
      const own = streams.get(accountId) ?? new Set();
      streams.set(accountId, own);
      own.add(stream);
      const [oldest] = own;
      if (own.size > most && oldest) {
        own.delete(oldest);
        oldest.close();
      }
      return () => {
        own.delete(stream);
        if (own.size === 0) streams.delete(accountId);
      };
    },
  };
}
