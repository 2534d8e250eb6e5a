import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { clockOrigin, systemClock } from '@loa/shared/node/system-clock';
import { afterEach, expect, it } from 'vitest';
import { readOutputs } from '../../../edge-agent/src/outputs/read-outputs.js';
import { createEnginePlayer } from '../../../edge-agent/src/player/engine-player.js';
import { startEngineThread } from '../../../edge-agent/src/player/engine-thread.js';
import type { SoundTrouble } from '../../../edge-agent/src/sound-port.js';
import { listenToPipe } from '../../support/audio-pipe.js';
import { describeNeeding } from '../../support/needs.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';
import { workerFromSource } from '../../support/worker-from-source.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The player as the agent has it, its engine in its thread, before these outputs. */
async function startPlayer(outputs: (folder: string) => string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'loa-killed-'));
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'speech.pcm');
  // Never zero, so that every zero that is heard is a gap.
  writeFileSync(
    path,
    Buffer.from(Int16Array.from({ length: 4 * 48_000 }, (_, index) => 1_000 + (index % 9_000)).buffer),
  );
  const workers: Worker[] = [];
  const written = outputs(folder);
  const pipe = written.some((text) => text.startsWith('pipe:'))
    ? await listenToPipe(join(folder, 'pipe'))
    : null;
  if (pipe) {
    closing.push(pipe.close);
    // A writer that stays: to the reader the engine's death is no end.
    const held = await open(join(folder, 'pipe'), 'r+');
    closing.push(() => held.close());
  }
  const data = {
    specs: readOutputs({ outputs: written, dataDir: folder, wavQuotaBytes: 1e8 }),
    ...{ boxId: 'box', delayMs: 0, clockOrigin: clockOrigin() },
  };
  const player = createEnginePlayer({
    startThread: () =>
      startEngineThread(data, (workerData, limits) => {
        const worker = workerFromSource(workerData, limits);
        workers.push(worker);
        return worker;
      }),
    clock: systemClock,
    log: silentLogger,
  });
  const troubles: SoundTrouble[] = [];
  player.onTrouble?.((trouble) => troubles.push(trouble));
  closing.push(await player.start());
  const play = () =>
    player.play({
      ...{ playbackId: 'p', sessionId: 's', offsetMs: 0, gainDb: 0, startAt: systemClock.now() + 300 },
      audio: { path, durationMs: 4_000 },
      startAtMonotonic: systemClock.monotonic() + 300,
    });
  return { folder, player, play, pipe, troubles, workers };
}

function pidOf(program: string): number | undefined {
  const found = readdirSync('/proc').find((pid) => {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program;
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

describeNeeding('aplay', 'when the process of a sound card is killed while it sounds', () => {
  it('sound is back within a second, the agent goes on, and the report tells it', async () => {
    let card = '';
    const { play, troubles } = await startPlayer((folder) => {
      card = join(folder, 'card.raw');
      return [`alsa:file:'${card}',raw`];
    });
    const playing = play();
    await playing.started;
    await systemClock.wait(600);
    process.kill(pidOf('aplay') ?? 0, 'SIGKILL');
    const killedAt = systemClock.monotonic();
    // The next one writes its file from the beginning.
    rmSync(card);
    const sounds = () => existsSync(card) && readFileSync(card).some((byte) => byte !== 0);
    await waitUntil('the card sounds again', sounds);
    expect(systemClock.monotonic() - killedAt).toBeLessThan(1_000);
    const result = await playing.ended;
    expect(result.end).toBe('completed');
    expect(result.detail).toContain('aplay ended with SIGKILL');
    expect(result.underruns).toBeGreaterThan(0);
    expect(result.deliveredMs).toBeGreaterThan(2_500);
    expect(result.deliveredMs).toBeLessThan(4_000);
    expect(troubles.map(({ kind }) => kind)).toEqual(['output', 'recovered']);
  });
});

it('when the whole engine dies while it sounds, another one goes on within a second, and the report tells it', async () => {
  const { play, pipe, troubles, workers } = await startPlayer((folder) => [`pipe:${join(folder, 'pipe')}`]);
  const playing = play();
  await playing.started;
  await systemClock.wait(700);
  await workers[0]?.terminate();
  const result = await playing.ended;
  expect(workers).toHaveLength(2);
  expect(result).toMatchObject({ end: 'completed', detail: 'the sound engine was restarted' });
  expect(result.underruns).toBeGreaterThan(0);
  expect(result.deliveredMs).toBeGreaterThan(3_900);
  const heard = pipe?.samples() ?? new Int16Array();
  const first = heard.findIndex((sample) => sample >= 1_000);
  const last = heard.findLastIndex((sample) => sample >= 1_000);
  // By the listener's own clock: what was lost is less than a second, and nothing was left out.
  const took = (pipe?.arrivedAt(last) ?? 0) - (pipe?.arrivedAt(first) ?? 0);
  expect(took).toBeLessThan(4_000 + 1_000);
  expect(troubles.map(({ kind }) => kind)).toEqual(['engine', 'recovered']);
});
