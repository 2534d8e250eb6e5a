import { type Instant, MINUTE } from '@loa/shared/instant';
import { OVERRIDE_DOCUMENT_LIFE_MS, type OverrideDocument } from '@loa/shared/messages/override';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { nextRevision } from '@loa/shared/revision';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import {
  activeOverrides,
  areasWithOverrides,
  compareOverrideAndSet,
  type OverrideHead,
  overrideHead,
  overrideHeads,
  saysNothing,
} from '../db/overrides.js';
import { type Cron, duty } from './cron.js';
import { publishRetained } from './publish-retained.js';
import type { SigningGate } from './signing-gate.js';

export interface OverridesPorts {
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Logger;
  signer: SigningKey;
  gate: SigningGate;
  changes: Changes;
  cron: Cron;
}

export interface Overrides {
  start(): Promise<() => Promise<void>>;
  republish(): Promise<void>;
  /** Resolves once every area asked for so far is done. */
  idle(): Promise<void>;
}

/** A document is renewed when it lives shorter than this, milliseconds; looked at every two minutes. */
const RENEW_BELOW_MS = 10 * MINUTE;
const RENEW = '*/2 * * * *';

/** Signs and publishes what overrides the plans of each area. A lifted override is absent from a newer document. */
export function createOverrides(ports: OverridesPorts): Overrides {
  const { db, bus, clock, log, signer, gate, changes, cron } = ports;
  let line: Promise<void> = Promise.resolve();

  const inLine = (what: () => Promise<void>) => {
    line = line.then(what).catch((error: unknown) => {
      log.error({ error: String(error) }, 'Overrides were not issued; the next renewal tries again');
    });
    return line;
  };

  const issue = async (areaId: string) => {
    if (!(await gate.maySign())) return;
    const now = clock.now();
    const head = await overrideHead(db, areaId);
    const document = await compose(areaId, head, now);
    const bytes = await signCompact('override', document, signer);
    const { revision, expiresAt } = document;
    const kept = await compareOverrideAndSet(db, { areaId, revision, expiresAt, bytes }, head?.revision ?? 0);
    // Another controller was faster; its document says the same.
    if (!kept) return;
    log.info({ areaId, revision, overrides: document.overrides.length }, 'Overrides issued');
    await publishRetained(bus, [{ topic: topics.override(areaId), bytes }]);
  };

  const compose = async (
    areaId: string,
    head: OverrideHead | null,
    now: Instant,
  ): Promise<OverrideDocument> => ({
    areaId,
    revision: nextRevision(head?.revision ?? 0, now),
    issuedAt: now,
    expiresAt: now + OVERRIDE_DOCUMENT_LIFE_MS,
    overrides: await activeOverrides(db, areaId, now),
    // A stop needs no grant; the other kinds bring theirs when they come.
    grants: [],
  });

  const renew = async () => {
    const now = clock.now();
    for (const areaId of await areasWithOverrides(db, now)) {
      const head = await overrideHead(db, areaId);
      if (head && head.expiresAt - now >= RENEW_BELOW_MS) continue;
      // An area where nothing is in force needs no renewal once a document has said so.
      const active = await activeOverrides(db, areaId, now);
      if (active.length === 0 && (!head || saysNothing(head))) continue;
      await issue(areaId);
    }
  };

  return {
    async start() {
      const unsubscribe = changes.subscribe((change) => {
        if (change.kind === 'overrides') void inLine(() => issue(change.areaId));
      });
      const stop = cron.schedule(
        RENEW,
        duty(log, 'renew overrides', () => inLine(renew)),
      );
      // At once, and whatever the documents say: edits may have been made while this process was away.
      await inLine(async () => {
        for (const areaId of await areasWithOverrides(db, clock.now())) await issue(areaId);
      });
      return async () => {
        unsubscribe();
        stop();
        await line;
      };
    },
    async republish() {
      const heads = await overrideHeads(db);
      await publishRetained(
        bus,
        heads.map(({ areaId, bytes }) => ({ topic: topics.override(areaId), bytes })),
      );
    },
    idle: () => line,
  };
}
