import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '@loa/shared/node/sqlite';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeTime } from '../support/fake-time.js';
import { describeNeeding } from '../support/needs.js';
import { SMALL_NODE } from '../support/small-node.js';
import { type SoundWatch, watchSound } from '../support/sound-watch.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { startVillage, type Village, type VillageBox } from '../support/village.js';
import { waitUntil } from '../support/wait-until.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** As on a small box: the bundle, with what keeps it small. */
const BUNDLE = 'edge-agent/dist/bundle/loa-agent.js';
const HOUR_STEPS = ['+3600', '-3600', '+0'];
/**
 * Between asking for a sample and its arrival here, where five boxes of two processes each begin on two cores, ms. A wrong
 * clock is wrong by an hour or by decades; how exactly a box begins is held where one runs alone (`heard.test.ts`).
 */
const SLACK_MS = 1_000;
/** From the network's return until schedules are followed again, ms. */
const TRUSTED_AGAIN_MS = 10_000;

/** A box whose wall clock lies, behind a TLS link that can be cut; what it lets out is listened to. */
interface WrongBox {
  box: VillageBox;
  sound: SoundWatch;
  setClock(words: string): void;
  links: TcpProxy[];
}

describeNeeding('faketime', 'a box whose wall clock is wrong, over TLS', () => {
  let village: Village;
  let tune: { bulletinId: string };
  const watches: SoundWatch[] = [];
  const proxies: TcpProxy[] = [];
  beforeAll(async () => {
    execFileSync(process.execPath, [join(repository, 'edge-agent', 'bundle.mjs')]);
    // Five boxes begin at once, each writing every step to a disk that may be slow.
    village = await startVillage({ tls: true, leadSeconds: 20 });
    tune = await village.approvedBulletin('nhac-hieu.opus', 'Nhạc hiệu');
  }, 60_000);
  afterAll(async () => {
    for (const proxy of proxies) await proxy.close();
    for (const watch of watches) await watch.close();
    await village?.close();
  }, 30_000);

  async function addWrongBox(name: string, words: string): Promise<WrongBox> {
    const folder = join(village.folder, `${name}-ear`);
    mkdirSync(folder);
    const clock = fakeTime(join(folder, 'faketime'), words);
    const sound = watchSound(join(folder, 'pipe'));
    watches.push(sound);
    const { httpsPort = 0, mqttsPort = 0 } = village.tls ?? {};
    const links = [await startTcpProxy(() => httpsPort), await startTcpProxy(() => mqttsPort)];
    proxies.push(...links);
    const env = {
      ...clock.env,
      LOA_AGENT_OUTPUTS: `pipe:${join(folder, 'pipe')}`,
      LOA_AGENT_SERVER: `https://127.0.0.1:${links[0]?.port}`,
      LOA_AGENT_MQTT: `mqtts://127.0.0.1:${links[1]?.port}`,
    };
    const box = await village.addBox(name, env, { script: BUNDLE, nodeArgs: SMALL_NODE });
    return { box, sound, links, setClock: clock.set };
  }

  async function step(wrong: WrongBox): Promise<void> {
    for (const words of HOUR_STEPS) {
      wrong.setClock(words);
      // What a step would set off is set off within a moment.
      await systemClock.wait(1_000);
    }
  }

  /** Once, at the planned instant and for as long as the recording is; never else. */
  async function soundedOnceInTime({ box, sound }: WrongBox): Promise<void> {
    const playback = await village.playbackIn(box, ['finished'], 60_000);
    expect(sound.stretches()).toHaveLength(1);
    const [stretch] = sound.stretches();
    expect((stretch?.from ?? 0) - playback.plannedAt).toBeGreaterThan(-20);
    expect((stretch?.from ?? 0) - playback.plannedAt).toBeLessThan(SLACK_MS);
    expect((stretch?.to ?? 0) - playback.plannedAt).toBeLessThan(playback.durationMs + SLACK_MS);
    expect((stretch?.to ?? 0) - (stretch?.from ?? 0)).toBeGreaterThan(playback.durationMs * 0.8);
    expect(Math.abs(playback.startErrorMs ?? 1e9)).toBeLessThan(SLACK_MS);
    expect(await village.playbacks(box)).toHaveLength(1);
  }

  it.concurrent.each([
    ['1970', '@1970-01-01 00:00:10'],
    ['2035', '@2035-06-01 12:00:00'],
  ])(
    'booting in %s enrols, trusts its controller and plays on time, once',
    { timeout: 180_000 },
    async (name, words) => {
      const wrong = await addWrongBox(name, words);
      await village.connected(wrong.box);
      await village.playNow(tune.bulletinId, [wrong.box]);
      await soundedOnceInTime(wrong);
    },
  );

  it.concurrent('stepped by an hour, forward and back, while idle and while playing: nobody hears it', {
    timeout: 180_000,
  }, async () => {
    const wrong = await addWrongBox('stepped', '+0');
    await village.connected(wrong.box);
    await village.playNow(tune.bulletinId, [wrong.box]);
    await village.playbackIn(wrong.box, ['ready']);
    await step(wrong);
    await waitUntil('it sounds', () => wrong.sound.stretches().length > 0, 60_000);
    await step(wrong);
    await soundedOnceInTime(wrong);
  });

  it.concurrent.each([
    ['1970', '@1970-01-01 00:00:10'],
    ['2035', '@2035-06-01 12:00:00'],
  ])(
    'back in %s after a power cut, without network: silent, though the hour of its plan comes; trusted again within 10 s of the link',
    { timeout: 180_000 },
    async (year, words) => {
      const wrong = await addWrongBox(`cut-${year}`, '+0');
      const { box, links, sound } = wrong;
      await village.connected(box);
      await village.playNow(tune.bulletinId, [box]);
      await village.playbackIn(box, ['ready']);
      await box.process().stop('SIGKILL');
      forgetPowerOn(box);
      for (const link of links) link.cut();
      wrong.setClock(words);
      box.start();
      const [planned] = await village.playbacks(box);
      const overAt = (planned?.plannedAt ?? 0) + (planned?.durationMs ?? 0);
      await waitUntil('its hour has passed', () => systemClock.now() > overAt, 60_000);
      expect(sound.stretches()).toEqual([]);
      expect(box.process().output()).not.toContain('clock synchronised');
      for (const link of links) link.heal();
      const healedAt = systemClock.monotonic();
      await waitUntil('it knows the time', () => box.process().output().includes('clock synchronised'));
      expect(systemClock.monotonic() - healedAt).toBeLessThan(TRUSTED_AGAIN_MS);
      const playback = await village.playbackIn(box, ['missed', 'finished'], 60_000);
      for (const { from } of sound.stretches()) {
        expect(from).toBeGreaterThan(planned?.plannedAt ?? 0);
        expect(from).toBeLessThan(playback.latestStartAt + SLACK_MS);
      }
      expect(sound.stretches()).toHaveLength(playback.state === 'finished' ? 1 : 0);
    },
  );
});

/** As if the machine had been switched off: the time since its power-on is no longer that of the last synchronisation. */
function forgetPowerOn(box: VillageBox): void {
  const db = openSqlite(join(box.dataDir, 'box.db'));
  db.prepare("DELETE FROM meta WHERE key = 'sync'").run();
  db.close();
}
