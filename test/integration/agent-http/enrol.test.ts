import { boxProof, controllerProof, newEnrolmentCode } from '@loa/shared/trust/enrolment';
import { keyId } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBox, replaceEnrolmentCode, revokeBox } from '../../../controller/src/db/boxes.js';
import {
  type AgentHttpBench,
  CODE_LIFE_MS,
  createTestBox,
  fetchToken,
  MQTT_URL,
  startAgentHttp,
} from '../../support/agent-http-bench.js';
import { createSeededRandom } from '../../support/seeded-random.js';

let bench: AgentHttpBench;
beforeEach(async () => {
  bench = await startAgentHttp();
});
afterEach(() => bench.close());

const incidents = () => bench.db.selectFrom('incident').selectAll().execute();

describe('enrolment', () => {
  it('gives a box its place when both sides know the secret, which never crosses the wire', async () => {
    const code = await bench.expectBox('box_aaa');
    const box = await createTestBox(bench, code);
    const step = await box.begin();
    expect(step.answer).toMatchObject({
      boxId: 'box_aaa',
      communeId: 'area_commune',
      rootKey: bench.rootKey.publicJwk,
      controllerKey: bench.controllerKey.publicJwk,
    });
    expect(box.believes(step)).toBe(true);
    expect(JSON.stringify(step)).not.toContain(code.secret);
    expect((await findBox(bench.db, 'box_aaa'))?.state).toBe('created');
    expect(await bench.post('/enrol', box.confirmation(step))).toEqual({
      status: 200,
      body: { mqttUrl: MQTT_URL },
    });
    const record = await findBox(bench.db, 'box_aaa');
    expect(record).toMatchObject({
      state: 'enrolled',
      keyId: keyId(box.key.publicJwk),
      enrolledAt: bench.clock.now(),
    });
    expect(bench.enrolled).toEqual(['box_aaa']);
    const kept = await bench.db.selectFrom('enrolment_code').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(kept)).not.toContain(code.secret);
    const audit = await bench.db.selectFrom('audit').selectAll().execute();
    expect(audit).toMatchObject([{ action: 'box.enrol', subject: 'box_aaa', area_id: 'area_village' }]);
  });

  it('gives the same answer when the second step is repeated because the first answer was lost', async () => {
    const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
    const confirmation = box.confirmation(await box.begin());
    const [first, again] = await Promise.all([
      bench.post('/enrol', confirmation),
      bench.post('/enrol', confirmation),
    ]);
    const late = await bench.post('/enrol', confirmation);
    expect([first.status, again.status, late.status].sort()).toEqual([200, 200, 200]);
    expect(bench.enrolled).toEqual(['box_aaa']);
  });

  it('refuses a code that nobody made', async () => {
    const stranger = newEnrolmentCode(createSeededRandom(99));
    const key = bench.controllerKey.publicJwk;
    const request = { codeId: stranger.codeId, boxKey: key, nonceBox: 'A'.repeat(22) };
    expect(await bench.refusal('/enrol', request)).toBe('404 code_unknown');
    expect(await bench.refusal('/enrol', { codeId: stranger.codeId, proof: 'A'.repeat(43) })).toBe(
      '404 code_unknown',
    );
  });

  it('refuses a code used twice: the second box gets nothing', async () => {
    const code = await bench.expectBox('box_aaa');
    const first = await createTestBox(bench, code);
    await first.enrol();
    const second = await createTestBox(bench, code, 22);
    await expect(second.begin()).rejects.toThrow('410');
    expect((await findBox(bench.db, 'box_aaa'))?.keyId).toBe(keyId(first.key.publicJwk));
  });

  it('refuses a code that expired, also between the two steps', async () => {
    const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
    const step = await box.begin();
    await bench.clock.advance(CODE_LIFE_MS);
    expect(await bench.refusal('/enrol', step.request)).toBe('410 code_expired');
    expect(await bench.refusal('/enrol', box.confirmation(step))).toBe('410 code_expired');
  });

  it('burns a code after five wrong proofs, also for who knows the secret, and tells of each', async () => {
    const code = await bench.expectBox('box_aaa');
    const box = await createTestBox(bench, code);
    const step = await box.begin();
    const guess = { codeId: code.codeId, proof: 'A'.repeat(43) };
    for (let attempt = 1; attempt <= 4; attempt++) {
      expect(await bench.refusal('/enrol', guess)).toBe('403 wrong_secret');
    }
    expect(await bench.refusal('/enrol', guess)).toBe('410 code_burnt');
    expect(await bench.refusal('/enrol', box.confirmation(step))).toBe('410 code_burnt');
    expect(await bench.refusal('/enrol', step.request)).toBe('410 code_burnt');
    expect(await incidents()).toHaveLength(5);
    expect(await incidents()).toMatchObject(Array(5).fill({ box_id: 'box_aaa', kind: 'enrolment_refused' }));
  });

  it('is not disturbed by a stranger who knows the public part and begins in between', async () => {
    const code = await bench.expectBox('box_aaa');
    const box = await createTestBox(bench, code);
    const step = await box.begin();
    const stranger = await createTestBox(bench, { codeId: code.codeId, secret: 'GUESSEDGUESS' }, 23);
    const theirs = await stranger.begin();
    expect(stranger.believes(theirs)).toBe(false);
    expect(await bench.refusal('/enrol', stranger.confirmation(theirs))).toBe('403 wrong_secret');
    expect((await bench.post('/enrol', box.confirmation(step))).status).toBe(200);
    expect((await findBox(bench.db, 'box_aaa'))?.keyId).toBe(keyId(box.key.publicJwk));
  });

  it('does not let a stranger bend the proof of another to their own key', async () => {
    const code = await bench.expectBox('box_aaa');
    const box = await createTestBox(bench, code);
    const stranger = await createTestBox(bench, { ...code, secret: 'GUESSEDGUESS' }, 23);
    const theirs = await stranger.begin();
    // They pass the controller's answer to them on to the box, hoping it confirms their key.
    const request = { ...theirs.request, boxKey: box.key.publicJwk };
    expect(box.believes({ request, answer: theirs.answer })).toBe(false);
    const bent = boxProof(code.secret, request, theirs.answer);
    expect(await bench.refusal('/enrol', { codeId: code.codeId, proof: bent })).toBe('403 wrong_secret');
  });

  it('leaves the box unconvinced by a controller that does not know the secret', async () => {
    const code = await bench.expectBox('box_aaa');
    const box = await createTestBox(bench, code);
    const { request, answer } = await box.begin();
    const { proof: _, ...fields } = answer;
    const forged = { ...fields, rootKey: box.key.publicJwk };
    expect(
      box.believes({
        request,
        answer: { ...forged, proof: controllerProof('GUESSEDGUESS', request, forged) },
      }),
    ).toBe(false);
    expect(box.believes({ request, answer: { ...answer, rootKey: box.key.publicJwk } })).toBe(false);
  });

  it('refuses the key of another box, as a copied memory card would bring', async () => {
    const first = await createTestBox(bench, await bench.expectBox('box_aaa'));
    await first.enrol();
    const code = await bench.expectBox('box_bbb');
    const copy = { codeId: code.codeId, boxKey: first.key.publicJwk, nonceBox: 'A'.repeat(22) };
    expect(await bench.refusal('/enrol', copy)).toBe('409 key_taken');
  });

  it('enrols a box anew with a new code; tokens of its former key end', async () => {
    const former = await createTestBox(bench, await bench.expectBox('box_aaa'));
    await former.enrol();
    const token = await fetchToken(bench, 'box_aaa', former.key);
    const code = newEnrolmentCode(createSeededRandom(77));
    await replaceEnrolmentCode(bench.db, {
      ...code,
      boxId: 'box_aaa',
      expiresAt: bench.clock.now() + CODE_LIFE_MS,
    });
    await (await createTestBox(bench, code, 24)).enrol();
    const response = await fetch(bench.url(`/object/${'0'.repeat(64)}`), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(401);
    expect(bench.enrolled).toEqual(['box_aaa', 'box_aaa']);
  });

  it('gives a revoked box nothing, even between its two steps', async () => {
    const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
    const step = await box.begin();
    await revokeBox(bench.db, 'box_aaa', bench.clock.now());
    expect((await bench.post('/enrol', box.confirmation(step))).status).toBe(404);
    expect((await findBox(bench.db, 'box_aaa'))?.state).toBe('revoked');
  });
});

describe('what is not an enrolment', () => {
  it.each<[string, unknown, string]>([
    ['not JSON', '{', '400 bad_request'],
    ['an empty object', {}, '400 bad_request'],
    ['a code in small letters', { codeId: 'abcd', proof: 'A'.repeat(43) }, '400 bad_request'],
    [
      'a key of another kind',
      { codeId: 'K7QM', boxKey: { kty: 'RSA' }, nonceBox: 'A'.repeat(22) },
      '400 bad_request',
    ],
    ['20 kB', { codeId: 'K7QM', proof: 'A'.repeat(20_000) }, '413 too_large'],
  ])('%s', async (_name, body, refusal) => {
    expect(await bench.refusal('/enrol', body)).toBe(refusal);
  });

  it('is limited by address', async () => {
    const strict = await startAgentHttp({ enrol: 2, token: 2, time: 2 });
    const guess = { codeId: 'K7QM', proof: 'A'.repeat(43) };
    expect(await strict.refusal('/enrol', guess)).toBe('404 code_unknown');
    expect(await strict.refusal('/enrol', guess)).toBe('404 code_unknown');
    expect(await strict.refusal('/enrol', guess)).toBe('429 too_many');
    await strict.close();
  });
});
