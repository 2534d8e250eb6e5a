import type { AgentPorts } from './agent-ports.js';
import type { ClockSync } from './clock-sync.js';
import type { DataBudget } from './data-budget.js';
import { endInterrupted } from './ending.js';
import type { Executor } from './executor.js';
import type { Fetcher } from './fetcher.js';
import type { createHousekeeping } from './housekeeping.js';
import type { Journal } from './journal.js';
import type { Loop } from './loop.js';
import type { Outbox } from './outbox.js';
import { createSoundTroubles } from './sound-troubles.js';
import type { StatusBoard } from './status.js';
import type { createSubscriptions } from './subscriptions.js';

/** The parts of one box, all made and none begun. */
export interface AgentParts {
  ports: AgentPorts;
  journal: Journal;
  time: ClockSync;
  loop: Loop;
  fetcher: Fetcher;
  outbox: Outbox;
  status: StatusBoard;
  data: DataBudget;
  executor: Executor;
  subscriptions: ReturnType<typeof createSubscriptions>;
  housekeeping: ReturnType<typeof createHousekeeping>;
  /** Tells the player what the plan says of its outputs. */
  followSettings(): void;
}

/**
 * In which order the parts of a box begin, and end: what the last run left open is told first, and the bus comes last, when
 * everything that it wakes is there. At the end what sounds is told before the outbox closes.
 */
export async function beginLife(parts: AgentParts): Promise<() => Promise<void>> {
  const { ports, journal, time, loop, fetcher, outbox, status, data, executor } = parts;
  const { bus, player, log } = ports;
  const { boxId } = ports.identity;
  ports.reserve.ensure();
  tellOfLastRun(parts);
  const stopHearing = player.onTrouble?.(createSoundTroubles({ journal, clock: ports.clock, log }));
  parts.followSettings();
  const stopPlayer = await player.start();
  journal.onAppend((kinds) => outbox.wake(kinds));
  const stopListening = followLink(parts);
  // It sees first what the card has: a loop that looked before it would take back what stands ready, and tell of it anew.
  const stopFetcher = fetcher.start();
  const stops = [loop.start(), time.start(), outbox.start(), status.start()] as const;
  const stopHousekeeping = parts.housekeeping.start();
  await parts.subscriptions.follow();
  const stopBus = await bus.start();
  return async () => {
    const [stopLoop, stopTime, stopOutbox, stopStatus] = stops;
    stopHousekeeping();
    await stopLoop();
    await executor.shutDown();
    await Promise.all([stopTime(), stopFetcher(), stopOutbox()]);
    await stopStatus();
    parts.subscriptions.leave();
    stopListening();
    await stopBus();
    await stopPlayer();
    data.settle();
    data.save();
    stopHearing?.();
    log.info({ boxId }, 'agent stopped');
  };
}

/** What the last run had begun is over; that this one begins is an entry of its own. */
function tellOfLastRun({ ports, journal, time }: AgentParts): void {
  const { boxId } = ports.identity;
  const cut = endInterrupted(journal, time.now());
  const bootId = (ports.boot.bootId ?? 'unknown').slice(0, 64);
  journal.commit(() => journal.append({ kind: 'boot', version: ports.version, bootId }));
  ports.log.info({ boxId, journalId: journal.journalId, cut }, 'agent started');
  const detail = ports.card?.trouble();
  if (detail) journal.commit(() => journal.append({ kind: 'trouble', reason: 'card', detail }));
}

/** A link that is there again is a reason to look at everything that waited for one. */
function followLink({ ports, time, fetcher, outbox, status }: AgentParts): () => void {
  return ports.bus.onState((state) => {
    if (state.kind === 'denied') {
      ports.log.warn({ filter: state.filter }, 'the broker denied a subscription');
      return;
    }
    const online = state.kind === 'connected';
    outbox.connected(online);
    status.connected(online);
    if (!online) return;
    time.wake();
    fetcher.wake(true);
  });
}
