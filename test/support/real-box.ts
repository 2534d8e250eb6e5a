import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant } from '@loa/shared/messages/grant';
import type { Override } from '@loa/shared/messages/override';
import type { Item, Plan } from '@loa/shared/messages/plan';
import { createHttpClient } from '@loa/shared/node/http-client';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { createAgent } from '../../edge-agent/src/agent.js';
import type { AgentPorts } from '../../edge-agent/src/agent-ports.js';
import { createControllerClient } from '../../edge-agent/src/controller-client.js';
import { createHttp } from '../../edge-agent/src/http.js';
import { openJournalDb } from '../../edge-agent/src/journal-schema.js';
import { createLiveStreams } from '../../edge-agent/src/live-streams.js';
import { createSound } from '../../edge-agent/src/sound.js';
import { createCommune } from './agent-commune.js';
import { createTinyController } from './agent-controller.js';
import { BOX, COMMUNE, makePlan } from './agent-plan.js';
import { startBoxHost } from './box-host.js';
import { createFakeBroker, createFakeBus } from './fake-bus.js';
import { silentLogger } from './silent-logger.js';
import { waitUntil } from './wait-until.js';
import { workerFromSource } from './worker-from-source.js';

const HOUR = 3_600_000;

/**
 * A whole box on the real clock: the agent over its database, the sound engine in its thread, ffmpeg, real outputs, HTTP
 * to a host of the test's. Only the broker is in memory. Documents are signed with the fixtures' keys.
 */
export async function createRealBox(options: {
  /** As the settings name them; what they need may be made in the folder first. */
  outputs(folder: string): Promise<(string | Record<string, unknown>)[]>;
  sound?(folder: string): Partial<Parameters<typeof createSound>[0]>;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'loa-real-box-'));
  const commune = await createCommune();
  const { actors } = commune;
  const host = await startBoxHost(actors.controller);
  const broker = createFakeBroker();
  const clock = systemClock;
  const controller = createTinyController({
    bus: createFakeBus({ broker, clientId: 'controller' }),
    boxId: BOX,
    boxKey: actors.box.publicJwk,
    signer: actors.controller,
    now: clock.now,
  });
  const stopController = await controller.start();
  const db = openJournalDb(join(folder, 'box.db'));
  const tokens = { kept: () => 'token', current: async () => 'token', drop: () => {} };
  const signal = new AbortController().signal;
  const sound = await createSound({
    ...{ dataDir: folder, boxId: BOX, server: host.url, tokens, clock, random: systemRandom },
    ...{ outputs: await options.outputs(folder), audioQuotaBytes: 1e9, wavQuotaBytes: 1e9 },
    ...{ openWorker: workerFromSource, log: silentLogger },
    ...options.sound?.(folder),
  });
  const identity = {
    ...{ boxId: BOX, communeId: COMMUNE },
    ...{ rootKey: actors.root.publicJwk, controllerKey: actors.controller.publicJwk },
  };
  const http = createHttp(createHttpClient());
  const client = createControllerClient({
    ...{ http, server: host.url, boxId: BOX, signer: actors.box, tokens, random: systemRandom },
    controllerKey: (kid) => (kid === actors.controller.kid ? actors.controller.publicJwk : undefined),
  });
  const ports: AgentPorts = {
    ...{ identity, signer: actors.box, db, bus: createFakeBus({ broker, clientId: BOX }), client, ...sound },
    live: createLiveStreams({ server: host.url, trust: { kind: 'system' }, tokens, signal }),
    reserve: { ensure: () => true, release: () => true },
    ...{ clock, random: systemRandom, journalQuotaBytes: 1e7, version: 'test', log: silentLogger },
    boot: { bootId: 'boot', sinceBootMs: clock.monotonic },
  };
  const publish = async (topic: string, bytes: Uint8Array) => {
    broker.accept(null, topic, bytes, { retain: true });
    await broker.idle();
  };
  await publish(topics.roster(COMMUNE), await commune.roster());
  const stop = await createAgent(ports).start();
  let revision = 0;

  return {
    ...{ folder, host, commune, controller },
    /** Signs an approval that holds for an hour either way; the box fetches it, or finds it in an override. */
    async grant(subject: Pick<Grant, 'use' | 'subject'>): Promise<string> {
      const now = clock.now();
      const validity = { validFrom: now - HOUR, validUntil: now + HOUR, signedAt: now - HOUR };
      const grant = { ...subject, title: 'x', areas: [COMMUNE], ...validity } as Grant;
      const { id, bytes } = await commune.grantAs(JSON.stringify(subject), grant);
      host.objects.set(id, bytes);
      return id;
    },
    async plan(items: Item[], hold: Plan['hold'] = []): Promise<void> {
      const now = clock.now();
      revision += 1;
      const plan = makePlan({ revision, sessions: [], hold });
      const coversUntil = now + 8 * 24 * HOUR;
      const session = {
        ...{ sessionId: 'session_now', priority: 'normal' as const, items },
        ...{ startsAt: items[0]?.startsAt ?? now, endsBy: now + HOUR },
      };
      const document = { ...plan, issuedAt: now, coversUntil, expiresAt: coversUntil, sessions: [session] };
      await publish(topics.plan(BOX), await signCompact('plan', document, actors.controller));
    },
    async overrides(...overrides: Override[]): Promise<void> {
      const now = clock.now();
      revision += 1;
      const text = JSON.stringify(overrides);
      const grants = [...commune.grants.values()].filter(({ id }) => text.includes(id));
      const document = {
        ...{ areaId: COMMUNE, revision, issuedAt: now, expiresAt: now + 900_000, overrides },
        grants: grants.map(({ bytes }) => Buffer.from(bytes).toString('utf8')),
      };
      await publish(topics.override(COMMUNE), await signCompact('override', document, actors.controller));
    },
    status: (): Record<string, unknown> =>
      JSON.parse(Buffer.from(broker.retained(topics.status(BOX)) ?? Buffer.from('{}')).toString('utf8')),
    /** Waits until this playback has ended and been reported; its entries. */
    async ended(playbackId: string) {
      const own = () => controller.entries().filter((e) => 'playbackId' in e && e.playbackId === playbackId);
      await waitUntil(`${playbackId} is over`, () => own().some(({ kind }) => kind === 'ended'));
      return own();
    },
    async end(): Promise<void> {
      await stop();
      db.close();
      await stopController();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type RealBox = Awaited<ReturnType<typeof createRealBox>>;
