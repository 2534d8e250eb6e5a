import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Account } from '@loa/shared/api/accounts';
import { Area } from '@loa/shared/api/areas';
import { Box, IssuedCode } from '@loa/shared/api/boxes';
import { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { Cluster } from '@loa/shared/api/clusters';
import { Playback } from '@loa/shared/api/playbacks';
import { ImportedRecording } from '@loa/shared/api/recordings';
import { type RosterChange, RosterRequest } from '@loa/shared/api/roster-requests';
import { ControllerKeys, StoredRosterAnswer } from '@loa/shared/api/rosters';
import { SavedSchedule, type Schedule } from '@loa/shared/api/schedules';
import { systemClock } from '@loa/shared/node/system-clock';
import { allPages } from '../../controller/src/client/all-pages.js';
import { type ApiClient, createApiClient } from '../../controller/src/client/api-client.js';
import { tokenByPassword } from '../../controller/src/client/sign-in.js';
import { createKeyFile, loadKeyFile, readPublicKey } from '../../controller/src/trust/key-files.js';
import {
  buildRoster,
  nextVersion,
  personWithKeyFile,
  signRoster,
} from '../../controller/src/trust/roster.js';
import { type Child, type ChildOptions, startChild } from './child.js';
import { freePort } from './free-port.js';
import { waitUntil } from './wait-until.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** Of every account in the village. */
export const PASSWORD = 'e2e-password-not-secret';
const EVERY_HOUR = [{ from: '00:00', to: '24:00', maxGainDb: 0 }];

export interface VillageBox {
  boxId: string;
  clusterId: string;
  areaId: string;
  dataDir: string;
  /** The process that runs now. */
  process(): Child;
  /** Starts it again, with more in its environment. */
  start(more?: Record<string, string>): void;
}

/** A commune with a real controller, real boxes and a real approver, each a process or a key file of its own. */
export interface Village {
  folder: string;
  server: string;
  mqttPort: number;
  /** Where boxes connect over TLS, if they do. */
  tls: { httpsPort: number; mqttsPort: number } | null;
  api: ApiClient;
  communeId: string;
  controller(): Child;
  /** Starts the controller again on the same data and ports. */
  startController(): Promise<void>;
  addBox(name: string, env?: Record<string, string>, how?: BoxOptions): Promise<VillageBox>;
  /** Uploads, hands in and approves a sample by `loa approve`; answers the bulletin and its canonical recording. */
  approvedBulletin(
    sample: string,
    title: string,
  ): Promise<{ bulletinId: string; sha256: string; variantId: string }>;
  draftBulletin(
    sample: string,
    title: string,
  ): Promise<{ bulletinId: string; sha256: string; variantId: string }>;
  /** The commune's next list of who may approve, signed with the root by `loa roster sign`. */
  changeRoster(change: RosterChange): Promise<void>;
  playNow(bulletinId: string, boxes: readonly VillageBox[]): Promise<Schedule>;
  playbacks(box: VillageBox): Promise<Playback[]>;
  /** The box's only playback, once it is in one of these states. */
  playbackIn(box: VillageBox, states: readonly Playback['state'][], withinMs?: number): Promise<Playback>;
  connected(box: VillageBox): Promise<void>;
  close(): Promise<void>;
}

export interface VillageOptions {
  /** Boxes pin a certificate and speak TLS, on this machine or at the address named. */
  tls?: boolean | string;
  /** How far ahead "now" lies, seconds; enough for one box at a time by default. */
  leadSeconds?: number;
}

export interface BoxOptions extends ChildOptions {
  /** What runs on the box, from the repository's folder. */
  script?: string;
}

/** How far ahead "now" lies, seconds: time to fetch and prepare also on a loaded machine. */
const LEAD_SECONDS = 12;
/** A box beside browsers on two busy cores takes half a minute from its start to its first plan. */
const CONNECTED_WITHIN_MS = 75_000;

export async function startVillage(options: VillageOptions = {}): Promise<Village> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-e2e-'));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const server = `http://127.0.0.1:${httpPort}`;
  const rootKeyFile = join(folder, 'keys', 'root.jwk');
  const approverKeyFile = join(folder, 'keys', 'approver.jwk');
  await mkdir(join(folder, 'keys'));
  await createKeyFile(rootKeyFile, 'TEST root');
  await createKeyFile(approverKeyFile, 'TEST approver');
  const tls = options.tls ? { httpsPort: await freePort(), mqttsPort: await freePort() } : null;
  const forBoxes: Record<string, string> = tls
    ? {
        LOA_BOX_HOST: typeof options.tls === 'string' ? options.tls : '127.0.0.1',
        LOA_BOX_HTTPS_PORT: String(tls.httpsPort),
        LOA_BOX_MQTTS_PORT: String(tls.mqttsPort),
      }
    : {};
  const children: Child[] = [];
  const run = (script: string, args: readonly string[], env: Record<string, string>, how?: ChildOptions) => {
    const child = startChild(join(repository, script), args, env, how);
    children.push(child);
    return child;
  };

  let startedAt = systemClock.now();
  let controller = launch();
  function launch(): Child {
    startedAt = systemClock.now();
    return run('controller/dist/main.js', [], {
      LOA_DATA: join(folder, 'controller'),
      LOA_HTTP_PORT: String(httpPort),
      LOA_MQTT_PORT: String(mqttPort),
      LOA_ROOT_KEY: rootKeyFile,
      LOA_ADMIN_PASSWORD: PASSWORD,
      LOA_SECOND_FACTOR: 'none',
      LOA_NOW_LEAD_SECONDS: String(options.leadSeconds ?? LEAD_SECONDS),
      ...forBoxes,
    });
  }
  const healthy = () =>
    waitUntil(
      () => `the controller is up (it said: ${controller.output().slice(-2000)})`,
      async () =>
        fetch(`${server}/api/health`).then(
          (answer) => answer.ok,
          () => false,
        ),
    );
  await healthy();
  const signIn = (login: string) => tokenByPassword({ fetch, server }, { login, password: PASSWORD }, 'e2e');
  const admin = await signIn('admin');
  const api = createApiClient({ fetch, server, token: admin.token });
  await api.patch(`/areas/${admin.me.areaId}`, { name: 'Gia Lai', zone: 'Asia/Ho_Chi_Minh' }, Area);
  const newArea = (parentId: string, level: string, name: string) =>
    api.post('/areas', { parentId, level, kind: 'làng', name, hours: EVERY_HOUR }, Area);
  const { id: communeId } = await newArea(admin.me.areaId, 'commune', 'Ia Pia');
  await putRoster(api, communeId, rootKeyFile, approverKeyFile);
  const approver = {
    login: 'approver',
    name: 'Nam',
    password: PASSWORD,
    role: 'approver',
    areaId: communeId,
  };
  await api.post('/accounts', { ...approver, personId: 'person_approver' }, Account);
  const approverToken = (await signIn('approver')).token;

  async function draftBulletin(sample: string, title: string) {
    const bytes = await readFile(join(repository, 'audio-samples', sample));
    const { sha256 } = await api.upload('/recordings', { name: sample, bytes }, ImportedRecording);
    const { id } = await api.post('/bulletins', { areaId: communeId, title, kind: 'tin' }, Bulletin);
    const variant = await api.put(`/bulletins/${id}/variants/vi`, { recordingSha256: sha256 }, Variant);
    return { bulletinId: id, sha256, variantId: variant.id };
  }

  async function loa(args: readonly string[], token: string): Promise<void> {
    const child = run('controller/dist/cli/main.js', args, { LOA_SERVER: server, LOA_TOKEN: token });
    if ((await child.exited) !== 0) throw new Error(child.output());
  }

  const village: Village = {
    ...{ folder, server, mqttPort, tls, api, communeId, draftBulletin },
    controller: () => controller,
    async startController() {
      controller = launch();
      await healthy();
    },
    async addBox(name, env = {}, { script = 'edge-agent/dist/main.js', ...how } = {}) {
      const { id: areaId } = await newArea(communeId, 'village', name);
      const { id: clusterId } = await api.post('/clusters', { areaId, name }, Cluster);
      const { id: boxId } = await api.post('/boxes', { clusterId, name }, Box);
      const { code } = await api.post(`/boxes/${boxId}/enrolment-code`, {}, IssuedCode);
      const dataDir = join(folder, name);
      const settings = { LOA_AGENT_DATA: dataDir, LOA_AGENT_SERVER: server, LOA_AGENT_NAME: name, ...env };
      let child = run(script, [], { ...settings, LOA_AGENT_CODE: code }, how);
      return {
        ...{ boxId, clusterId, areaId, dataDir },
        process: () => child,
        start(more = {}) {
          child = run(script, [], { ...settings, ...more }, how);
        },
      };
    },
    async approvedBulletin(sample, title) {
      const draft = await draftBulletin(sample, title);
      await api.post(`/variants/${draft.variantId}/submit`, {}, Variant);
      const how = ['--key', approverKeyFile, '--yes', '--no-state-secret'];
      await loa(['approve', ...how, '--variant', draft.variantId], approverToken);
      return draft;
    },
    async changeRoster(change) {
      const asked = { communeId, change, reason: 'Thử' };
      const { id } = await api.post('/roster-requests', asked, RosterRequest);
      const args = ['roster', 'sign', '--request', id, '--root', rootKeyFile, '--yes'];
      await loa(args, admin.token);
    },
    async playNow(bulletinId, boxes) {
      const clusterIds = boxes.map((box) => box.clusterId);
      const body = { bulletinId, clusterIds, timetable: { kind: 'now' }, onOverlap: 'queue' };
      return (await api.post('/schedules', body, SavedSchedule)).schedule;
    },
    playbacks: (box) => allPages(api, `/playbacks?box=${box.boxId}`, Playback),
    playbackIn: (box, states, withinMs = 45_000) =>
      waitUntil(
        `a playback of ${box.boxId} is ${states.join(' or ')}`,
        async () => (await village.playbacks(box)).find(({ state }) => states.includes(state)),
        withinMs,
      ),
    async connected(box) {
      await waitUntil(
        () =>
          `${box.boxId} is connected and knows the time (it said: ${box.process().output().slice(-2000)})`,
        async () => {
          const { status, lastSeenAt } = await api.get(`/boxes/${box.boxId}`, Box);
          // What was said before the controller's last start says nothing of now.
          if ((lastSeenAt ?? 0) < startedAt) return false;
          return (
            status?.connected === true && status.clock?.state === 'synced' && (status.planRevision ?? 0) > 0
          );
        },
        CONNECTED_WITHIN_MS,
      );
    },
    async close() {
      await Promise.all(children.map((child) => child.stop('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return village;
}

async function putRoster(api: ApiClient, communeId: string, rootKeyFile: string, approverKeyFile: string) {
  const root = await loadKeyFile(rootKeyFile);
  const { controllerKey } = await api.get('/keys', ControllerKeys);
  const now = systemClock.now();
  const rights = [{ use: 'scheduled' as const, areas: [communeId] }];
  const person = { personId: 'person_approver', name: 'Nam', rights };
  const roster = buildRoster({
    ...{ communeId, version: nextVersion(0, now), issuedAt: now, controllerKeys: [controllerKey] },
    people: [personWithKeyFile(person, await readPublicKey(approverKeyFile))],
    zone: 'Asia/Ho_Chi_Minh',
    limits: [{ areas: [communeId], windows: EVERY_HOUR }],
  });
  const bytes = await signRoster(roster, [root], { rootKey: root.publicJwk, communeId }, null);
  const document = { roster: Buffer.from(bytes).toString('utf8') };
  await api.put(`/areas/${communeId}/roster`, document, StoredRosterAnswer);
}
