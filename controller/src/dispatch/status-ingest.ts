import { Status } from '@loa/shared/messages/status';
import type { Bus, BusMessage } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { controllerFilters, parseTopic } from '@loa/shared/topics';
import { type HeardStatus, saveStatuses } from '../db/box-reports.js';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { createSingleFlight } from './single-flight.js';

export interface StatusIngestPorts {
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Logger;
  changes: Changes;
  /** What plan a box says it holds; advisory. */
  onPlanRevision(boxId: string, revision: number): void;
}

/** Keeps the last status of each box; several of one box that arrive while another is written are one. */
export function createStatusIngest({ db, bus, clock, log, changes, onPlanRevision }: StatusIngestPorts) {
  const waiting = new Map<string, HeardStatus>();

  const work = async () => {
    while (waiting.size > 0) {
      const heard = [...waiting.values()];
      waiting.clear();
      try {
        for (const boxId of await saveStatuses(db, heard)) changes.notify({ kind: 'status', boxId });
      } catch (error) {
        // Advisory: the next one comes within 15 minutes.
        log.error({ error: String(error) }, 'Statuses were not kept');
      }
      for (const { boxId, status } of heard) {
        if (status.planRevision !== undefined) onPlanRevision(boxId, status.planRevision);
      }
    }
  };

  const worker = createSingleFlight(work);

  const accept = (message: BusMessage) => {
    const heard = readStatus(message, clock.now());
    if (!heard) return;
    waiting.set(heard.boxId, heard);
    worker.poke();
  };

  return {
    async start(): Promise<() => Promise<void>> {
      const unsubscribe = await bus.subscribe(controllerFilters.statuses, accept);
      return async () => {
        unsubscribe();
        await worker.idle();
      };
    },
    idle: () => worker.idle(),
  };
}

/** Reads what can be read of a status: a field that is not understood never hides the others. */
export function readStatus({ topic, payload, retained }: BusMessage, now: number): HeardStatus | null {
  const parsed = parseTopic(topic);
  if (parsed?.scope !== 'box' || parsed.kind !== 'status') return null;
  const fields = fieldsOf(payload);
  if (!fields || (fields.boxId !== undefined && fields.boxId !== parsed.id)) return null;
  const readable = Object.entries(Status.shape).flatMap(([name, schema]) => {
    const field = schema.safeParse(fields[name]);
    return field.success && field.data !== undefined ? [[name, field.data] as const] : [];
  });
  const status = Status.safeParse({ connected: true, ...Object.fromEntries(readable), boxId: parsed.id });
  if (!status.success) return null;
  const alive = status.data.connected && !retained;
  return { boxId: parsed.id, status: status.data, seenAt: alive ? now : null };
}

function fieldsOf(payload: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
