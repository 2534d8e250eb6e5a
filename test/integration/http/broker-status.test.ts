import { BrokerStatus } from '@loa/shared/api/broker';
import { expect, it } from 'vitest';
import { startControllerApp } from '../../support/controller-app.js';
import { seedControllerWorld } from '../../support/controller-world.js';

it('what the broker refused is told to those who look after boxes, and to nobody else', async () => {
  const quarantined = { qos: 0, topic: 3, retain: 0, size: 1 };
  const counts = {
    refusedSignIns: 2,
    refusedSubscriptions: 0,
    tooLarge: 0,
    slowPeers: 1,
    delayedReads: 5,
    crowded: 0,
  };
  const status = () => ({ kind: 'embedded' as const, connectedBoxes: 7, quarantined, ...counts });
  const app = await startControllerApp({ broker: { isConnected: () => true, status } });
  try {
    const { tokens } = await seedControllerWorld(app);
    const ask = (token: string) =>
      fetch(`${app.url}/api/broker`, { headers: { authorization: `Bearer ${token}` } });
    expect(BrokerStatus.parse(await (await ask(tokens.technician)).json())).toEqual(status());
    expect((await ask(tokens.admin)).status).toBe(200);
    for (const token of [tokens.broadcaster, tokens.approver, tokens.supervisor, tokens.villageHead])
      expect((await ask(token)).status).toBe(403);
  } finally {
    await app.stop();
  }
});
