import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import type { Logger } from '@loa/shared/ports/logger';
import { controllerFilters, topics } from '@loa/shared/topics';
import { createBroker } from '../../../controller/src/broker/broker.js';
import type { BrokerCounts } from '../../../controller/src/broker/counters.js';
import { collect, connected, says } from '../../support/bus-probe.js';
import { silentLogger } from '../../support/silent-logger.js';
import { fuzzToken } from './sessions.js';

/** The embedded broker as it ships, with a controller and one innocent box on it. */
export interface Target {
  port: number;
  /** Both ends still hear one another. Resolves with what the innocent box heard beside it: nothing, if all is well. */
  check(): Promise<string[]>;
  counts(): BrokerCounts;
  /** Lines that the broker logged as errors. */
  failures: string[];
  stop(): Promise<void>;
}

const INNOCENT = 'box_innocent';

export async function openTarget(): Promise<Target> {
  const failures: string[] = [];
  const log: Logger = {
    ...silentLogger,
    error: (fields, message) => failures.push(`${message} ${JSON.stringify(fields)}`),
    child: () => log,
  };
  const broker = createBroker({
    ...{ host: '127.0.0.1', port: 0, clock: systemClock, random: systemRandom, log },
    authenticate: async (_clientId, username, password) =>
      password === fuzzToken(username) ? { kind: 'box', boxId: username } : null,
    areaChainOf: async (boxId) => (boxId === INNOCENT ? ['area_innocent'] : ['area_fuzz']),
  });
  const running = await broker.start();
  const { clientId, ...credentials } = broker.controller;
  const common = { clock: systemClock, random: systemRandom, log: silentLogger, maxPayloadBytes: 1_048_576 };
  const url = `mqtt://127.0.0.1:${running.port}`;
  const controller = createMqttBus({ ...common, url, clientId, credentials: async () => credentials });
  const box = createMqttBus({
    ...{ ...common, url, clientId: INNOCENT },
    credentials: async () => ({ username: INNOCENT, password: fuzzToken(INNOCENT) }),
  });
  const stops = [await controller.start(), await box.start()];
  await connected(controller);
  await connected(box);
  const [plans, overrides, rosters, receipts] = await Promise.all([
    collect(box, topics.plan(INNOCENT)),
    collect(box, topics.override('area_innocent')),
    collect(box, topics.roster('area_innocent')),
    collect(box, topics.receipt(INNOCENT)),
  ]);
  // What fuzz boxes report of their own is theirs to say; to keep it here would look as if the broker did.
  const reports = await collect(controller, controllerFilters.reports, topics.report(INNOCENT));
  let checks = 0;

  return {
    port: running.port,
    async check() {
      checks += 1;
      const word = `check ${checks}`;
      await controller.publish(topics.plan(INNOCENT), Buffer.from(word));
      await plans.until(says(word));
      await box.publish(topics.report(INNOCENT), Buffer.from(word));
      await reports.until(says(word));
      const forged = reports.messages.length !== 1;
      reports.messages.length = 0;
      const heard = [plans, overrides, rosters, receipts].flatMap(({ messages }) =>
        messages
          .splice(0)
          .map(({ topic, payload }) => `${topic} ${Buffer.from(payload).toString('latin1').slice(0, 60)}`),
      );
      const own = `${topics.plan(INNOCENT)} ${word}`;
      return [...heard.filter((line) => line !== own), ...(forged ? ['a report in its name'] : [])];
    },
    counts: broker.counts,
    failures,
    async stop() {
      for (const stop of stops) await stop();
      await running.stop();
    },
  };
}
