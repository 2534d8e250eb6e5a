import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { MAX_DOWN_BYTES, topics } from '@loa/shared/topics';
import { z } from 'zod';
import { createBroker } from '../../../controller/src/broker/broker.js';
import { connected } from '../../support/bus-probe.js';
import { silentLogger } from '../../support/silent-logger.js';
import { AREA, boxName, FLOODED } from './names.js';

/** The broker's process of the bench: the embedded broker as it ships, and the controller's bus that publishes on it. */

const Order = z.object({ kind: z.literal('publish'), seconds: z.number(), boxes: z.number() });

/** An override for everybody twice a second, meanwhile twenty plans a second. */
const OVERRIDE_BYTES = 4 * 1024;
const PLAN_BYTES = 40 * 1024;
/** Of the frozen ones some are sent the largest plans, over and over: what waits for them has to go somewhere. */
const LARGE_PLAN_BYTES = 1_000_000;
const TICK_MS = 500;
const PLANS_A_TICK = 10;
const LARGE_PLANS_A_TICK = 5;

const broker = createBroker({
  ...{ host: '127.0.0.1', port: 0, clock: systemClock, random: systemRandom, log: silentLogger },
  authenticate: async (_clientId, username) => ({ kind: 'box', boxId: username }),
  areaChainOf: async () => [AREA],
});
const running = await broker.start();
const { clientId, ...credentials } = broker.controller;
const bus = createMqttBus({
  ...{ url: `mqtt://127.0.0.1:${running.port}`, clientId, clock: systemClock, random: systemRandom },
  ...{ log: silentLogger, maxPayloadBytes: MAX_DOWN_BYTES, credentials: async () => credentials },
});
await bus.start();
await connected(bus);
process.send?.({ kind: 'ready', port: running.port });

/** The first eight bytes say when it was sent: the monotonic clock is one for all processes. */
function stamped(bytes: number): Uint8Array {
  const payload = Buffer.alloc(bytes, 1);
  payload.writeBigUInt64BE(process.hrtime.bigint());
  return payload;
}

async function publish({ seconds, boxes }: z.infer<typeof Order>): Promise<void> {
  let turn = 0;
  for (let tick = 0; tick < (seconds * 1000) / TICK_MS; tick++) {
    const begun = performance.now();
    await bus.publish(topics.override(AREA), stamped(OVERRIDE_BYTES), { retain: true });
    for (let n = 0; n < PLANS_A_TICK; n++) {
      turn = (turn + 1) % boxes;
      await bus.publish(topics.plan(boxName(turn)), stamped(PLAN_BYTES), { retain: true });
    }
    for (let n = 0; n < LARGE_PLANS_A_TICK; n++) {
      const box = boxName((tick * LARGE_PLANS_A_TICK + n) % FLOODED);
      await bus.publish(topics.plan(box), stamped(LARGE_PLAN_BYTES), { retain: true });
    }
    await systemClock.wait(Math.max(0, TICK_MS - (performance.now() - begun)));
  }
}

process.on('message', (raw) => {
  void publish(Order.parse(raw)).then(() => {
    process.send?.({
      kind: 'published',
      connected: broker.connectedBoxes().length,
      slowPeers: broker.counts().slowPeers,
    });
  });
});
process.on('disconnect', () => process.exit());
