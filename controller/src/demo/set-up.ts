import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { type ApiClient, createApiClient } from '../client/api-client.js';
import { tokenByPassword } from '../client/sign-in.js';
import { createKeyFile, type LoadedKey } from '../trust/key-files.js';
import { replacePrivateFile } from '../trust/private-file.js';
import type { DemoFolders } from './folders.js';
import { ADMIN_LOGIN, QUIET_VILLAGE } from './place.js';
import { runLoa } from './run-loa.js';
import { languagesOf, readSamples, type SampleBulletin } from './samples.js';
import { boxesAreReady, type SeedBoxPorts, seedBoxes } from './seed-boxes.js';
import { seedBulletin } from './seed-bulletins.js';
import { type SeededPlaces, seedPlaces } from './seed-places.js';
import { seedRoster } from './seed-roster.js';
import { playNow, playSoon, playWeekly, tryAtNight } from './seed-schedules.js';
import { type SeededAccount, seedStaff } from './seed-staff.js';
import { type DemoState, writeDemoState } from './state.js';

export interface SetUpPorts {
  clock: Clock;
  random: Random;
  fetch: typeof fetch;
  signal: AbortSignal;
  say(line: string): void;
  folders: DemoFolders;
  server: string;
  samplesFolder: string;
  bulletins: number;
  adminPassword: string;
  root: LoadedKey;
  startBox: SeedBoxPorts['startBox'];
}

/** How many bulletins follow the first one at once, and how many come every day. */
const SOON = 3;
const WEEKLY = 4;

/** The keys of a new demonstration, labelled as such, in files of mode 0600. */
export async function createDemoKeys(folders: DemoFolders): Promise<LoadedKey> {
  const root = await createKeyFile(folders.rootKey, 'DEMO root');
  await createKeyFile(folders.approverKey, 'DEMO approver');
  return root;
}

/**
 * Sets the whole demonstration up through the public API, as staff would. The shortest bulletin goes first, and sounds
 * while the others are still being prepared.
 */
export async function setUpDemo(ports: SetUpPorts): Promise<DemoState> {
  const { folders, say, server, fetch, signal } = ports;
  const signIn = (login: string, password: string) =>
    tokenByPassword({ fetch, server }, { login, password }, 'demo');
  const admin = await signIn(ADMIN_LOGIN, ports.adminPassword);
  await replacePrivateFile(folders.adminToken, admin.token);
  const api = createApiClient({ fetch, server, token: admin.token, signal });

  say('  A province, a commune, five villages, six clusters of loudspeakers');
  const places = await seedPlaces(api, admin.me.areaId);
  say('  A roster, signed by the demo root: who may approve, and when loudspeakers may sound');
  await seedRoster(api, places, {
    root: ports.root,
    approverKeyFile: folders.approverKey,
    now: ports.clock.now(),
  });
  const samples = await readSamples(ports.samplesFolder);
  const [greeting, ...others] = samples.slice(0, ports.bulletins);
  if (!greeting) throw new LoaError('no_samples', `There is no bulletin in ${ports.samplesFolder}.`);

  say('  Staff accounts, three boxes that enrol by one-time code, and a first bulletin');
  const [accounts, boxes, first] = await Promise.all([
    seedStaff(api, places, { random: ports.random, languages: languagesOf(samples) }),
    seedBoxes(api, places, ports),
    seedBulletin(api, greeting, places.communeId),
  ]);
  const approver = await signIn(...credentialsOf(accounts, 'approver'));
  await replacePrivateFile(folders.approverToken, approver.token);
  const approve = (variantIds: readonly string[]) => approveAll(variantIds, approver.token, ports);
  await approve(first.variantIds);
  await boxesAreReady(api, boxes.length, ports);
  const clusterIds = boxes.map(({ clusterId }) => clusterId);
  await playNow(api, first.bulletinId, clusterIds);
  say(`  Approved with the demo approver's key and sent to three boxes: “${greeting.title}”`);

  await seedTheRest(api, places, { greetingId: first.bulletinId, others, approve, clusterIds, ports });
  sayAccounts(say, ports.adminPassword, accounts);
  const state = {
    provinceId: places.provinceId,
    communeId: places.communeId,
    greetingId: first.bulletinId,
    boxes: boxes.map(({ boxId, name, folder }) => ({ boxId, name, folder })),
  };
  await writeDemoState(folders.stateFile, state);
  return state;
}

async function seedTheRest(
  api: ApiClient,
  places: SeededPlaces,
  rest: {
    greetingId: string;
    others: readonly SampleBulletin[];
    approve: (variantIds: readonly string[]) => Promise<void>;
    clusterIds: readonly string[];
    ports: SetUpPorts;
  },
): Promise<void> {
  const { clock, say } = rest.ports;
  const bulletinIds: string[] = [];
  const variantIds: string[] = [];
  for (const sample of rest.others) {
    const seeded = await seedBulletin(api, sample, places.communeId);
    bulletinIds.push(seeded.bulletinId);
    variantIds.push(...seeded.variantIds);
  }
  if (variantIds.length > 0) await rest.approve(variantIds);
  say(`  ${bulletinIds.length} more bulletins, in ${variantIds.length} recordings, approved`);
  await playSoon(
    api,
    mostLanguagesFirst(rest.others, bulletinIds).slice(0, SOON),
    rest.clusterIds,
    clock.now(),
  );
  await playWeekly(api, bulletinIds.slice(0, WEEKLY), places.communeId);
  const quiet = places.villages.get(QUIET_VILLAGE);
  if (!quiet) return;
  const refusal = await tryAtNight(api, rest.greetingId, quiet.areaId, clock.now());
  if (refusal === null) throw new LoaError('not_refused', 'A broadcast at 03:15 was not refused.');
  say(`  Tried 03:15 in the village that keeps real hours; refused: ${refusal}`);
}

/** Bulletins in several languages first: each village then hears its own. */
function mostLanguagesFirst(samples: readonly SampleBulletin[], bulletinIds: readonly string[]): string[] {
  const languages = (index: number) => samples[index]?.recordings.length ?? 0;
  const order = [...bulletinIds.keys()].sort((a, b) => languages(b) - languages(a) || a - b);
  return order.flatMap((index) => bulletinIds[index] ?? []);
}

async function approveAll(variantIds: readonly string[], token: string, ports: SetUpPorts): Promise<void> {
  const { server, signal, folders } = ports;
  const variants = variantIds.flatMap((id) => ['--variant', id]);
  await runLoa(['approve', '--key', folders.approverKey, '--yes', '--no-state-secret', ...variants], {
    server,
    token,
    signal,
  });
}

function credentialsOf(accounts: readonly SeededAccount[], role: string): [login: string, password: string] {
  const found = accounts.find(({ account }) => account.role === role);
  if (!found) throw new LoaError('no_account', `The demo has no account with the role ${role}.`);
  return [found.login, found.password];
}

function sayAccounts(
  say: SetUpPorts['say'],
  adminPassword: string,
  accounts: readonly SeededAccount[],
): void {
  say('');
  say('  Accounts of the demonstration. Their passwords are shown this once and kept nowhere:');
  const rows = [
    [ADMIN_LOGIN, adminPassword, 'admin'],
    ...accounts.map((a) => [a.login, a.password, a.account.role]),
  ];
  for (const [login = '', password = '', role = ''] of rows) {
    say(`    ${login.padEnd(14)} ${password.padEnd(24)} ${role}`);
  }
  say('');
}
