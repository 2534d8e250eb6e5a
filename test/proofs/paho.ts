import { parseArgs } from 'node:util';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { createBroker } from '../../controller/src/broker/broker.js';
import type { BrokerCounts } from '../../controller/src/broker/counters.js';
import { openInteropBroker } from '../interop/open-broker.js';
import { isPinnedPaho, PAHO_COMMIT, type PahoCase, type PahoRun, runPaho } from '../interop/run-paho.js';
import { silentLogger } from '../support/silent-logger.js';
import type { Proof, Proven } from './proof.js';

export const proof: Proof = {
  name: 'paho',
  title: 'Eclipse Paho’s MQTT 3.1.1 interoperability client and the embedded broker',
  run,
};

/** Where Aedes differs from the standard by itself. */
const AEDES_OWN: Record<string, string> = {
  test_zero_length_clientid:
    'Aedes lets a client without a name in that asks for a kept session (MQTT-3.1.3-8 wants a refusal). Under the production rules no client without a name comes in at all.',
};

/** What the production rules make of each case, where they do not simply pass. */
const EXPECTED_DENIALS: Record<string, string> = {
  testBasic: 'TopicA is nobody’s: the subscription is refused, what is published is quarantined',
  test_dollar_topics: 'a keepalive of 0 is refused',
  test_keepalive: 'a will on another’s topic is refused, and so is a keepalive of 0',
  test_offline_message_queueing: 'sessions are not kept, and “#” is nobody’s',
  test_overlapping_subscriptions: 'wildcards are nobody’s',
  test_redelivery_on_reconnect: 'sessions are not kept, and wildcards are nobody’s',
  test_retained_messages: 'what is published is quarantined, retained or not',
  test_unsubscribe: 'TopicA is nobody’s',
  test_zero_length_clientid: 'a client without a name is no box',
  will_message_test: 'a will on another’s topic is refused',
};
const TOKEN = 'a token';

async function run({ args, say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' } } });
  if (values.from === undefined || !isPinnedPaho(values.from)) {
    return {
      ok: false,
      lines: [`--from DIR: a checkout of github.com/eclipse/paho.mqtt.testing at ${PAHO_COMMIT}`],
    };
  }
  say('with a test’s access rules …');
  const open = await openInteropBroker();
  const free = await runPaho(values.from, open.port).finally(open.stop);
  say('with the production rules …');
  const { ruled, counts } = await underProduction(values.from);
  return {
    ok: freeOk(free) && ruledOk(ruled, counts),
    lines: [
      `The cases of [eclipse/paho.mqtt.testing](https://github.com/eclipse/paho.mqtt.testing) at \`${PAHO_COMMIT}\`, which is not kept here:`,
      '`git clone https://github.com/eclipse/paho.mqtt.testing DIR && git -C DIR checkout ' +
        `${PAHO_COMMIT.slice(0, 7)}\``,
      '',
      'First against Aedes behind the guards that ship, with rules that allow everything but one topic; then against the broker as it',
      'ships, every client with a right token in the name of its client id.',
      '',
      '| case | test rules | | production rules | |',
      '|---|---|---|---|---|',
      ...free.cases.map((each) => row(each, ruled.cases)),
      '',
      `Under the production rules the clients were given ${ruled.heard} messages (${free.heard} under the test’s). The broker counted`,
      `\`${JSON.stringify(counts)}\`.`,
    ],
  };
}

async function underProduction(checkout: string): Promise<{ ruled: PahoRun; counts: BrokerCounts }> {
  const broker = createBroker({
    ...{ host: '127.0.0.1', port: 0, clock: systemClock, random: systemRandom, log: silentLogger },
    authenticate: async (clientId, _username, password) =>
      password === TOKEN && clientId !== '' ? { kind: 'box', boxId: clientId } : null,
    areaChainOf: async () => [],
  });
  const running = await broker.start();
  const ruled = await runPaho(checkout, running.port, TOKEN).finally(running.stop);
  return { ruled, counts: broker.counts() };
}

function freeOk({ cases }: PahoRun): boolean {
  return cases.length >= 11 && cases.every((each) => each.outcome === 'passed' || each.case in AEDES_OWN);
}

/** Nothing was given to anybody, and exactly those cases fail that the rules forbid. */
function ruledOk({ cases, heard }: PahoRun, counts: BrokerCounts): boolean {
  const asExpected = cases.every((each) => (each.outcome === 'failed') === each.case in EXPECTED_DENIALS);
  const { quarantined, refusedSubscriptions, refusedSignIns } = counts;
  const counted =
    quarantined.topic > 0 && quarantined.qos > 0 && refusedSubscriptions > 0 && refusedSignIns > 0;
  return cases.length >= 11 && asExpected && heard === 0 && counted;
}

function row({ case: name, outcome }: PahoCase, ruled: readonly PahoCase[]): string {
  const under = ruled.find((each) => each.case === name);
  const own = outcome === 'failed' ? (AEDES_OWN[name] ?? 'not explained') : '';
  const why = under?.outcome === 'failed' ? (EXPECTED_DENIALS[name] ?? 'not explained') : '';
  return `| \`${name}\` | ${outcome} | ${own} | ${under?.outcome ?? 'did not run'} | ${why} |`;
}
