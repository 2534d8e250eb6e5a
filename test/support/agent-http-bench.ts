import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EnrolAnswer,
  EnrolAnswer as EnrolAnswerSchema,
  type EnrolRequest,
  type TlsPin,
  TokenAnswer,
  TokenChallenge,
} from '@loa/shared/messages/agent-http';
import { NO_RULES } from '@loa/shared/place-rules';
import {
  boxProof,
  controllerProof,
  type EnrolmentCode,
  newEnrolmentCode,
  sameProof,
} from '@loa/shared/trust/enrolment';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import {
  generatePrivateJwk,
  importSigningKey,
  type PrivateJwk,
  type SigningKey,
} from '@loa/shared/trust/keys';
import express from 'express';
import { z } from 'zod';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox, replaceEnrolmentCode } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import { type Db, type OpenDatabase, openDatabase } from '../../controller/src/db/database.js';
import { type AgentRouterPorts, createAgentRouter } from '../../controller/src/http/agent/router.js';
import { type ObjectStore, openStore } from '../../controller/src/library/store.js';
import type { ClockVerdict } from '../../controller/src/trust/clock-guard.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createSeededRandom } from './seeded-random.js';
import { silentLogger } from './silent-logger.js';

export const MQTT_URL = 'mqtt://127.0.0.1:1883';
export const CODE_LIFE_MS = 60 * 60_000;
const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The box-facing endpoints over a real database and HTTP, with a place for boxes to stand in. */
export interface AgentHttpBench {
  db: Db;
  sqlite: OpenDatabase['sqlite'];
  clock: FakeClock;
  store: ObjectStore;
  rootKey: SigningKey;
  controllerKey: SigningKey;
  enrolled: string[];
  setVerdict(verdict: ClockVerdict): void;
  url(path: string): string;
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>;
  /** The `code` of an error answer, with its status. */
  refusal(path: string, body: unknown): Promise<string>;
  /** A box entry with a code, as staff make them. */
  expectBox(boxId: string): Promise<EnrolmentCode>;
  close(): Promise<void>;
}

export async function startAgentHttp(
  limits?: AgentRouterPorts['limits'],
  tls?: TlsPin,
): Promise<AgentHttpBench> {
  const folder = await mkdtemp(join(tmpdir(), 'loa.agent-http-'));
  const random = createSeededRandom(11);
  const clock = createFakeClock();
  const { db, sqlite, close: closeDatabase } = await openDatabase({ path: ':memory:' });
  await furnish(db, clock.now());
  const store = await openStore({ folder, random });
  const rootKey = await importSigningKey(generatePrivateJwk());
  const controllerKey = await importSigningKey(generatePrivateJwk());
  const enrolled: string[] = [];
  let verdict: ClockVerdict = { ok: true };
  const app = express();
  app.use(
    '/agent',
    createAgentRouter({
      db,
      signer: controllerKey,
      rootKey: rootKey.publicJwk,
      maySign: async () => verdict,
      clock,
      random,
      log: silentLogger,
      objects: store,
      mqttUrl: MQTT_URL,
      tls: tls && (() => tls),
      onEnrolled: (boxId) => enrolled.push(boxId),
      ...(limits ? { limits } : {}),
    }),
  );
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const url = (path: string) => `http://127.0.0.1:${address.port}/agent${path}`;
  const post = async (path: string, body: unknown) => {
    const response = await fetch(url(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    db,
    clock,
    sqlite,
    store,
    rootKey,
    controllerKey,
    enrolled,
    url,
    post,
    setVerdict(next) {
      verdict = next;
    },
    async refusal(path, body) {
      const answer = await post(path, body);
      return `${answer.status} ${ErrorBody.parse(answer.body).error.code}`;
    },
    async expectBox(boxId) {
      const code = newEnrolmentCode(random);
      await insertBox(db, {
        id: boxId,
        clusterId: 'cluster_one',
        name: boxId,
        outputs: [],
        createdAt: clock.now(),
      });
      await replaceEnrolmentCode(db, { ...code, boxId, expiresAt: clock.now() + CODE_LIFE_MS });
      return code;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await closeDatabase();
      await rm(folder, { recursive: true });
    },
  };
}

async function furnish(db: Db, createdAt: number): Promise<void> {
  const common = {
    households: null,
    population: null,
    languages: ['vi'],
    flags: [],
    lat: null,
    lon: null,
    hours: null,
    zone: null,
    rules: NO_RULES,
    mergedInto: null,
    createdAt,
  };
  const chain = [
    ['area_province', 'province'],
    ['area_commune', 'commune'],
    ['area_village', 'village'],
  ] as const;
  let parentId: string | null = null;
  for (const [id, level] of chain) {
    await insertArea(db, { ...common, id, parentId, level, kind: 'xã', name: id });
    parentId = id;
  }
  await insertCluster(db, {
    id: 'cluster_one',
    areaId: 'area_village',
    name: 'Cụm 1',
    lat: null,
    lon: null,
    languages: ['vi'],
    hours: null,
    maxGainDb: 0,
    rules: NO_RULES,
    createdAt,
  });
}

/** The box's side of enrolment, step by step. */
export interface TestBox {
  /** The private half, as a box keeps it. */
  jwk: PrivateJwk;
  key: SigningKey;
  begin(): Promise<{ request: EnrolRequest; answer: EnrolAnswer }>;
  /** What a box checks before it says anything more: that this controller knows the secret. */
  believes(step: { request: EnrolRequest; answer: EnrolAnswer }): boolean;
  confirmation(step: { request: EnrolRequest; answer: EnrolAnswer }): { codeId: string; proof: string };
  enrol(): Promise<EnrolAnswer>;
}

export async function createTestBox(bench: AgentHttpBench, code: EnrolmentCode, seed = 21): Promise<TestBox> {
  const jwk = generatePrivateJwk();
  const key = await importSigningKey(jwk);
  const random = createSeededRandom(seed);
  const begin = async () => {
    const nonceBox = Buffer.from(random.bytes(16)).toString('base64url');
    const request = { codeId: code.codeId, boxKey: key.publicJwk, nonceBox };
    const { status, body } = await bench.post('/enrol', request);
    if (status !== 200) throw new Error(`step 1: ${status} ${JSON.stringify(body)}`);
    return { request, answer: EnrolAnswerSchema.parse(body) };
  };
  const believes: TestBox['believes'] = ({ request, answer: { proof, ...fields } }) =>
    sameProof(proof, controllerProof(code.secret, request, fields));
  const confirmation: TestBox['confirmation'] = ({ request, answer }) => ({
    codeId: code.codeId,
    proof: boxProof(code.secret, request, answer),
  });
  return {
    ...{ key, jwk },
    begin,
    believes,
    confirmation,
    async enrol() {
      const step = await begin();
      if (!believes(step)) throw new Error('this controller does not know the secret');
      const done = await bench.post('/enrol', confirmation(step));
      if (done.status !== 200) throw new Error(`step 2: ${done.status} ${JSON.stringify(done.body)}`);
      return step.answer;
    },
  };
}

/** Asks for a challenge and signs it. */
export async function proveToken(bench: AgentHttpBench, boxId: string, key: SigningKey): Promise<string> {
  const { body } = await bench.post('/token', { boxId });
  const { challenge } = z.object({ challenge: z.string() }).parse(body);
  const opened = await openCompact('tokenChallenge', Buffer.from(challenge), TokenChallenge, (kid) =>
    kid === bench.controllerKey.kid ? bench.controllerKey.publicJwk : undefined,
  );
  if (!opened.ok) throw new Error(opened.detail);
  const signed = await signCompact('tokenProof', { boxId, nonce: opened.payload.nonce }, key);
  return Buffer.from(signed).toString('ascii');
}

export async function fetchToken(bench: AgentHttpBench, boxId: string, key: SigningKey): Promise<string> {
  const { body } = await bench.post('/token', { proof: await proveToken(bench, boxId, key) });
  return TokenAnswer.parse(body).token;
}
