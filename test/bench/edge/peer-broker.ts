import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { createBroker } from '../../../controller/src/broker/broker.js';
import { loadBoxesTls } from '../../../controller/src/trust/boxes-tls.js';
import { type Child, startChild } from '../../support/child.js';
import { silentLogger } from '../../support/silent-logger.js';
import { SMALL_NODE } from '../../support/small-node.js';

const PEER = fileURLToPath(new URL('./peer.mjs', import.meta.url));

/** A broker over TLS that lets the bare peer in. */
export async function openPeerBroker(): Promise<{ startPeer(): Child; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-peer-'));
  const { authority, certificate, key } = await loadBoxesTls(folder, ['127.0.0.1']);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, authority);
  const broker = createBroker({
    ...{ host: '127.0.0.1', port: 0, clock: systemClock, random: systemRandom, log: silentLogger },
    tls: { host: '127.0.0.1', port: 0, certificate, key },
    authenticate: async () => ({ kind: 'box', boxId: 'peer' }),
    areaChainOf: async () => [],
  });
  const running = await broker.start();
  const url = `mqtts://127.0.0.1:${running.tlsPort}`;
  return {
    startPeer: () => startChild(PEER, [url, ca, join(folder, 'db')], {}, { nodeArgs: SMALL_NODE }),
    async close() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
