import { HOUR } from '@loa/shared/instant';
import { controllerKeyOf } from '@loa/shared/trust/check-down';
import { keyId } from '@loa/shared/trust/keys';
import { beginLife } from './agent-life.js';
import type { Agent, AgentPorts } from './agent-ports.js';
import { createClockSync } from './clock-sync.js';
import { createDataBudget } from './data-budget.js';
import { describe } from './describe.js';
import { createDocumentStore } from './document-store.js';
import { createDocuments } from './documents.js';
import { createExecutor } from './executor.js';
import { createFetcher } from './fetcher.js';
import { createFirmFloor } from './firm-floor.js';
import { createGrantBook } from './grant-book.js';
import { createGrantFetch } from './grant-fetch.js';
import { createHousekeeping } from './housekeeping.js';
import { createJournal } from './journal.js';
import { createLoop } from './loop.js';
import { createClockMemory, createDataMemory } from './meta-memory.js';
import { nextSoundAt } from './next-sound.js';
import { createOutbox } from './outbox.js';
import { createRefusals } from './refusals.js';
import { createReportStore } from './report-store.js';
import type { Player } from './sound-port.js';
import type { ReconcileInput } from './state.js';
import { createStatusBoard } from './status.js';
import { createSubscriptions } from './subscriptions.js';
import { createTrafficMeter, type TrafficMeter } from './traffic.js';
import { wanted } from './wanted.js';

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
    nextSoundAt: () => nextSoundAt(journal.open),
    async askTime(signal) {
      const answer = await client.time(signal);
      if (!answer.ok) log.debug({ detail: answer.detail }, 'no signed time');
      return answer.ok ? answer.value : null;
    },
    onChange(quality, detail) {
      journal.commit(() => journal.append({ kind: 'clock', detail: `${quality.state}: ${detail}` }));
      changed();
      // Asked patiently while the time was not known; whoever has answered it answers more.
      fetcher.wake(true);
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
    onSameReceipt: () => outbox.sameReceipt(),
    onChange(kind) {
      if (kind === 'receipt') return status.touch();
      if (kind === 'renewal') {
        fetcher.wake();
        return changed();
      }
      void subscriptions.follow();
      if (kind === 'roster') followRoster();
      fetcher.wake(kind !== 'roster');
      if (kind === 'plan') followSettings();
      changed();
    },
    log,
  });
  const known = documents.roster();
  if (known) ports.onRoster?.(known);
  const subscriptions = createSubscriptions({ boxId, communeId, bus, documents, log });
  const book = createGrantBook({ store, roster: documents.roster, areaChain: documents.areaChain, refusals });
  const need = () => wanted(documents.plan(), documents.overrides(), journal.open, time.now());
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
    open: journal.open,
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

  function followRoster(): void {
    const roster = documents.roster();
    if (roster?.clockFloor !== undefined) time.lowerFloor(roster.clockFloor);
    if (roster) ports.onRoster?.(roster);
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
    start: () =>
      beginLife({
        ...{ ports, journal, time, loop, fetcher, outbox, status, data, executor, subscriptions },
        housekeeping,
        followSettings,
      }),
  };
}
