import { topics } from '@loa/shared/topics';
import { z } from 'zod';
import { connectPacket, openRawMqtt } from '../../support/raw-mqtt.js';
import { AREA, boxName } from './names.js';

/** A process of boxes: they take what comes and keep how old it was. */

const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connect'), port: z.number(), first: z.number(), count: z.number() }),
  z.object({ kind: z.literal('take') }),
]);

let ages: number[] = [];
let lost = 0;

async function box(port: number, name: string): Promise<void> {
  const peer = await openRawMqtt(port);
  peer.send(connectPacket({ clientId: name, username: name, password: 'bench', keepalive: 120 }));
  await peer.next();
  const filters = [topics.plan(name), topics.receipt(name), topics.override(AREA), topics.roster(AREA)];
  peer.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: filters.map((topic) => ({ topic, qos: 1 as const })),
  });
  await peer.next();
  void listen();

  async function listen(): Promise<void> {
    for (;;) {
      const packet = await peer.next().catch(() => null);
      if (!packet) {
        lost += 1;
        return;
      }
      if (packet.cmd !== 'publish' || typeof packet.payload === 'string') continue;
      if (!packet.retain) ages.push(Number(process.hrtime.bigint() - packet.payload.readBigUInt64BE()) / 1e6);
      if (packet.qos === 1 && packet.messageId !== undefined)
        peer.send({ cmd: 'puback', messageId: packet.messageId });
    }
  }
}

process.on('message', (raw) => {
  const order = Order.parse(raw);
  if (order.kind === 'take') {
    process.send?.({ kind: 'taken', ages, lost });
    ages = [];
    return;
  }
  const names = Array.from({ length: order.count }, (_, n) => boxName(order.first + n));
  void Promise.all(names.map((name) => box(order.port, name))).then(() => {
    process.send?.({ kind: 'connected' });
  });
});
process.on('disconnect', () => process.exit());
