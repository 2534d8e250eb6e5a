import { BusOfflineError } from '@loa/shared/errors';
import type { Bus } from '@loa/shared/ports/bus';

export interface RetainedDocument {
  topic: string;
  bytes: Uint8Array;
}

/** Messages that are on their way to the broker at one time. */
const AT_ONCE = 200;

/**
 * Publishes retained documents. Without a connection nothing is lost: they are stored, and everything is published
 * again on every `connected`. Returns whether all went out.
 */
export async function publishRetained(bus: Bus, documents: readonly RetainedDocument[]): Promise<boolean> {
  try {
    for (let start = 0; start < documents.length; start += AT_ONCE) {
      await Promise.all(
        documents
          .slice(start, start + AT_ONCE)
          .map(({ topic, bytes }) => bus.publish(topic, bytes, { qos: 1, retain: true })),
      );
    }
    return true;
  } catch (error) {
    if (error instanceof BusOfflineError) return false;
    throw error;
  }
}
