import type { Sqlite } from '@loa/shared/node/sqlite';
import { PowerCut } from './power-cut.js';

/** Where the next power cut falls: before a commit, which is rolled back, or right after it. */
export interface ArmedCut {
  commitsLeft: number;
  side: 'before' | 'after';
}

/** A box's database as one run of its agent sees it: it ends with that run, whose last open transaction is undone. */
export interface MortalDb {
  db: Sqlite;
  arm(cut: ArmedCut | null): void;
}

/** The tables that an onlooker reads after every write to them. */
const WATCHED = ['entries', 'documents'] as const;
export type WatchedTable = (typeof WATCHED)[number];

/**
 * The connection outlives the agent, as a card outlives a power cut: every commit stands, and what was open is rolled
 * back. After `die` nothing of this agent reaches the card.
 */
export function createMortalDb(ports: {
  real: Sqlite;
  alive(): boolean;
  /** The power goes at an armed cut. */
  onCut(): void;
  /** An entry or a document was written, or something that a rule counts. */
  onWrite(table: WatchedTable): void;
}): MortalDb {
  const { real, alive, onWrite } = ports;
  let armed: ArmedCut | null = null;

  const check = () => {
    if (!alive()) throw new PowerCut();
  };

  function cutNow(): never {
    armed = null;
    ports.onCut();
    throw new PowerCut();
  }

  function transaction(work: (...args: unknown[]) => unknown) {
    const wrapped = real.transaction((...args: unknown[]) => {
      const result = work(...args);
      if (armed?.commitsLeft === 0 && armed.side === 'before') cutNow();
      return result;
    });
    return (...args: unknown[]) => {
      check();
      const outer = !real.inTransaction;
      if (outer && armed) armed.commitsLeft -= 1;
      const result = wrapped(...args);
      if (outer && armed && armed.commitsLeft <= 0) cutNow();
      return result;
    };
  }

  /** Reads pass: what is read by what is left of a dead process changes nothing. */
  function prepare(sql: string): unknown {
    const statement = real.prepare(sql);
    const run = statement.run.bind(statement);
    const table = WATCHED.find((name) => sql.includes(name));
    statement.run = (...args: unknown[]) => {
      check();
      if (table) onWrite(table);
      return run(...args);
    };
    return statement;
  }

  const db = new Proxy(real, {
    get(target, name) {
      if (name === 'transaction') return transaction;
      if (name === 'prepare') return prepare;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    db,
    arm(cut) {
      armed = cut;
    },
  };
}
