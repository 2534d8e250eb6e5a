#!/usr/bin/env node
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LoaError, SettingError } from '@loa/shared/errors';
import { createHttpClient } from '@loa/shared/node/http-client';
import { createLogger } from '@loa/shared/node/logger';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import type { Logger } from '@loa/shared/ports/logger';
import { MAX_DOWN_BYTES, topics } from '@loa/shared/topics';
import { importSigningKey } from '@loa/shared/trust/keys';
import { createAgent } from './agent.js';
import type { Agent } from './agent-ports.js';
import { type Card, openCard } from './card/card.js';
import { salvageDb } from './card/salvage-db.js';
import { parseCommand } from './command.js';
import { type Config, loadConfig } from './config.js';
import { controllerAddress } from './controller-address.js';
import { createControllerClient } from './controller-client.js';
import { followKeptRoster } from './current-trust.js';
import { lockDataFolder } from './data-lock.js';
import { enrolBox } from './enrol-box.js';
import { HELP } from './help.js';
import { createHttp } from './http.js';
import { type Identity, loadIdentity, loadOrMakeKey } from './identity.js';
import { openJournalDb } from './journal-schema.js';
import { createLinkPace } from './keepalive.js';
import { createLiveStreams } from './live-streams.js';
import { createClockMemory, forgetTimes } from './meta-memory.js';
import { describeOutput } from './outputs/describe-output.js';
import { readOutputs } from './outputs/read-outputs.js';
import { testLengthMs, testOutputs } from './outputs/test-outputs.js';
import { TEST_GAIN_DB, testSound } from './outputs/test-sound.js';
import { createReserve } from './reserve.js';
import { rotateKey } from './rotate-key.js';
import { createSound } from './sound.js';
import { mayTestSound } from './sounding-hours.js';
import { goneStatus } from './status.js';
import { createBootClock } from './system-boot.js';
import { systemClocks } from './system-clocks.js';
import { followAuthorities, tlsOptions } from './tls-trust.js';
import { createTokenKeeper } from './token-keeper.js';
import { createTrafficMeter } from './traffic.js';

const VERSION = '0.1.0';
const MEGABYTE = 1_000_000;
/** Room for the journal's write-ahead log over a whole session. */
const RESERVE_BYTES = 2 * MEGABYTE;
/** What a box receives: a plan of at most 1 MB and its packet's header. */
const MAX_PAYLOAD_BYTES = MAX_DOWN_BYTES + 1_024;

const clock = systemClock;
const random = systemRandom;

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommand(args);
  if (command.kind === 'help') return print(HELP);
  if (command.kind === 'version') return print(`${VERSION}\n`);
  const config = loadConfig(process.env);
  const log = createLogger(config.name ?? 'loa-agent', config.logLevel);
  makeDataFolder(config.dataDir);
  const unlock = lockDataFolder(config.dataDir);
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
  try {
    if (command.kind === 'reset clock') resetClock(config.dataDir);
    else if (command.kind === 'rotate key') await rotateKeyOnly(config, stopping.signal);
    else if (command.kind === 'test outputs') await testOutputsOnly(config, command, log, stopping.signal);
    else if (command.kind === 'enrol') await enrolOnly(config, command, log, stopping.signal);
    else await run(config, log, stopping.signal);
  } finally {
    unlock();
  }
}

async function enrolOnly(
  config: Config,
  command: { code: string; server: string | undefined },
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const known = loadIdentity(config.dataDir);
  if (known) {
    throw new SettingError(
      `This box is enrolled already, as ${known.boxId}. To enrol it anew, move the folder ${config.dataDir} away.`,
    );
  }
  const server = command.server ?? config.server;
  const ports = { dataDir: config.dataDir, code: command.code, server, clock, random, log };
  const identity = await enrolBox(ports, false, signal);
  print(`Enrolled as ${identity.boxId} in ${identity.communeId}. Start the agent to play.\n`);
}

async function rotateKeyOnly(config: Config, signal: AbortSignal): Promise<void> {
  const identity = loadIdentity(config.dataDir);
  if (!identity) throw new SettingError('This box is not enrolled: it has no key to change.');
  const { server, trust } = controllerAddress(config, identity);
  followKeptRoster(trust, identity, config.dataDir);
  const http = createHttp(createHttpClient({ tls: tlsOptions(trust) }));
  const { boxId } = identity;
  const { keyId } = await rotateKey({ dataDir: config.dataDir, boxId, server, http }, signal);
  print(`The key was changed: ${keyId}. Start the agent to play.\n`);
}

function resetClock(dataDir: string): void {
  const db = openJournalDb(join(dataDir, 'box.db'));
  forgetTimes(db);
  db.close();
  print('Forgotten. The box is silent until its controller tells it the time.\n');
}

/** Says what will sound and where before it does. */
async function testOutputsOnly(
  config: Config,
  { id, now }: { id: string | undefined; now: boolean },
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { dataDir } = config;
  const all = readOutputs({ ...config, wavQuotaBytes: config.wavQuotaMb * MEGABYTE });
  const specs = all.filter((spec) => id === undefined || spec.id === id);
  if (specs.length === 0) {
    throw new SettingError(
      `There is no output ${id ?? ''} to test. There are: ${all.map((spec) => spec.id).join(', ') || 'none'}.`,
    );
  }
  const { what, samples } = await testSound();
  const seconds = Math.ceil(testLengthMs(specs, samples) / 1000);
  print(`This will sound, ${TEST_GAIN_DB} dB below a bulletin, ${seconds} s altogether: ${what}\n`);
  for (const spec of specs) print(`  ${describeOutput(spec)}\n`);
  const identity = loadIdentity(dataDir);
  if (!now) checkHours(dataDir, identity);
  const ok = await testOutputs({
    ...{ specs, samples, clock, random, log, signal },
    boxId: identity?.boxId ?? 'box',
    onReport: (report) => print(`${report.ok ? 'good' : 'FAILED'}  ${report.id} ${report.words}\n`),
  });
  if (!ok) throw new SettingError('Not every output took the sound.');
}

function checkHours(dataDir: string, identity: Identity | null): void {
  const db = openJournalDb(join(dataDir, 'box.db'));
  const sounding = mayTestSound(db, identity, clock.now());
  db.close();
  if (!sounding.ok) {
    throw new SettingError(`Nothing was played: ${sounding.why}. If it is right to sound now, say --now.`);
  }
}

async function run(config: Config, log: Logger, signal: AbortSignal): Promise<void> {
  const { dataDir, code } = config;
  const server = config.server;
  const identity =
    loadIdentity(dataDir) ?? (await enrolBox({ dataDir, code, server, clock, random, log }, true, signal));
  const path = join(dataDir, 'box.db');
  const card = openCard({
    open: () => openJournalDb(path),
    salvage: () => salvageDb(path),
    random,
    log,
  });
  while (!signal.aborted) {
    const { agent, close } = await compose(config, identity, card, log);
    const stop = await agent.start();
    await untilFailed(card, agent, signal);
    await stop();
    close();
    if (!signal.aborted) card.renew();
  }
  card.close();
}

/** Until the end; or until the card failed and what sounds is over, to go on as another journal. */
async function untilFailed(card: Card, agent: Agent, signal: AbortSignal): Promise<void> {
  const before = card.trouble();
  const failed = new AbortController();
  card.onTrouble(() => failed.abort());
  await new Promise<void>((resolve) => {
    const either = AbortSignal.any([signal, failed.signal]);
    if (either.aborted) resolve();
    either.addEventListener('abort', () => resolve(), { once: true });
  });
  if (card.trouble() === before) return;
  while (!signal.aborted && agent.sounding()) await clock.wait(QUIET_LOOK_MS, signal).catch(() => {});
}

const QUIET_LOOK_MS = 1_000;

async function compose(
  config: Config,
  identity: Identity,
  card: Card,
  log: Logger,
): Promise<{ agent: Agent; close(): void }> {
  const { dataDir } = config;
  const { boxId } = identity;
  const { server, mqtt, trust } = controllerAddress(config, identity);
  const traffic = createTrafficMeter();
  const tls = tlsOptions(trust);
  const http = createHttpClient({ tls, onSocket: traffic.onSocket('control') });
  const audioHttp = createHttpClient({ tls, onSocket: traffic.onSocket('audio') });
  const signer = await importSigningKey(loadOrMakeKey(dataDir));
  const { db } = card;
  const tokens = createTokenKeeper({ ask: (signal) => client.token(signal), clock });
  const client = createControllerClient({
    http: createHttp(http),
    server,
    boxId,
    signer,
    tokens,
    // Looked up when a signature is checked: the roster in force may change at any time.
    controllerKey: (kid) => agent.controllerKey(kid),
    random,
  });
  const sound = await createSound({
    dataDir,
    boxId,
    ...{ server, http: audioHttp },
    outputs: config.outputs,
    audioQuotaBytes: config.audioQuotaMb * MEGABYTE,
    wavQuotaBytes: config.wavQuotaMb * MEGABYTE,
    distanceMetres: config.distanceMetres,
    capture: config.capture,
    ...{ tokens, clock, random, log },
  });
  const connecting = new AbortController();
  const live = createLiveStreams({ server, trust, tokens, signal: connecting.signal });
  const bus = createMqttBus({
    url: mqtt,
    tls: trust.kind === 'pinned' ? trust : undefined,
    onSocket: traffic.onSocket('control'),
    clientId: boxId,
    credentials: async () => ({ username: boxId, password: await tokens.forConnection(connecting.signal) }),
    will: { topic: topics.status(boxId), payload: goneStatus(boxId), retain: true },
    maxPayloadBytes: MAX_PAYLOAD_BYTES,
    pace: createLinkPace({ clock }),
    ...{ clock, random, log },
  });
  const agent = createAgent({
    onRoster: ({ tlsAuthorities }) => followAuthorities(trust, identity.tls?.ca ?? '', tlsAuthorities),
    ...{ identity, signer, db, card, bus, client, live, clock, random, log },
    player: sound.player,
    library: sound.library,
    reserve: createReserve({ path: join(dataDir, 'reserve'), bytes: RESERVE_BYTES }),
    boot: createBootClock(),
    traffic,
    dataBudgetBytes: config.dataMbPerMonth === undefined ? null : config.dataMbPerMonth * MEGABYTE,
    timeSources: systemClocks({ clock, rtcMemory: createClockMemory({ db }).rtc }),
    journalQuotaBytes: config.journalQuotaMb * MEGABYTE,
    version: VERSION,
  });
  return {
    agent,
    close: () => connecting.abort(),
  };
}

function makeDataFolder(dataDir: string): void {
  try {
    // Node's recursive mkdir never returns where the parent stands but takes no folders (/proc).
    const recursive = !existsSync(dirname(dataDir));
    if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingError(`The data folder ${dataDir} (LOA_AGENT_DATA) cannot be used: ${why}`);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  await main(process.argv.slice(2));
  // Idle pooled connections would keep the process for seconds.
  process.exit(0);
} catch (error) {
  if (!(error instanceof LoaError)) throw error;
  process.stderr.write(`loa-agent: ${error.message}\n`);
  process.exit(1);
}
