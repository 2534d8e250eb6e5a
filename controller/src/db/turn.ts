import { MessageChannel } from 'node:worker_threads';

/** SQLite answers in this thread, so awaiting it lets nobody else in: between two pieces of long work, this does. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.once('message', () => {
      port1.close();
      resolve();
    });
    port2.postMessage(null);
  });
}
