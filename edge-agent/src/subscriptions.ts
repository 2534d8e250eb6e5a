import type { Bus, Unsubscribe } from '@loa/shared/ports/bus';
import type { Logger } from '@loa/shared/ports/logger';
import { topics } from '@loa/shared/topics';
import type { Documents } from './documents.js';

/** Follows the box's own topics, its commune's roster, and the overrides of every area that it lies in. */
export function createSubscriptions(ports: {
  boxId: string;
  communeId: string;
  bus: Pick<Bus, 'subscribe'>;
  documents: Pick<Documents, 'offer' | 'areaChain'>;
  log: Logger;
}) {
  const { boxId, communeId, bus, documents, log } = ports;
  const held = new Map<string, Unsubscribe>();

  function topicsNow(): string[] {
    // The roster first: it names the keys that the others are judged by.
    const own = [topics.roster(communeId), topics.plan(boxId), topics.receipt(boxId)];
    return [...own, ...documents.areaChain().map(topics.override)];
  }

  return {
    /** Subscribes to what became relevant and leaves what no longer is. */
    async follow(): Promise<void> {
      const now = topicsNow();
      for (const [topic, leave] of held) {
        if (now.includes(topic)) continue;
        held.delete(topic);
        leave();
      }
      for (const topic of now) {
        if (held.has(topic)) continue;
        held.set(topic, () => {});
        try {
          held.set(topic, await bus.subscribe(topic, ({ payload }) => documents.offer(topic, payload)));
        } catch (error) {
          held.delete(topic);
          log.warn({ err: error, topic }, 'could not subscribe');
        }
      }
    },
    leave(): void {
      for (const leave of held.values()) leave();
      held.clear();
    },
  };
}
