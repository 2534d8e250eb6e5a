import type { Logger } from '../ports/logger.js';

export interface SerialInbox {
  /**
   * Queues `task` behind all others and calls `accepted` when the sender may go on: at once, or, while the inbox is
   * full, once it has room again.
   */
  push(task: () => void | Promise<void>, accepted: () => void): void;
  /** While something waits for an answer that comes the same way as messages, the sender is never held back. */
  holdOpen(): () => void;
  /** Drops what was not begun; resolves when the task under way has ended. */
  clear(): Promise<void>;
}

/** Runs tasks one after the other, in order; one that throws is logged and does not stop the rest. */
export function createSerialInbox({ limit, log }: { limit: number; log: Logger }): SerialInbox {
  let queue: (() => void | Promise<void>)[] = [];
  let held: (() => void)[] = [];
  let open = 0;
  let running: Promise<void> | null = null;

  const release = () => {
    if (queue.length >= limit && open === 0) return;
    const waiting = held;
    held = [];
    for (const accepted of waiting) accepted();
  };

  const run = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      try {
        await task();
      } catch (error) {
        log.error({ error: String(error) }, 'A message handler failed');
      }
      release();
    }
    running = null;
  };

  return {
    push(task, accepted) {
      queue.push(task);
      // Begun first: what is being handled does not take room.
      running ??= run();
      if (queue.length >= limit && open === 0) held.push(accepted);
      else accepted();
    },
    holdOpen() {
      open += 1;
      release();
      let done = false;
      return () => {
        if (!done) open -= 1;
        done = true;
      };
    },
    async clear() {
      queue = [];
      release();
      await running;
    },
  };
}
