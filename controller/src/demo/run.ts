import { mkdir, readFile, rm } from 'node:fs/promises';
import { Health } from '@loa/shared/api/health';
import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { type ApiClient, createApiClient } from '../client/api-client.js';
import { demoFolders } from './folders.js';
import {
  boxProgram,
  controllerProgram,
  type DemoAddresses,
  type DemoBox,
  samplesFolder,
  serverAddress,
} from './programs.js';
import type { Screen } from './screen.js';
import { listBoxes } from './seed-boxes.js';
import { playNow } from './seed-schedules.js';
import { newPassword } from './seed-staff.js';
import type { Service, ServiceSpec } from './service.js';
import { ServiceFailedError } from './service.js';
import { createDemoKeys, setUpDemo } from './set-up.js';
import { type DemoState, readDemoState } from './state.js';
import type { DemoView } from './view.js';
import { waitFor } from './wait-for.js';
import { watchDemo } from './watch.js';

export interface DemoPorts {
  clock: Clock;
  random: Random;
  fetch: typeof fetch;
  say(line: string): void;
  screen: Screen;
  startService(spec: ServiceSpec): Service;
  dataDir: string;
  addresses: DemoAddresses;
  /** End with success after the first finished playback. */
  once: boolean;
  /** How many sample bulletins to set up, at least 1. */
  bulletins: number;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** A controller that opens a large database may take a while, milliseconds. */
const HEALTHY_WITHIN_MS = 30_000;
/** With --once: from the controller's start, milliseconds. */
const ONCE_WITHIN_MS = 150_000;

/**
 * Runs the demonstration until it is ended, or with `once` until something was played. Whatever happens, every process
 * that it started is ended before this resolves or rejects.
 */
export async function runDemo(ports: DemoPorts): Promise<void> {
  const services: Service[] = [];
  const ending = new AbortController();
  const signal = AbortSignal.any([ports.signal, ending.signal]);
  const start = (spec: ServiceSpec) => {
    const service = ports.startService(spec);
    services.push(service);
    void service.ended.then((story) => {
      if (story !== null) ending.abort(new ServiceFailedError(story));
    });
  };
  try {
    await runParts({ ...ports, signal }, start);
  } catch (error) {
    // A process that ended says more than what then failed because of it.
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    // Boxes first, so that their last words still reach the controller.
    const [controller, ...boxes] = services;
    await Promise.all(boxes.map((box) => box.stop()));
    await controller?.stop();
  }
}

type Start = (spec: ServiceSpec) => void;

async function runParts(ports: DemoPorts, start: Start): Promise<void> {
  const { clock, say, addresses } = ports;
  const folders = demoFolders(ports.dataDir);
  const startedAt = clock.now();
  const before = await readDemoState(folders.stateFile);
  const startBox = (box: DemoBox) => start(boxProgram(folders, addresses, box));
  let api: ApiClient;
  if (before) {
    say('Going on with the demonstration of the last time.');
    start(controllerProgram(folders, addresses, null));
    for (const [index, { name, folder }] of before.boxes.entries())
      startBox({ name, folder, code: null, mayUseSoundCard: index === 0 });
    await untilHealthy(ports);
    api = await adminApi(ports, folders.adminToken);
    await greetAgain(api, before);
    say(
      'The passwords were shown at the first start. A new one: npm run loa -- account reset --login phatthanh',
    );
  } else {
    say('Setting up the demonstration:');
    // Whatever an interrupted set-up left behind cannot be gone on with.
    for (const part of [folders.controller, folders.boxes, folders.keys, folders.logs])
      await rm(part, { recursive: true, force: true });
    await mkdir(folders.keys, { recursive: true, mode: 0o700 });
    const root = await createDemoKeys(folders);
    const adminPassword = newPassword(ports.random);
    start(controllerProgram(folders, addresses, adminPassword));
    await untilHealthy(ports);
    const server = serverAddress(addresses);
    await setUpDemo({ ...ports, folders, server, samplesFolder, adminPassword, root, startBox });
    api = await adminApi(ports, folders.adminToken);
  }
  await watch(ports, api, { startedAt, dataFolder: folders.boxes });
}

async function adminApi({ fetch, addresses, signal }: DemoPorts, tokenFile: string): Promise<ApiClient> {
  const token = (await readFile(tokenFile, 'utf8')).trim();
  return createApiClient({ fetch, server: serverAddress(addresses), token, signal });
}

async function untilHealthy({ fetch, addresses, clock, signal }: DemoPorts): Promise<void> {
  const api = createApiClient({ fetch, server: serverAddress(addresses), signal });
  const healthy = () =>
    api.get('/health', Health).then(
      () => true,
      (error: unknown) => {
        if (error instanceof LoaError) return null;
        throw error;
      },
    );
  await waitFor('The controller’s start', healthy, { clock, signal, timeoutMs: HEALTHY_WITHIN_MS });
}

/** Each start lets the boxes say the greeting, so that there is something to hear. */
async function greetAgain(api: ApiClient, state: DemoState): Promise<void> {
  const boxes = await listBoxes(api);
  const ours = boxes.filter(({ id }) => state.boxes.some(({ boxId }) => boxId === id));
  const clusterIds = ours.map(({ clusterId }) => clusterId);
  await playNow(api, state.greetingId, clusterIds);
}

async function watch(
  ports: DemoPorts,
  api: ApiClient,
  { startedAt, dataFolder }: { startedAt: number; dataFolder: string },
): Promise<void> {
  const { clock, once, say, screen, signal } = ports;
  const address = serverAddress(ports.addresses);
  say(`DEMO: ${address}`);
  say(
    'Mở địa chỉ này trong trình duyệt, đăng nhập trước tiên bằng phatthanh (soạn, đặt lịch), rồi nguoiduyet (nghe, duyệt).',
  );
  say(
    'Open it in a browser; sign in as phatthanh first (writes, plans), then as nguoiduyet (hears, approves).',
  );
  const finished = (view: DemoView) =>
    view.playbacks.find(({ state, plannedAt }) => state === 'finished' && plannedAt >= startedAt);
  const isEnough = (view: DemoView) =>
    once && (finished(view) !== undefined || clock.now() - startedAt > ONCE_WITHIN_MS);
  const view = await watchDemo({ api, clock, screen, signal, address, dataFolder, isEnough });
  const played = finished(view);
  if (!played) throw new LoaError('nothing_played', whyNothing(view));
  const seconds = (((played.endedAt ?? clock.now()) - startedAt) / 1000).toFixed(1);
  say(`Played to its end: “${played.title}”, ${seconds} s after the controller’s start.`);
}

/** What `--once` says when it gives up. */
function whyNothing({ boxes, playbacks }: DemoView): string {
  const conditions = boxes.map(({ name, condition }) => `${name} ${condition.kind}`);
  const states = playbacks.map(
    ({ title, state, reason }) => `“${title}” ${state}${reason ? ` (${reason})` : ''}`,
  );
  return [
    `Nothing was played to its end within ${ONCE_WITHIN_MS / 1000} s.`,
    `Boxes: ${conditions.join(', ') || 'none'}`,
    `Playbacks: ${states.join(', ') || 'none'}`,
  ].join('\n');
}
