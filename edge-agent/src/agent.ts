import { HOUR } from '@loa/shared/instant';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { controllerKeyOf } from '@loa/shared/trust/check-down';
import { keyId, type SigningKey } from '@loa/shared/trust/keys';
import type { Card } from './card/card.js';
import { createClockSync } from './clock-sync.js';
import type { ControllerClient } from './controller-client.js';
import { createDataBudget } from './data-budget.js';
import { describe } from './describe.js';
import { createDocumentStore } from './document-store.js';
import { createDocuments } from './documents.js';
import { endInterrupted } from './ending.js';
import { createExecutor } from './executor.js';
import { createFetcher } from './fetcher.js';
import { createFirmFloor } from './firm-floor.js';
import { createGrantBook } from './grant-book.js';
import { createGrantFetch } from './grant-fetch.js';
import { createHousekeeping } from './housekeeping.js';
import type { Identity } from './identity.js';
import { createJournal } from './journal.js';
import { createLoop } from './loop.js';
import { createClockMemory, createDataMemory } from './meta-memory.js';
import { nextSoundAt } from './next-sound.js';
import { createOutbox } from './outbox.js';
import type { LiveStreams } from './playable.js';
import { createRefusals } from './refusals.js';
import { createReportStore } from './report-store.js';
import type { Reserve } from './reserve.js';
import type { AudioLibrary, Player } from './sound-port.js';
import { createSoundTroubles } from './sound-troubles.js';
import type { ReconcileInput } from './state.js';
import { createStatusBoard } from './status.js';
import { createSubscriptions } from './subscriptions.js';
import type { BootClock } from './system-boot.js';
import type { TimeSource } from './time-sources/time-source.js';
import { createTrafficMeter, type TrafficMeter } from './traffic.js';
import { wanted } from './wanted.js';

export interface AgentPorts {
  identity: Pick<Identity, 'boxId' | 'communeId' | 'rootKey' | 'controllerKey'>;
  signer: SigningKey;
  db: Sqlite;
  bus: Bus;
  client: Pick<ControllerClient, 'time' | 'object'>;
  player: Player;
  library: AudioLibrary;
  reserve: Reserve;
  /** What stands behind `db`; without it the card is taken for sound. */
  card?: Pick<Card, 'trouble' | 'forgetful'>;
  /** Where live speech is had; without it a box carries none. */
  live?: LiveStreams;
  clock: Clock;
  boot: BootClock;
  /** What goes over the box's sockets; without it no data is counted. */
  traffic?: TrafficMeter;
  /** What the box may carry in a month, bytes; null for as much as comes. */
  dataBudgetBytes?: number | null;
  /** Clocks of this machine for when the controller is away, the better first. */
  timeSources?: readonly TimeSource[];
  random: Random;
  /** Bytes of reports kept after their receipt. */
  journalQuotaBytes: number;
  version: string;
  log: Logger;
}

export interface Agent {
  /** The keys that may sign for the controller: the roster's, or the one pinned at enrolment before any roster. */
  controllerKey(kid: string): Ed25519Jwk | undefined;
  /** Something sounds or is about to. */
  sounding(): boolean;
  /** Ends what the last run left open, then follows its plan until stopped. */
  start(): Promise<() => Promise<void>>;
}

/** What streams cost is known by the engine, whose sockets are its own. */
function countStreams(player: Player, traffic: TrafficMeter): Player {
  return {
    ...player,
    play(request) {
      const playing = player.play(request);
      void playing.ended.then(({ receivedBytes = 0 }) => traffic.add('stream', receivedBytes));
      return playing;
    },
  };
}

const CHECKPOINT_MS = 10_000;

/** Everything of a box except its adapters: the same agent runs on a Pi and in tests on a virtual clock. */
export function createAgent(ports: AgentPorts): Agent {
  const { identity, signer, db, bus, client, player, library, reserve, clock, random, log } = ports;
  const { boxId, communeId } = identity;
  const store = createDocumentStore({ db });
  const reports = createReportStore({ db });
  const journal = createJournal({
    db,
    random,
    reserve,
    stamp: () => ({ at: time.now(), clock: time.quality(), earliest: time.earliest() }),
    log,
  });
  const time = createClockSync({
    clock,
    boot: ports.boot,
    random,
    memory: journal.memory,
    firmFloor: createFirmFloor(createClockMemory({ db }).firm),
    ...(ports.timeSources ? { sources: ports.timeSources } : {}),
    nextSoundAt: () => nextSoundAt(journal.playbacks),
    async askTime(signal) {
      const answer = await client.time(signal);
      if (!answer.ok) log.debug({ detail: answer.detail }, 'no signed time');
      return answer.ok ? answer.value : null;
    },
    onChange(quality, detail) {
      journal.commit(() => journal.append({ kind: 'clock', detail: `${quality.state}: ${detail}` }));
      changed();
      fetcher.wake();
    },
    log,
  });
  const traffic = ports.traffic ?? createTrafficMeter();
  const data = createDataBudget({
    ...{ traffic, clock, log, memory: createDataMemory({ db }) },
    budgetBytes: ports.dataBudgetBytes ?? null,
    now: () => (time.trusted() ? time.now() : null),
    zone: () => documents.roster()?.zone ?? 'Asia/Ho_Chi_Minh',
    onChange() {
      fetcher.wake(true);
      status.touch();
    },
  });
  const refusals = createRefusals({ store, journal, time, clock, onChange: () => status.touch(), log });
  const outbox = createOutbox({ boxId, signer, bus, store: reports, journal, time, clock, random, log });
  const documents = createDocuments({
    boxId,
    pinned: identity,
    store,
    journal,
    time,
    refusals,
    onReceipt: (receipt) => outbox.receipt(receipt),
    onChange(kind) {
      if (kind === 'receipt') return status.touch();
      if (kind === 'renewal') {
        fetcher.wake();
        return changed();
      }
      void subscriptions.follow();
      if (kind === 'roster') followClockFloor();
      fetcher.wake(kind !== 'roster');
      if (kind === 'plan') followSettings();
      changed();
    },
    log,
  });
  const subscriptions = createSubscriptions({ boxId, communeId, bus, documents, log });
  const book = createGrantBook({ store, roster: documents.roster, areaChain: documents.areaChain, refusals });
  const need = () => wanted(documents.plan(), documents.overrides(), journal.playbacks, time.now());
  const fetcher = createFetcher({
    library,
    wanted: need,
    thrifty: data.over,
    hasGrant: book.has,
    fetchGrant: createGrantFetch({ client, store, journal, book, refusals, now: time.now }),
    now: time.now,
    trusted: time.trusted,
    clock,
    random,
    onChange: changed,
    log,
  });
  const executor = createExecutor({
    journal,
    player: countStreams(player, traffic),
    library,
    live: ports.live ?? null,
    reserve,
    time,
    clock,
    onLost: (sha256) => fetcher.lost(sha256),
    onChange: changed,
    log,
  });
  /** Only then is a token asked for. */
  const speaksLive = () =>
    [...documents.overrides().values()].some(({ override }) => override.kind === 'live');
  const look = (): ReconcileInput => ({
    boxId,
    areaChain: documents.areaChain(),
    now: time.now(),
    trusted: time.trusted(),
    trustedSince: time.trustedSince(),
    bootAt: time.bootAt(),
    plan: documents.plan(),
    roster: documents.roster(),
    grants: book,
    objects: fetcher.objects,
    stops: documents.stops(),
    overrides: documents.overrides(),
    liveReady: speaksLive() && (ports.live?.ready() ?? false),
    playbacks: journal.playbacks,
    channels: executor.channels(),
    lastSoundEnd: executor.lastSoundEnd(),
    diskFull: !reserve.ensure() && !ports.card?.trouble(),
    forgetful: ports.card?.forgetful ?? false,
  });
  const loop = createLoop({ clock, look, execute: executor.execute, onRest: checkpoint, log });
  let freeBytes: number | null = null;
  const status = createStatusBoard({
    boxId,
    bus,
    clock,
    log,
    describe: () =>
      describe({
        ...{
          boxId,
          version: ports.version,
          look,
          time,
          documents,
          executor,
          fetcher,
          reports,
          refusals,
          player,
          data,
        },
        freeBytes,
        cardTrouble: ports.card?.trouble() ?? null,
      }),
  });
  const housekeeping = createHousekeeping({
    ...{ clock, time, journal, documents: store, reports, reserve, library, log },
    journalQuotaBytes: ports.journalQuotaBytes,
    wanted: need,
    onFreeBytes(bytes) {
      freeBytes = bytes;
    },
  });

  /** What the plan says of the outputs, and how fast this box's crystal runs: neighbours must not drift apart. */
  function followSettings(): void {
    const instant = time.now();
    const perHour = time.monotonicOf(instant + HOUR) - time.monotonicOf(instant);
    const clockPpm = Math.round((perHour / HOUR - 1) * 1e7) / 10;
    player.configure?.({ outputs: documents.plan()?.settings.outputs ?? [], clockPpm });
  }

  function followClockFloor(): void {
    const to = documents.roster()?.clockFloor;
    if (to !== undefined) time.lowerFloor(to);
  }

  function tellCardTrouble(): void {
    const detail = ports.card?.trouble();
    if (detail) journal.commit(() => journal.append({ kind: 'trouble', reason: 'card', detail }));
  }

  function changed(): void {
    loop.wake();
    status.touch();
  }

  let checkpointAt = clock.monotonic();
  function checkpoint(): void {
    if (clock.monotonic() - checkpointAt < CHECKPOINT_MS) return;
    checkpointAt = clock.monotonic();
    data.settle();
    followSettings();
    executor.checkpoint();
  }

  return {
    controllerKey(kid) {
      const roster = documents.roster();
      if (roster) return controllerKeyOf(roster)(kid);
      return keyId(identity.controllerKey) === kid ? identity.controllerKey : undefined;
    },
    sounding: () => executor.channels().length > 0,
    async start() {
      reserve.ensure();
      const cut = endInterrupted(journal, time.now());
      journal.commit(() =>
        journal.append({
          kind: 'boot',
          version: ports.version,
          bootId: (ports.boot.bootId ?? 'unknown').slice(0, 64),
        }),
      );
      log.info({ boxId, journalId: journal.journalId, cut }, 'agent started');
      tellCardTrouble();
      const stopHearing = player.onTrouble?.(createSoundTroubles({ journal, clock, log }));
      followSettings();
      const stopPlayer = await player.start();
      journal.onAppend((kinds) => outbox.wake(kinds));
      const stopListening = bus.onState((state) => {
        const online = state.kind === 'connected';
        if (state.kind === 'denied') {
          log.warn({ filter: state.filter }, 'the broker denied a subscription');
          return;
        }
        outbox.connected(online);
        status.connected(online);
        if (online) time.wake();
        if (online) fetcher.wake(true);
      });
      const stops = [loop.start(), time.start(), fetcher.start(), outbox.start(), status.start()] as const;
      const stopHousekeeping = housekeeping.start();
      await subscriptions.follow();
      const stopBus = await bus.start();
      return async () => {
        const [stopLoop, stopTime, stopFetcher, stopOutbox, stopStatus] = stops;
        stopHousekeeping();
        await stopLoop();
        await executor.shutDown();
        await Promise.all([stopTime(), stopFetcher(), stopOutbox()]);
        await stopStatus();
        subscriptions.leave();
        stopListening();
        await stopBus();
        await stopPlayer();
        data.settle();
        data.save();
        stopHearing?.();
        log.info({ boxId }, 'agent stopped');
      };
    },
  };
}
