import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import type { Bus } from '@loa/shared/ports/bus';
import { MAX_DOWN_BYTES, topics } from '@loa/shared/topics';
import { mayPublish, maySubscribe } from '../../controller/src/broker/acl.js';
import { createBroker, type RunningBroker } from '../../controller/src/broker/broker.js';
import { createFakeBroker, createFakeBus, type FakeWill } from './fake-bus.js';
import { startMosquitto } from './mosquitto.js';
import { createSeededRandom } from './seeded-random.js';
import { silentLogger } from './silent-logger.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** Two boxes of one village, and a controller, on some broker with the system's ACL. */
export const BOXES = ['box_aaa', 'box_bbb'] as const;
export type BenchBox = (typeof BOXES)[number];
export const CHAIN = ['area_village', 'area_commune'] as const;
const CONTROLLER = '$controller';
const QUICK = { firstMs: 20, longestMs: 100 };

/** One broker with whatever breaks it; the contract suite runs over each. */
export interface BrokerBench {
  controller(): Bus;
  /** Its last will is a retained status. */
  box(boxId: BenchBox): Bus;
  /** Breaks a box's link without a word. */
  cut(boxId: BenchBox): void;
  /** Lets nothing of a box through, while its connection seems to stand. */
  hold(boxId: BenchBox): void;
  heal(boxId: BenchBox): void;
  /** Dies and forgets everything. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const willOf = (boxId: string): FakeWill => ({
  topic: topics.status(boxId),
  payload: Buffer.from(JSON.stringify({ boxId, connected: false })),
  retain: true,
});

export async function fakeBench(): Promise<BrokerBench> {
  const broker = createFakeBroker({
    may: (clientId, action, topic) => {
      const identity =
        clientId === CONTROLLER ? { kind: 'controller' as const } : { kind: 'box' as const, boxId: clientId };
      return action === 'publish'
        ? mayPublish(identity, { topic, retain: false, qos: 1 }).ok
        : maySubscribe(identity, topic, CHAIN).ok;
    },
  });
  return {
    controller: () => createFakeBus({ broker, clientId: CONTROLLER }),
    box: (boxId) => createFakeBus({ broker, clientId: boxId, will: willOf(boxId) }),
    cut: (boxId) => broker.partition(boxId),
    hold: (boxId) => broker.hold(boxId),
    heal: (boxId) => broker.heal(boxId),
    kill: async () => broker.kill(),
    restart: async () => broker.heal(),
    close: async () => {},
  };
}

export async function aedesBench(): Promise<BrokerBench> {
  let running: RunningBroker | null = null;
  let port = 0;
  let password = '';
  const launch = async () => {
    const broker = createBroker({
      host: '127.0.0.1',
      port,
      authenticate: async (_clientId, username, given) =>
        given === `token of ${username}` ? { kind: 'box', boxId: username } : null,
      areaChainOf: async () => [...CHAIN],
      random: createSeededRandom(1),
      clock: systemClock,
      log: silentLogger,
    });
    password = broker.controller.password;
    running = await broker.start();
    port = running.port;
  };
  await launch();
  return mqttBench({
    port: () => port,
    controllerPassword: () => password,
    kill: async () => running?.stop(),
    restart: launch,
    close: async () => running?.stop(),
  });
}

export async function mosquittoBench(path: string): Promise<BrokerBench> {
  const password = 'the controller';
  const mosquitto = await startMosquitto(path, {
    controller: { username: CONTROLLER, password },
    boxes: BOXES.map((boxId) => ({ boxId, areaChain: CHAIN, password: `token of ${boxId}` })),
  });
  return mqttBench({
    port: () => Number(new URL(mosquitto.url).port),
    controllerPassword: () => password,
    kill: mosquitto.kill,
    restart: mosquitto.restart,
    close: mosquitto.stop,
  });
}

interface RealBroker {
  port(): number;
  controllerPassword(): string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The MQTT bus, each box behind its own link. */
async function mqttBench(broker: RealBroker): Promise<BrokerBench> {
  const links = new Map<string, TcpProxy>();
  for (const boxId of BOXES) links.set(boxId, await startTcpProxy(broker.port));
  const common = {
    clock: systemClock,
    random: createSeededRandom(2),
    log: silentLogger,
    maxPayloadBytes: MAX_DOWN_BYTES,
    backoff: QUICK,
  };
  return {
    controller: () =>
      createMqttBus({
        ...common,
        url: `mqtt://127.0.0.1:${broker.port()}`,
        clientId: CONTROLLER,
        credentials: async () => ({ username: CONTROLLER, password: broker.controllerPassword() }),
      }),
    box: (boxId) =>
      createMqttBus({
        ...common,
        url: `mqtt://127.0.0.1:${links.get(boxId)?.port}`,
        clientId: boxId,
        credentials: async () => ({ username: boxId, password: `token of ${boxId}` }),
        will: willOf(boxId),
      }),
    cut: (boxId) => links.get(boxId)?.cut(),
    hold: (boxId) => links.get(boxId)?.hold(),
    heal: (boxId) => links.get(boxId)?.heal(),
    kill: broker.kill,
    restart: broker.restart,
    async close() {
      await broker.close();
      for (const link of links.values()) await link.close();
    },
  };
}
