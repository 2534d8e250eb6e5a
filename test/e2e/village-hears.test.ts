import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { Schedule } from '@loa/shared/api/schedules';
import { Stop } from '@loa/shared/api/stops';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { align, decodeFile } from '../support/audio-correlate.js';
import { listenToPipe } from '../support/audio-pipe.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { startVillage, type Village, type VillageBox } from '../support/village.js';
import { waitUntil } from '../support/wait-until.js';

let village: Village;
let greeting: Awaited<ReturnType<Village['approvedBulletin']>>;
/** Six seconds of music, where it does not matter what sounds. */
let tune: typeof greeting;

beforeAll(async () => {
  village = await startVillage();
  greeting = await village.approvedBulletin('xin-chao.opus', 'Lời chào');
  tune = await village.approvedBulletin('nhac-hieu.opus', 'Nhạc hiệu');
}, 60_000);

afterAll(() => village?.close(), 30_000);

/** WAV files that a box made: the proof of what it let out. */
async function wavFiles(box: VillageBox): Promise<string[]> {
  const names = await readdir(join(box.dataDir, 'sessions')).catch(() => []);
  return names.filter((name) => name.endsWith('.wav'));
}

describe.concurrent('a village hears its bulletin', { timeout: 90_000 }, () => {
  it('on time and as approved, by the ear of the test and by the log', async () => {
    const pipes = join(village.folder, 'pipes');
    await mkdir(pipes);
    const pipe = await listenToPipe(join(pipes, 'sound'));
    const box = await village.addBox('on-time', { LOA_AGENT_OUTPUTS: `wav,pipe:${join(pipes, 'sound')}` });
    await village.connected(box);
    await village.playNow(greeting.bulletinId, [box]);
    const playback = await village.playbackIn(box, ['finished']);
    const canonical = join(pipes, 'canonical.opus');
    await writeFile(canonical, await village.api.bytes(`/recordings/${greeting.sha256}/audio`));
    const { correlation, at } = align(pipe.samples(), decodeFile(canonical));
    const startError = pipe.arrivedAt(Math.max(0, at)) - playback.plannedAt;
    await pipe.close();
    expect(correlation).toBeGreaterThan(0.9);
    expect(Math.abs(startError)).toBeLessThan(100);
    expect(playback).toMatchObject({ sha256: greeting.sha256, clockState: 'synced', underruns: 0 });
    expect(Math.abs((playback.deliveredMs ?? 0) - playback.durationMs)).toBeLessThan(50);
    expect(playback.rmsDbfs).toBeLessThan(-10);
    const { evidence } = await village.api.get(`/playbacks/${playback.id}`, PlaybackWithEvidence);
    expect(evidence.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['claimed', 'started', 'ended']));
    const [wav] = await wavFiles(box);
    const heard = decodeFile(join(box.dataDir, 'sessions', wav ?? ''));
    const sidecar = JSON.parse(
      await readFile(join(box.dataDir, 'sessions', (wav ?? '').replace('.wav', '.json')), 'utf8'),
    );
    expect(align(heard, decodeFile(canonical)).at).toBe(sidecar.items[0].offsetSamples);
    expect(Math.abs(sidecar.firstSampleAt - playback.plannedAt)).toBeLessThan(100);
  });

  it('though the broker is out of reach during the whole session', async () => {
    const link = await startTcpProxy(() => village.mqttPort);
    const box = await village.addBox('cut-off', { LOA_AGENT_MQTT: `mqtt://127.0.0.1:${link.port}` });
    await village.connected(box);
    await village.playNow(tune.bulletinId, [box]);
    await village.playbackIn(box, ['ready', 'claimed']);
    link.cut();
    await waitUntil('the box has played by itself', async () => (await wavFiles(box)).length > 0);
    const [planned] = await village.playbacks(box);
    expect(['ready', 'claimed']).toContain(planned?.state);
    await waitUntil(
      'its end has come',
      () => Date.now() > (planned?.plannedAt ?? 0) + (planned?.durationMs ?? 0),
    );
    link.heal();
    const playback = await village.playbackIn(box, ['finished'], 60_000);
    expect(Math.abs(playback.startErrorMs ?? 1e9)).toBeLessThan(100);
    expect(await village.playbacks(box)).toHaveLength(1);
    await link.close();
  });

  it('not again after a power cut in the middle: it is told as interrupted and never replayed', async () => {
    const box = await village.addBox('power-cut');
    await village.connected(box);
    await village.playNow(tune.bulletinId, [box]);
    await village.playbackIn(box, ['started']);
    await box.process().stop('SIGKILL');
    const before = await wavFiles(box);
    box.start();
    const playback = await village.playbackIn(box, ['interrupted']);
    expect(playback).toMatchObject({ reason: 'power', startedAt: expect.any(Number) });
    await village.connected(box);
    expect(await wavFiles(box)).toEqual(before);
    expect(await village.playbacks(box)).toHaveLength(1);
  });

  it('not when it is cancelled before air', async () => {
    const box = await village.addBox('cancelled');
    await village.connected(box);
    const { id } = await village.playNow(tune.bulletinId, [box]);
    await village.playbackIn(box, ['planned', 'ready']);
    await village.api.post(`/schedules/${id}/cancel`, {}, Schedule);
    const playback = await waitUntil('the plan without it is on the box, or its end is told', async () => {
      const [only] = await village.playbacks(box);
      return only?.withdrawnAt !== null && only;
    });
    expect(['planned', 'ready', 'cancelled']).toContain(playback.state);
    await waitUntil('its time has passed', () => Date.now() > playback.plannedAt + 3_000);
    expect(await wavFiles(box)).toEqual([]);
  });

  it('no longer once somebody says stop, and nothing until the stop ends', async () => {
    const box = await village.addBox('stopped');
    await village.connected(box);
    await village.playNow(tune.bulletinId, [box]);
    await village.playbackIn(box, ['started']);
    const saidAt = Date.now();
    const stop = await village.api.post('/stops', { areaId: box.areaId }, Stop);
    const playback = await village.playbackIn(box, ['interrupted']);
    expect(playback).toMatchObject({ reason: 'stopped' });
    expect((playback.endedAt ?? 0) - saidAt).toBeLessThan(2_000);
    expect(playback.deliveredMs).toBeLessThan(playback.durationMs - 500);
    await village.api.post(`/stops/${stop.id}/lift`, {}, Stop);
  });

  it('never what nobody approved', async () => {
    const box = await village.addBox('unapproved');
    await village.connected(box);
    const draft = await village.draftBulletin('vneid.opus', 'Chưa ai duyệt');
    await expect(village.playNow(draft.bulletinId, [box])).rejects.toMatchObject({ status: 409 });
    expect(await village.playbacks(box)).toEqual([]);
  });
});
