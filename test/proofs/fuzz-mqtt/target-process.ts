import { openTarget } from './target.js';

/** The broker in a process of its own, so that its memory and its end are its own. */
const target = await openTarget();
process.send?.({ kind: 'ready', port: target.port });

process.on('message', () => {
  void target.check().then((heard) => {
    // What could be let go is; what stays is growth.
    globalThis.gc?.();
    const { failures } = target;
    process.send?.({
      kind: 'checked',
      heard,
      failures: failures.splice(0, 20),
      counts: target.counts(),
      rssMb: process.memoryUsage().rss / 1024 / 1024,
    });
  });
});
process.on('disconnect', () => process.exit());
