import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Box } from '@loa/shared/api/boxes';
import { systemClock } from '@loa/shared/node/system-clock';
import type { Child } from '../support/child.js';
import { SMALL_NODE } from '../support/small-node.js';
import { startVillage, type Village, type VillageBox } from '../support/village.js';
import { waitUntil } from '../support/wait-until.js';
import { type OwnNetwork, openOwnNetwork, type WireCount } from './edge/own-network.js';
import { openPeerBroker } from './edge/peer-broker.js';
import { timePreparation } from './edge/preparation.js';
import { cpuSeconds, rssMb, wakeUps } from './edge/process-figures.js';
import { type Bench, type Figure, median } from './figure.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLE = 'edge-agent/dist/bundle/loa-agent.js';
/** Memory is looked at so long after the start, when everything that starts has started, ms. */
const SETTLED_MS = 15_000;
/** One status every 15 minutes and one synchronisation ten minutes after the start are within it. */
const IDLE_MINUTES = Number(process.env.LOA_BENCH_IDLE_MINUTES ?? 16);
const SYNCS_A_DAY = 24 / 4;
const LONG_SECONDS = 120;
const NOTICED_WITHIN_S = 100;

/**
 * One box beside the least that a box could be (Node, MQTT over TLS, SQLite): memory, start, processor; then what goes over
 * its cable in a network of its own, counted by the kernel.
 */
export const bench: Bench = { name: 'edge', run };

interface Stage {
  village: Village;
  network: OwnNetwork;
  box: VillageBox;
  folder: string;
}

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  execFileSync(process.execPath, [join(repository, 'edge-agent', 'bundle.mjs')]);
  const folder = mkdtempSync(join(tmpdir(), 'loa-edge-'));
  const network = openOwnNetwork();
  const village = await startVillage({ tls: network.address });
  try {
    const how = { script: BUNDLE, nodeArgs: SMALL_NODE, prefix: network.prefix };
    const server = `https://${network.address}:${village.tls?.httpsPort}`;
    const env = { LOA_AGENT_SERVER: server, LOA_AGENT_OUTPUTS: 'wav' };
    const box = await village.addBox('edge', env, how);
    await village.connected(box);
    const stage = { village, network, box, folder };
    yield* startAndMemory(stage, rounds);
    yield* idle(stage);
    yield* playing(stage);
    yield* deadLink(stage);
  } finally {
    await village.close();
    network.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* startAndMemory({ village, box }: Stage, rounds: number): AsyncIterable<Figure> {
  const broker = await openPeerBroker();
  const ours: Started[] = [];
  const peers: Started[] = [];
  for (let round = 0; round < rounds; round++) {
    await box.process().stop();
    ours.push(
      await started(() => {
        box.start();
        return box.process();
      }, 'agent started'),
    );
    await village.connected(box);
    const peer = await started(broker.startPeer, 'up');
    peers.push(peer);
    await peer.child.stop();
  }
  await broker.close();
  const peer = 'Node + MQTT over TLS + SQLite';
  yield beside('idle RSS', 'MB', {
    value: median(ours.map((s) => s.rss)),
    peer,
    of: median(peers.map((s) => s.rss)),
  });
  yield beside('start', 'ms', {
    value: median(ours.map((s) => s.ms)),
    peer,
    of: median(peers.map((s) => s.ms)),
  });
}

interface Started {
  child: Child;
  ms: number;
  rss: number;
}

async function started(start: () => Child, sign: string): Promise<Started> {
  const began = systemClock.monotonic();
  const child = start();
  // Every few milliseconds, for it is milliseconds that are measured.
  while (!child.output().includes(sign)) await systemClock.wait(2);
  const ms = systemClock.monotonic() - began;
  await systemClock.wait(SETTLED_MS);
  return { child, ms, rss: rssMb(child.pid) };
}

async function* idle({ network, box }: Stage): AsyncIterable<Figure> {
  const broker = await openPeerBroker();
  const peer = broker.startPeer();
  await waitUntil('the peer is up', () => peer.output().includes('up'));
  await systemClock.wait(SETTLED_MS);
  const watched = [box.process().pid, peer.pid] as const;
  const before = watched.map((pid) => ({ cpu: cpuSeconds(pid).own, wakes: wakeUps(pid) }));
  const { window, syncs } = await watchWire(network, box.process(), IDLE_MINUTES * 60_000);
  const seconds = IDLE_MINUTES * 60;
  const [ours, theirs] = watched.map((pid, index) => ({
    cpu: ((cpuSeconds(pid).own - (before[index]?.cpu ?? 0)) / seconds) * 100,
    wakes: (wakeUps(pid) - (before[index]?.wakes ?? 0)) / seconds,
  }));
  await peer.stop();
  await broker.close();
  yield beside('idle processor', '% of a core', {
    ...{ value: ours?.cpu ?? 0, peer: 'Node + MQTT + SQLite', of: theirs?.cpu ?? 0 },
  });
  yield beside('idle wake-ups, main thread', 'a second', {
    ...{ value: ours?.wakes ?? 0, peer: 'Node + MQTT + SQLite', of: theirs?.wakes ?? 0 },
  });
  const windows = (24 * 60) / IDLE_MINUTES;
  const sync = median(syncs);
  const steady = (total(window) - syncs.reduce((sum, bytes) => sum + bytes, 0)) * windows;
  const day = steady + (Number.isFinite(sync) ? sync : 0) * SYNCS_A_DAY;
  yield beside('an idle day on the wire', 'kB', { value: day / 1000, peer: 'aim', of: 400 });
}

/** Everything on the cable for so long, and within it what each synchronisation of the clock took. */
async function watchWire(
  network: OwnNetwork,
  child: Child,
  ms: number,
): Promise<{ window: WireCount; syncs: number[] }> {
  const first = network.count();
  const end = systemClock.monotonic() + ms;
  const syncs: number[] = [];
  let seen = timesSaid(child, 'clock synchronised');
  let [older, old] = [first, first];
  while (systemClock.monotonic() < end) {
    await systemClock.wait(1_000);
    const said = timesSaid(child, 'clock synchronised');
    // From before its first packet until its connection is closed again, 5 s later.
    if (said > seen) {
      await systemClock.wait(8_000);
      syncs.push(total(network.count()) - total(older));
    }
    seen = said;
    [older, old] = [old, network.count()];
  }
  const last = network.count();
  return { window: { up: last.up - first.up, down: last.down - first.down }, syncs };
}

const timesSaid = (child: Child, words: string) => child.output().split(words).length - 1;

async function* playing({ village, network, box, folder }: Stage): AsyncIterable<Figure> {
  const { bulletinId, sha256 } = await village.approvedBulletin(longRecording(folder), 'Bản tin dài');
  const canonical = join(folder, 'canonical.opus');
  const bytes = await village.api.bytes(`/recordings/${sha256}/audio`);
  writeFileSync(canonical, bytes);
  const before = network.count();
  const { pid } = box.process();
  // It is decoded ahead: that ffmpeg has ended when the first sample sounds.
  const { children } = cpuSeconds(pid);
  await village.playNow(bulletinId, [box]);
  await village.playbackIn(box, ['started']);
  const cpu = cpuSeconds(pid);
  const from = systemClock.monotonic();
  const playback = await village.playbackIn(box, ['finished'], (LONG_SECONDS + 30) * 1_000);
  const took = (systemClock.monotonic() - from) / 1000;
  const spent = cpuSeconds(pid);
  const own = ((spent.own - cpu.own) / took) * 100;
  yield beside('processor while playing', '% of a core', { value: own, peer: 'aim', of: 5 });
  yield beside('processor of its ffmpeg for that, decoding ahead included', '% of a core', {
    ...{ value: ((spent.children - children) / took) * 100, peer: 'the agent itself', of: own },
  });
  // The receipt of the last report is part of it.
  await systemClock.wait(3_000);
  const hours = playback.durationMs / 3_600_000;
  const wire = (total(network.count()) - total(before)) / hours / 1e6;
  yield beside('a broadcast hour on the wire, plan and reports included', 'MB', {
    ...{ value: wire, peer: 'its audio alone', of: bytes.byteLength / hours / 1e6 },
  });
  const mp3 = (128_000 / 8) * (playback.durationMs / 1000);
  yield beside('audio bytes', 'kB', {
    ...{ value: bytes.byteLength / 1000, peer: 'MP3 at 128 kbit/s', of: mp3 / 1000 },
  });
  const { oursMs, byHandMs } = await timePreparation(canonical, playback.durationMs);
  yield beside('preparation', 'ms', { value: oursMs, peer: 'ffmpeg by hand', of: byHandMs });
}

/** Speech of different bulletins, one after the other. */
function longRecording(folder: string): string {
  const samples = join(repository, 'audio-samples');
  const words = ['binh-dan-hoc-vu-so', 'dich-vu-cong-truc-tuyen', 'lua-dao-truc-tuyen', 'vneid'];
  const inputs = words.flatMap((name) => ['-i', join(samples, `${name}.opus`)]);
  const out = join(folder, 'long.wav');
  const concat = `concat=n=${words.length}:v=0:a=1,aloop=loop=-1:size=48000*600`;
  const length = ['-t', String(LONG_SECONDS)];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-filter_complex', concat, ...length, out]);
  return relative(samples, out);
}

/** Both ends believe that the cable is in; how long until each notices. */
async function* deadLink({ village, network, box }: Stage): AsyncIterable<Figure> {
  network.cable(false);
  const pulledAt = systemClock.monotonic();
  const since = () => (systemClock.monotonic() - pulledAt) / 1000;
  const said = timesSaid(box.process(), 'Not connected to the broker');
  const noticed = (what: string, probe: () => Promise<boolean> | boolean) =>
    waitUntil(what, probe, 150_000).then(since);
  const [byBox, byController] = await Promise.all([
    noticed('the box notices', () => timesSaid(box.process(), 'Not connected to the broker') > said),
    noticed('the controller notices', async () => {
      const { status } = await village.api.get(`/boxes/${box.boxId}`, Box);
      return status?.connected === false;
    }),
  ]);
  network.cable(true);
  const aim = { peer: 'aim', of: NOTICED_WITHIN_S };
  yield beside('dead link noticed by the box', 's', { value: byBox, ...aim });
  yield beside('dead link noticed by the controller', 's', { value: byController, ...aim });
}

const total = ({ up, down }: WireCount) => up + down;

function beside(
  measure: string,
  unit: string,
  { value, peer, of }: { value: number; peer: string; of: number },
): Figure {
  return { bench: bench.name, measure, value, unit, peer, peerValue: of, ratio: value / of };
}
