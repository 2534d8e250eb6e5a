import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Recording } from '@loa/shared/api/recordings';
import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { ControllerConfig } from './config.js';
import { signAuditHead } from './db/audit-head.js';
import { verifyAudit } from './db/audit-verify.js';
import { type Changes, createChanges } from './db/changes.js';
import { type OpenDatabase, openDatabase } from './db/database.js';
import { newestInstant } from './db/newest-instant.js';
import { findAacCopy, recordingOfOriginal } from './db/recordings.js';
import { type Cron, duty } from './dispatch/cron.js';
import { createDispatch } from './dispatch/dispatch.js';
import { createAgentRouter } from './http/agent/router.js';
import type { ApiPorts } from './http/api-ports.js';
import { createApp } from './http/app.js';
import { createBoxesApp } from './http/boxes-app.js';
import { followApprovals } from './http/follow-approvals.js';
import { createPasswords, type Passwords } from './http/passwords.js';
import type { Ffmpeg } from './library/ffmpeg.js';
import { createLibrary } from './library/import-recording.js';
import { type ObjectStore, openStore } from './library/store.js';
import type { TtsProvider } from './sources/tts/provider.js';
import { type BoxesDoor, openBoxesDoor } from './start-boxes-door.js';
import { openBrokerHook } from './start-broker-hook.js';
import { ensureFirstAccount, type FirstAccount } from './start-first-account.js';
import { openSecrets } from './start-secrets.js';
import { openSounds, type Sounds, sweepUploads } from './start-sounds.js';
import { keepBoxesShown, openStaffDoor } from './start-staff-door.js';
import { openTransport, type Transport } from './start-transport.js';
import { type BrokerPasswords, loadBrokerPasswords } from './trust/broker-passwords.js';
import { loadControllerKey } from './trust/controller-key.js';
import { type ClockGuard, createClockGuard } from './trust/guarded-clock.js';
import { type LoadedKey, loadOrCreatePublicKey } from './trust/key-files.js';
import type { SealedSecrets } from './trust/sealed-secrets.js';

export interface ControllerPorts {
  config: ControllerConfig;
  clock: Clock;
  random: Random;
  log: Logger;
  cron: Cron;
  openFfmpeg(folder: string): Promise<Ffmpeg>;
  /** What reads texts aloud; nothing where absent. */
  voices?(folder: string): readonly TtsProvider[];
  /** When this program was built, unix milliseconds: no clock may stand before it. */
  builtAt: number;
  version: string;
  webFolder: string;
}

export interface RunningController {
  /** `http://HOST:PORT` as it listens. */
  url: string;
  mqttUrl: string;
  /** Only when this start made it, without a password. */
  firstAccount: FirstAccount | null;
  stop(): Promise<void>;
}

/** Starts everything in order; what had started is stopped again when a later part cannot. */
export async function startController(ports: ControllerPorts): Promise<RunningController> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    return { ...(await startParts(ports, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(ports: ControllerPorts, stops: (() => Promise<void>)[]) {
  const { config, clock, random, log, cron } = ports;
  const folders = foldersOf(config);
  const staff = await openStaffDoor(ports);
  stops.push(staff.stop);
  const { door } = staff;
  await mkdir(folders.data, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ path: join(folders.data, 'loa.db') });
  stops.push(() => database.close());
  const core = await openCore(ports, folders, database);

  const boxes = config.boxes && (await openBoxesDoor(config.boxes, folders.keys));
  if (boxes) stops.push(() => boxes.http.close());
  const transport = await openTransport({
    ...{ mqtt: config.mqtt, boxes: boxes?.mqtt ?? null, db: database.db, clock, random, log },
    proxies: config.http.proxies,
  });
  stops.push(() => transport.stop());
  if (boxes) {
    const forget = keepBoxesShown(ports, { boxes, transport, keysFolder: folders.keys });
    stops.push(async () => forget());
  }
  const firstAccount = await ensureFirstAccount({ ...core, given: config.adminPassword });
  const dispatch = await createDispatch({
    ...{ database, bus: transport.bus, clock, cron, signer: core.signer, guard: core.guard },
    ...{ changes: core.changes, log: log.child({ part: 'dispatch' }) },
  }).start();
  stops.push(() => dispatch.stop());
  const connection = { ...watchConnection(transport.bus), status: transport.status };
  // After dispatch, so that nothing retained is missed.
  stops.push(await transport.bus.start());
  stops.push(startDuties({ ...core, cron }));
  const endSweep = sweepUploads({ ...core, cron }, core.sounds.resumable);
  stops.push(async () => endSweep());

  const brokerPasswords =
    config.brokerAccess.passwords === 'files' ? await loadBrokerPasswords(folders.keys, random) : null;
  const agent = createAgent(core, transport, boxes, brokerPasswords);
  boxes?.http.serve(createBoxesApp(agent));
  for (const each of [door, boxes?.http]) if (transport.upgrade) each?.upgrade(transport.upgrade);
  door.serve(
    createHttp(ports, core, { ...transport, boxServer: boxes?.pin.server ?? null }, connection, agent),
  );
  const host = config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host;
  return {
    url: `${config.http.tls ? 'https' : 'http'}://${host}:${door.port}`,
    mqttUrl: transport.mqttUrl,
    firstAccount,
  };
}

/** What both sides, boxes and staff, stand on. */
interface Core {
  db: OpenDatabase['db'];
  clock: Clock;
  random: Random;
  log: Logger;
  changes: Changes;
  passwords: Passwords;
  secrets: SealedSecrets;
  signer: LoadedKey;
  rootKey: LoadedKey['publicJwk'];
  guard: ClockGuard;
  objects: ObjectStore;
  ffmpeg: Ffmpeg;
  uploadFolder: string;
  sounds: Sounds;
}

async function openCore(
  ports: ControllerPorts,
  folders: ReturnType<typeof foldersOf>,
  { db }: OpenDatabase,
): Promise<Core> {
  const { clock, random, log, builtAt } = ports;
  // Read once: from here on the guard itself notices every step back.
  const newestRowAt = (await newestInstant(db)) || null;
  const guard = createClockGuard({ clock, log, builtAt, newestRowAt: async () => newestRowAt });
  await guard.check();
  // Its public half alone: the private one may be wrapped, or locked away on a drive.
  const rootKey = await loadOrCreatePublicKey(folders.rootKey, 'root');
  await rm(folders.uploads, { recursive: true, force: true });
  await mkdir(folders.uploads, { mode: 0o700 });
  const objects = await openStore({ folder: folders.store, random });
  const ffmpeg = await ports.openFfmpeg(folders.programs);
  return {
    ...{ db, clock, random, log, guard },
    changes: createChanges({
      onError: (error) => log.error({ err: error }, 'A listener of changes failed.'),
    }),
    passwords: createPasswords(),
    secrets: await openSecrets(db, folders.keys, ports),
    signer: await loadControllerKey(folders.keys),
    rootKey,
    ...{ objects, ffmpeg, uploadFolder: folders.uploads },
    sounds: await openSounds({
      ...{ clock, ffmpeg, objects, voices: ports.voices?.(folders.programs) ?? [] },
      ...{ folder: folders.resumable, maxBytes: ports.config.upload.maxBytes },
    }),
  };
}

type AgentRouter = ReturnType<typeof createAgentRouter>;

/** What boxes ask over HTTP, at both doors: the way to enrol need not be the way afterwards. */
function createAgent(
  core: Core,
  { disconnectBox, mqttUrl }: Transport,
  boxes: BoxesDoor | null,
  brokerPasswords: BrokerPasswords | null,
): AgentRouter {
  const { db, clock, random, changes, objects, signer, rootKey, guard } = core;
  const log = core.log.child({ part: 'http' });
  return createAgentRouter({
    ...{ db, signer, rootKey, clock, random, log, objects, mqttUrl },
    tls: boxes ? () => boxes.pin : undefined,
    passwordOf: brokerPasswords?.of,
    maySign: () => guard.check(),
    onEnrolled(boxId) {
      disconnectBox(boxId);
      changes.notify({ kind: 'plans', boxIds: [boxId] });
      changes.notify({ kind: 'status', boxId });
    },
  });
}

function createHttp(
  { config, version, webFolder }: ControllerPorts,
  core: Core,
  { disconnectBox, boxServer }: Transport & Pick<ApiPorts['settings'], 'boxServer'>,
  broker: ApiPorts['broker'],
  agent: AgentRouter,
) {
  const { db, clock, random, changes, objects, signer, rootKey, guard } = core;
  const log = core.log.child({ part: 'http' });
  const library = createLibrary<Recording>({
    ...{ store: objects, ffmpeg: core.ffmpeg, clock, log: core.log.child({ part: 'library' }) },
    limits: config.upload,
    findByOriginal: async (sha256) => {
      const recording = await recordingOfOriginal(db, sha256);
      if (!recording) return undefined;
      const aac = await findAacCopy(db, recording.sha256);
      return { recording, objects: aac ? [recording, aac] : [recording] };
    },
  });
  const api: ApiPorts = {
    ...{
      db,
      clock,
      random,
      log,
      changes,
      passwords: core.passwords,
      secrets: core.secrets,
      library,
      objects,
      broker,
      disconnectBox,
    },
    ...core.sounds,
    keys: { rootKey, controllerKey: signer.publicJwk },
    clockIsRight: async () => (await guard.check()).ok,
    settings: { ...config, version, signInAttempts: 20, secure: isSecure(config), boxServer },
  };
  const uploads = { uploadFolder: core.uploadFolder, maxUploadBytes: config.upload.maxBytes };
  const brokerHook = openBrokerHook({ config, db, clock, log });
  return createApp({ api, uploads, agent, brokerHook, webFolder, trustedProxies: config.http.proxies });
}

function isSecure({ http, publicUrl }: ControllerConfig): boolean {
  return http.tls !== null || publicUrl?.startsWith('https:') === true;
}

/** What comes round by itself: the guard notices a clock that jumps, approvals end. */
function startDuties({
  db,
  clock,
  log,
  changes,
  guard,
  signer,
  cron,
}: Core & { cron: Cron }): () => Promise<void> {
  const everyMinute = () => followApprovals({ db, clock, changes, guard });
  const everyDay = async () => {
    if (!(await guard.check()).ok) return;
    const signed = await signAuditHead(db, { signer, now: clock.now() });
    // Also in the machine's own journal: whoever rewrites the database does not reach that.
    if (signed) log.info({ auditId: signed.auditId, head: signed.hash }, 'The audit log’s head was signed');
  };
  const everyNight = async () => {
    const keys = new Map([[signer.kid, signer.publicJwk]]);
    const found = await verifyAudit(db, { keys });
    if (!found.ok) log.error({ row: found.row, why: found.why }, 'The audit log was changed');
  };
  const cancels = [
    cron.schedule('* * * * *', duty(log, 'approvals', everyMinute)),
    cron.schedule('40 3 * * *', duty(log, 'audit chain', everyNight)),
    cron.schedule('10 0 * * *', duty(log, 'audit head', everyDay)),
  ];
  // A controller that is switched off every night signs when it is switched on.
  duty(log, 'audit head', everyDay)();
  return async () => {
    for (const cancel of cancels) cancel();
  };
}

function watchConnection(bus: Bus): ApiPorts['broker'] {
  let connected = false;
  bus.onState((state) => {
    if (state.kind !== 'denied') connected = state.kind === 'connected';
  });
  return { isConnected: () => connected };
}

function foldersOf({ dataFolder, rootKeyFile }: ControllerConfig) {
  const data = resolve(dataFolder);
  const keys = join(data, 'keys');
  return {
    data,
    keys,
    rootKey: rootKeyFile ?? join(keys, 'root.jwk'),
    store: join(data, 'store'),
    uploads: join(data, 'uploads'),
    // Unlike those above, these outlive a restart.
    resumable: join(data, 'resumable'),
    programs: join(data, 'programs'),
  };
}
