import type { Sqlite, SqliteStatement } from '@loa/shared/node/sqlite';
import { storageFault } from '@loa/shared/node/storage-fault';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { memoryCard } from './new-card.js';

/** The box's database, which outlives its card: when that takes no writes, all goes on in memory. */
export interface Card {
  /** Always the same object, whatever stands behind it. */
  readonly db: Sqlite;
  /** Why nothing is kept on the card, or null while it takes writes. */
  trouble(): string | null;
  /** The card took no writes when this process began: what an earlier run did in memory is not known. */
  readonly forgetful: boolean;
  /** Goes on as a new journal, so that no entry has a number that the card will give again. Only while no agent runs on it. */
  renew(): void;
  /** Called once, when the card fails. */
  onTrouble(hear: (detail: string) => void): void;
  close(): void;
}

export interface CardPorts {
  /** Opens the database on the card; throws where that fails. */
  open(): Sqlite;
  /** What can be read of it though it takes no writes, or null. */
  salvage(): Sqlite | null;
  random: Random;
  log: Logger;
}

export function openCard(ports: CardPorts): Card {
  const { random, log } = ports;
  const hearers: ((detail: string) => void)[] = [];
  let trouble: string | null = null;
  let current = begin();
  const forgetful = trouble !== null;

  function begin(): Sqlite {
    try {
      const db = ports.open();
      probe(db);
      return db;
    } catch (error) {
      trouble = storageFault(error);
      if (trouble === null) throw error;
      log.error({ err: error }, 'the card takes no writes: this run keeps everything in memory');
      const old = ports.salvage();
      const db = memoryCard(old, { anew: true, random, log });
      old?.close();
      return db;
    }
  }

  /** True when the failure was the card's and memory has taken its place, so that the work can be done again. */
  function moved(error: unknown): boolean {
    const fault = storageFault(error);
    if (fault === null || trouble !== null) return false;
    log.error({ err: error }, 'the card takes no writes any more: going on in memory');
    const old = current;
    current = memoryCard(old, { anew: false, random, log });
    trouble = fault;
    try {
      old.close();
    } catch {
      // A connection to a dead card may not even close.
    }
    for (const hear of hearers) hear(fault);
    return true;
  }

  function surviving<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (current.open && current.inTransaction) throw error;
      if (!moved(error)) throw error;
      return work();
    }
  }

  return {
    db: standIn(() => current, surviving),
    trouble: () => trouble,
    forgetful,
    renew() {
      const old = current;
      current = memoryCard(old, { anew: true, random, log });
      old.close();
    },
    onTrouble(hear) {
      hearers.push(hear);
    },
    close: () => current.close(),
  };
}

/** A card may open well and take no writes. */
function probe(db: Sqlite): void {
  db.prepare("INSERT INTO meta VALUES ('card', '1') ON CONFLICT DO UPDATE SET value = excluded.value").run();
}

type Surviving = <T>(work: () => T) => T;

/** A database whose place another may take: statements and transactions find the one that is there. */
function standIn(current: () => Sqlite, surviving: Surviving): Sqlite {
  const transaction = (work: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]) => surviving(() => current().transaction(work)(...args));
  };
  const replaced: Record<string, unknown> = {
    transaction,
    prepare: (sql: string) => statementIn(current, sql, surviving),
    exec: (sql: string) => surviving(() => current().exec(sql)),
  };
  return new Proxy(current(), {
    get(_, name) {
      const own = typeof name === 'string' ? replaced[name] : undefined;
      if (own !== undefined) return own;
      const db = current();
      const value: unknown = Reflect.get(db, name, db);
      return typeof value === 'function' ? value.bind(db) : value;
    },
  });
}

function statementIn(current: () => Sqlite, sql: string, surviving: Surviving): unknown {
  let db = current();
  let made: SqliteStatement = db.prepare<unknown[], unknown>(sql);
  const now = () => {
    if (db === current()) return made;
    db = current();
    made = db.prepare<unknown[], unknown>(sql);
    return made;
  };
  return {
    run: (...args: unknown[]) => surviving(() => now().run(...args)),
    get: (...args: unknown[]) => now().get(...args),
    all: (...args: unknown[]) => now().all(...args),
  };
}
