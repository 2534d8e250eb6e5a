import { createRequire } from 'node:module';
import { sqliteModule } from '@loa/shared/node/sqlite';
import type { SigningKey } from '@loa/shared/trust/keys';
import type BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Changes, createChanges } from '../../../controller/src/db/changes.js';
import { type OpenDatabase, openDatabase } from '../../../controller/src/db/database.js';
import { findGrant } from '../../../controller/src/db/grants.js';
import { keptStatements } from '../../../controller/src/db/kept-statements.js';
import { newestInstant } from '../../../controller/src/db/newest-instant.js';
import type { Database } from '../../../controller/src/db/schema.js';
import { createDispatch } from '../../../controller/src/dispatch/dispatch.js';
import { type ClockGuard, createClockGuard } from '../../../controller/src/trust/guarded-clock.js';
import { silentLogger } from '../../support/silent-logger.js';
import type { Broker } from '../network/broker.js';
import { createVirtualBus } from '../network/virtual-bus.js';
import type { Timeline } from '../timeline.js';
import { createSparseCron } from './sparse-cron.js';
import type { WallClock } from './wall-clock.js';

/** The commune's server: a database, and the controller's process over it while it runs. */
export interface Machine {
  database(): OpenDatabase;
  running(): boolean;
  start(): Promise<void>;
  /** The process dies between two of its commits. */
  kill(): void;
  /** A whole copy of the database, as a backup takes it. */
  image(): Buffer;
  /** Goes on over an older copy. Only while the process does not run. */
  restore(image: Buffer): Promise<void>;
  /** Tells the process what was committed. */
  notify: Changes['notify'];
  /** Signed time for a box, or null while nothing may be signed. */
  time(): Promise<number | null>;
  grantBytes(grantId: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

export const CONTROLLER_CLIENT = 'controller';

const BetterSqlite = createRequire(import.meta.url)(
  sqliteModule(process.versions.node),
) as typeof BetterSqlite3;

export async function createMachine(ports: {
  timeline: Timeline;
  origin: number;
  wall: WallClock;
  broker: Broker;
  signer: SigningKey;
  /** Every so many hours its duties are looked at. */
  everyHours(): number;
}): Promise<Machine> {
  const { timeline, wall, broker, signer } = ports;
  let database = await openDatabase({ path: ':memory:' });
  let run: { changes: Changes; guard: ClockGuard; die(): void } | null = null;

  return {
    database: () => database,
    running: () => run !== null,
    async start() {
      const process = wall.ofProcess();
      const cron = createSparseCron(timeline, ports.everyHours);
      const virtual = createVirtualBus({ broker, clientId: CONTROLLER_CLIENT });
      const changes = createChanges();
      const { clock } = process;
      const { bus } = virtual;
      const over = database;
      // Read once, as the real process does when it starts.
      const newestRowAt = (await newestInstant(over.db)) || null;
      const guard = createClockGuard({
        clock,
        log: silentLogger,
        builtAt: ports.origin - 30 * 86_400_000,
        newestRowAt: async () => newestRowAt,
      });
      const die = () => {
        process.die();
        cron.die();
        virtual.die();
      };
      run = { changes, guard, die };
      const log = silentLogger;
      await createDispatch({ database: over, bus, clock, log, signer, guard, changes, cron }).start();
      await bus.start();
    },
    kill() {
      run?.die();
      run = null;
    },
    image: () => database.sqlite.serialize(),
    async restore(image) {
      await database.close();
      database = openImage(image);
    },
    notify: (change) => run?.changes.notify(change),
    async time() {
      const verdict = await run?.guard.check();
      return verdict?.ok === true ? wall.now() : null;
    },
    grantBytes: async (grantId) => (run ? ((await findGrant(database.db, grantId))?.bytes ?? null) : null),
    async close() {
      run?.die();
      await database.close();
    },
  };
}

/** A database from a copy of one, in memory. */
function openImage(image: Buffer): OpenDatabase {
  const sqlite = new BetterSqlite(image);
  sqlite.pragma('foreign_keys = ON');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: keptStatements(sqlite) }) });
  return { db, sqlite, close: () => db.destroy() };
}
