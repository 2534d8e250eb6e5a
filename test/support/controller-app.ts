import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { generatePrivateJwk, type PrivateJwk, publicOf } from '@loa/shared/trust/keys';
import { type Change, type Changes, createChanges } from '../../controller/src/db/changes.js';
import { type Db, type OpenDatabase, openDatabase } from '../../controller/src/db/database.js';
import { recordingOfOriginal } from '../../controller/src/db/recordings.js';
import { apiRoutes } from '../../controller/src/http/api.js';
import type { ApiPorts, ApiSettings } from '../../controller/src/http/api-ports.js';
import { createApp } from '../../controller/src/http/app.js';
import { createPasswords } from '../../controller/src/http/passwords.js';
import { openResumable } from '../../controller/src/http/resumable.js';
import { type ObjectStore, openStore } from '../../controller/src/library/store.js';
import { createSealedSecrets } from '../../controller/src/trust/sealed-secrets.js';
import { watchAudit } from './audit-watch.js';
import { createExcelHere } from './excel-here.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createFakeLibrary } from './fake-library.js';
import { createFakeSounds } from './fake-sounds.js';
import { createFakeSpeech } from './fake-speech.js';
import { createSeededRandom } from './seeded-random.js';
import { silentLogger } from './silent-logger.js';

export interface ControllerApp {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  url: string;
  db: Db;
  sqlite: OpenDatabase['sqlite'];
  clock: Clock;
  /** Moves the fake clock on. */
  advance(ms: number): Promise<void>;
  random: Random;
  changes: Changes;
  /** Every change notified so far. */
  notified: Change[];
  objects: ObjectStore;
  api: ApiPorts;
  rootKey: PrivateJwk;
  server: Server;
  stop(): Promise<void>;
}

export interface ControllerAppOptions {
  clock?: FakeClock;
  settings?: Partial<ApiSettings>;
  maxUploadBytes?: number;
  /** A file instead of memory. */
  databasePath?: string;
  webFolder?: string;
  broker?: ApiPorts['broker'];
  log?: ApiPorts['log'];
}

/** The clock of tests that do not bring their own: Monday 2 November 2026, 09:00 in Việt Nam. */
export function workingMorning(): FakeClock {
  return createFakeClock(Date.UTC(2026, 10, 2, 2, 0, 0));
}

/** The controller's HTTP edge in this process on a free port: real database (in memory) and object store, fake library. */
export async function startControllerApp(options: ControllerAppOptions = {}): Promise<ControllerApp> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-http-'));
  const uploadFolder = join(folder, 'uploads');
  await mkdir(uploadFolder);
  const { db, sqlite, close } = await openDatabase({ path: options.databasePath ?? ':memory:' });
  const clock = options.clock ?? workingMorning();
  const random = createSeededRandom(7);
  const objects = await openStore({ folder: join(folder, 'store'), random });
  const rootKey = generatePrivateJwk();
  const changes = createChanges();
  const notified: Change[] = [];
  changes.subscribe((change) => notified.push(change));
  const maxBytes = options.maxUploadBytes ?? 1024 * 1024;
  const api: ApiPorts = {
    sounds: createFakeSounds(objects),
    speech: createFakeSpeech(folder),
    excel: createExcelHere(),
    resumable: await openResumable({ folder: join(folder, 'resumable'), maxBytes }),
    ...{ db, clock, random, changes, objects, log: options.log ?? silentLogger },
    // As cheap as argon2 allows: its cost is tested by those who made it.
    passwords: createPasswords({ memoryCost: 64, timeCost: 1 }),
    secrets: createSealedSecrets('A'.repeat(43), random),
    library: createFakeLibrary(objects, (sha256) => recordingOfOriginal(db, sha256)),
    keys: { rootKey: publicOf(rootKey), controllerKey: publicOf(generatePrivateJwk()) },
    clockIsRight: async () => true,
    broker: options.broker ?? { isConnected: () => true },
    disconnectBox: () => {},
    settings: {
      version: '0.0.0-test',
      publicUrl: null,
      sessionLifeMs: 14 * 86_400_000,
      sessionIdleMs: 12 * 3_600_000,
      secondFactorFor: [],
      boxServer: 'https://loa.xa.vn:8443',
      codeLifeMs: 48 * 3_600_000,
      approvalLifeMs: 90 * 86_400_000,
      nowLeadMs: 10_000,
      signInAttempts: 5,
      ...options.settings,
    },
  };
  const uploads = { uploadFolder, maxUploadBytes: options.maxUploadBytes ?? 1024 * 1024 };
  const { webFolder } = options;
  const server = createServer(createApp({ api, uploads, ...(webFolder === undefined ? {} : { webFolder }) }));
  const watch = watchAudit(server, sqlite, apiRoutes(api));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    advance: (ms) => clock.advance(ms),
    url: `http://127.0.0.1:${address.port}`,
    ...{ db, sqlite, clock, random, changes, notified, objects, api, rootKey, server },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await close();
      await rm(folder, { recursive: true });
      if (watch.silent.length > 0) {
        throw new Error(`Changed something without a row in the audit log: ${watch.silent.join(', ')}`);
      }
    },
  };
}
