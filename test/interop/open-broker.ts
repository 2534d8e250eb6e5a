import { createServer } from 'node:net';
import { systemClock } from '@loa/shared/node/system-clock';
import { Aedes } from 'aedes';
import { createAdmission } from '../../controller/src/broker/admission.js';
import { createCounters } from '../../controller/src/broker/counters.js';
import { DEFAULT_LIMITS } from '../../controller/src/broker/limits.js';
import { silentLogger } from '../support/silent-logger.js';

/** The one filter that a client may not have, for the case that asks for a refusal. */
export const NO_SUBSCRIBE = 'test/nosubscribe';

/**
 * The embedded broker's Aedes and the guards before it, as they ship, with a test's access rules: everybody may connect,
 * keep a session, say and hear everything but one topic, with any QoS.
 */
export async function openInteropBroker(): Promise<{ port: number; stop(): Promise<void> }> {
  const aedes = await Aedes.createBroker({
    concurrency: 0,
    drainTimeout: 10_000,
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, subscription.topic === NO_SUBSCRIBE ? null : subscription),
  });
  const admission = createAdmission({
    // Nobody proves anything here, so everybody is a box to the guards.
    door: { identityOf: (client) => ({ kind: 'box', boxId: client.id ?? '' }) },
    ...{ limits: DEFAULT_LIMITS, counters: createCounters(), clock: systemClock, log: silentLogger },
  });
  aedes.on('client', admission.signedIn);
  const server = createServer((socket) => {
    if (admission.welcomes(socket, socket.remoteAddress ?? '')) admission.admit(aedes, socket);
    else socket.destroy();
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return {
    port,
    async stop() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
