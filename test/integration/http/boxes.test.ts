import { BoxPlan } from '@loa/shared/api/box-plan';
import { Box, IssuedCode } from '@loa/shared/api/boxes';
import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import type { Plan } from '@loa/shared/messages/plan';
import { parseCode } from '@loa/shared/trust/enrolment';
import { signCompact } from '@loa/shared/trust/envelope';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const as = (role: 'technician' | 'admin') => (method: string, path: string, body?: unknown) =>
  call(app, world.tokens[role], method, path, body);

describe('a box', () => {
  it('is created, and gets one code that replaces the one before', async () => {
    const made = await as('technician')('post', '/boxes', { clusterId: PLACES.cluster, name: 'Nhà văn hóa' });
    const box = Box.parse(await made.json());
    expect(box).toMatchObject({ state: 'created', condition: { kind: 'notEnrolled' }, areaName: 'Ơi Briu' });
    const issue = async () =>
      IssuedCode.parse(await (await as('technician')('post', `/boxes/${box.id}/enrolment-code`)).json());
    const first = await issue();
    const second = await issue();
    expect(second.expiresAt).toBe(app.clock.now() + 48 * 3_600_000);
    const rows = await app.db.selectFrom('enrolment_code').selectAll().execute();
    expect(rows.map((row) => row.code_id)).toEqual([parseCode(second.code)?.codeId]);
    expect(first.code).not.toBe(second.code);
  });

  it('never shows an enrolment secret in the audit log', async () => {
    const issued = await as('technician')('post', `/boxes/${PLACES.box}/enrolment-code`);
    const { code, server } = IssuedCode.parse(await issued.json());
    expect(server).toBe('https://loa.xa.vn:8443');
    const audit = await (await as('admin')('get', '/audit')).text();
    expect(audit).toContain('box.code');
    expect(audit).not.toContain(parseCode(code)?.secret);
  });

  it('that is revoked loses tokens and codes, and is never given another', async () => {
    await as('technician')('post', `/boxes/${PLACES.box}/enrolment-code`);
    await app.db
      .insertInto('box_token')
      .values({ hash: 'h', box_id: PLACES.box, expires_at: 9e12 })
      .execute();
    const revoked = await as('technician')('post', `/boxes/${PLACES.box}/revoke`);
    expect(Box.parse(await revoked.json())).toMatchObject({ state: 'revoked' });
    expect(await app.db.selectFrom('box_token').selectAll().execute()).toEqual([]);
    expect(await app.db.selectFrom('enrolment_code').selectAll().execute()).toEqual([]);
    expect((await as('technician')('post', `/boxes/${PLACES.box}/enrolment-code`)).status).toBe(409);
  });

  it('shows the plan that was signed for it', async () => {
    const plan: Plan = {
      ...{ boxId: PLACES.box, areaChain: [PLACES.commune, PLACES.village], revision: 7, issuedAt: 5 },
      ...{ coversUntil: 9, expiresAt: 9, hold: [], sessions: [] },
      settings: { zone: 'Asia/Ho_Chi_Minh', hours: [], maxGainDb: 0, languages: ['vi'], outputs: [] },
    };
    expect((await as('technician')('get', `/boxes/${PLACES.box}/plan`)).status).toBe(404);
    const row = {
      box_id: PLACES.box,
      revision: 7,
      content_hash: '',
      covers_from: 0,
      covers_until: 9,
      issued_at: 5,
    };
    const bytes = await signCompact('plan', plan, world.rootKey);
    await app.db
      .insertInto('plan')
      .values({ ...row, bytes })
      .execute();
    const answer = await as('technician')('get', `/boxes/${PLACES.box}/plan`);
    expect(BoxPlan.parse(await answer.json())).toEqual({
      ...{ boxId: PLACES.box, revision: 7, issuedAt: 5, coversUntil: 9, plan },
    });
  });
});

describe('a roster', () => {
  const put = async (roster: unknown, signers = [world.rootKey], commune: string = PLACES.commune) =>
    as('admin')('put', `/areas/${commune}/roster`, {
      roster: Buffer.from(await signGeneral('roster', roster, signers)).toString('utf8'),
    });

  it('signed by the root is stored and told of', async () => {
    const answer = await put({ ...world.roster, version: 2 });
    expect(StoredRosterAnswer.parse(await answer.json())).toMatchObject({ version: 2 });
    expect(app.notified).toContainEqual({ kind: 'roster', communeId: PLACES.commune });
  });

  it('signed by anyone else, older, or of another commune is refused', async () => {
    expect((await put({ ...world.roster, version: 2 }, [world.approverKey])).status).toBe(422);
    expect((await put({ ...world.roster, version: 1, zone: 'UTC' })).status).toBe(409);
    expect((await put({ ...world.roster, version: 2, communeId: PLACES.otherCommune })).status).toBe(422);
    const village = await as('admin')('put', `/areas/${PLACES.village}/roster`, { roster: 'x' });
    expect(village.status).toBe(404);
  });
});
