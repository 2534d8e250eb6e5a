import { TimeAnswer, TokenAnswer } from '@loa/shared/messages/agent-http';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boxOfToken } from '../../../controller/src/db/box-tokens.js';
import { revokeBox } from '../../../controller/src/db/boxes.js';
import {
  type AgentHttpBench,
  createTestBox,
  fetchToken,
  proveToken,
  startAgentHttp,
} from '../../support/agent-http-bench.js';

let bench: AgentHttpBench;
let key: SigningKey;
beforeEach(async () => {
  bench = await startAgentHttp();
  const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
  await box.enrol();
  key = box.key;
});
afterEach(() => bench.close());

const object = (token: string) =>
  fetch(bench.url(`/object/${'0'.repeat(64)}`), { headers: { authorization: `Bearer ${token}` } });

describe('a token', () => {
  it('is given for a signed challenge, lasts 24 hours, and is kept as its hash only', async () => {
    const answer = await bench.post('/token', { proof: await proveToken(bench, 'box_aaa', key) });
    const { token, expiresAt } = TokenAnswer.parse(answer.body);
    expect(expiresAt).toBe(bench.clock.now() + 24 * 3_600_000);
    expect((await object(token)).status).toBe(404);
    const rows = await bench.db.selectFrom('box_token').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    await bench.clock.advance(24 * 3_600_000);
    expect((await object(token)).status).toBe(401);
  });

  it('is not given twice for one proof', async () => {
    const proof = await proveToken(bench, 'box_aaa', key);
    expect((await bench.post('/token', { proof })).status).toBe(200);
    expect(await bench.refusal('/token', { proof })).toBe('403 nonce_spent');
  });

  it('is not given for a proof that comes after a minute', async () => {
    const proof = await proveToken(bench, 'box_aaa', key);
    await bench.clock.advance(60_001);
    expect(await bench.refusal('/token', { proof })).toBe('403 nonce_spent');
  });

  it('is not given for a nonce of our own making, or of another box', async () => {
    const other = await createTestBox(bench, await bench.expectBox('box_bbb'), 31);
    await other.enrol();
    const theirs = await proveToken(bench, 'box_bbb', other.key);
    const payload = z
      .object({ nonce: z.string() })
      .parse(JSON.parse(Buffer.from(theirs.split('.')[1] ?? '', 'base64url').toString()));
    for (const nonce of [payload.nonce, 'A'.repeat(22)]) {
      const proof = await signCompact('tokenProof', { boxId: 'box_aaa', nonce }, key);
      expect(await bench.refusal('/token', { proof: Buffer.from(proof).toString() })).toBe('403 nonce_spent');
    }
  });

  it('is not given to another key, nor for another box, nor for a document of another kind', async () => {
    const stranger = await importSigningKey(generatePrivateJwk());
    expect(await bench.refusal('/token', { proof: await proveToken(bench, 'box_aaa', stranger) })).toBe(
      '403 box_not_enrolled',
    );
    const impostor = await proveToken(bench, 'box_aaa', { ...stranger, kid: key.kid });
    expect(await bench.refusal('/token', { proof: impostor })).toBe('403 bad_proof');
    const forOther = await signCompact('tokenProof', { boxId: 'box_bbb', nonce: 'A'.repeat(22) }, key);
    expect(await bench.refusal('/token', { proof: Buffer.from(forOther).toString() })).toBe('403 bad_proof');
    const report = await signCompact('report', { boxId: 'box_aaa', nonce: 'A'.repeat(22) }, key);
    expect(await bench.refusal('/token', { proof: Buffer.from(report).toString() })).toBe('403 bad_proof');
    expect(await bench.refusal('/token', { proof: 'garbage' })).toBe('403 box_not_enrolled');
  });

  it('ends at once when its box is revoked, and none is given any more', async () => {
    const token = await fetchToken(bench, 'box_aaa', key);
    const proof = await proveToken(bench, 'box_aaa', key);
    await revokeBox(bench.db, 'box_aaa', bench.clock.now());
    expect((await object(token)).status).toBe(401);
    expect(await bench.refusal('/token', { proof })).toBe('403 box_not_enrolled');
    expect(await bench.refusal('/token', { boxId: 'box_aaa' })).toBe('403 box_revoked');
    expect(await bench.refusal('/token', { boxId: 'box_nobody' })).toBe('403 box_not_enrolled');
  });

  it('of a revoked box is void though its row were left behind', async () => {
    const token = await fetchToken(bench, 'box_aaa', key);
    await bench.db.updateTable('box').set({ state: 'revoked' }).where('id', '=', 'box_aaa').execute();
    expect((await object(token)).status).toBe(401);
  });

  it('leaves no heap of tokens behind a box that asks again and again', async () => {
    const first = await fetchToken(bench, 'box_aaa', key);
    for (let round = 0; round < 12; round++) {
      await bench.clock.advance(1_000);
      await fetchToken(bench, 'box_aaa', key);
    }
    expect(await bench.db.selectFrom('box_token').selectAll().execute()).toHaveLength(8);
    expect((await object(first)).status).toBe(401);
    expect(await boxOfToken(bench.db, 'no such hash', 0)).toBeNull();
  });
});

describe('signed time', () => {
  const nonce = 'B'.repeat(22);

  it('answers the nonce with the instant, signed for this box alone', async () => {
    const { body } = await bench.post('/time', { boxId: 'box_aaa', nonce });
    const { time } = z.object({ time: z.string() }).parse(body);
    const opened = await openCompact(
      'time',
      Buffer.from(time),
      TimeAnswer,
      () => bench.controllerKey.publicJwk,
    );
    const now = bench.clock.now();
    expect(opened).toMatchObject({ payload: { boxId: 'box_aaa', nonce, now, expiresAt: now + 60_000 } });
  });

  it('is not told, nor any challenge signed, while the clock is not to be trusted', async () => {
    bench.setVerdict({ ok: false, reason: 'before_build', detail: '' });
    expect(await bench.refusal('/time', { boxId: 'box_aaa', nonce })).toBe('503 clock_untrusted');
    expect(await bench.refusal('/token', { boxId: 'box_aaa' })).toBe('503 clock_untrusted');
  });
});
