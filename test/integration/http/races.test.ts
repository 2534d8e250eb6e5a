import { Bulletin } from '@loa/shared/api/bulletins';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beforeNextTransaction } from '../../support/between.js';
import { approvedBulletin, draftBulletin, signProposal, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const problemOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code] as const;
};

describe('two people at one moment', () => {
  it('an approval while the title is changed: what was approved under the old one is a draft again', async () => {
    const { bulletin, variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const grant = await signProposal(app, world, variant.id);
    beforeNextTransaction(app.db, async () => {
      const approved = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/grant`, {
        grant,
      });
      expect(approved.status).toBe(200);
    });
    const path = `/bulletins/${bulletin.id}`;
    const answer = await call(app, world.tokens.broadcaster, 'patch', path, { title: 'Tên khác' });
    const changed = Bulletin.parse(await answer.json());
    expect(changed).toMatchObject({ title: 'Tên khác', variants: [{ state: 'draft', grantId: null }] });
  });

  it('two changes of one bulletin: neither takes the other back', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const change = (patch: object) =>
      call(app, world.tokens.broadcaster, 'patch', `/bulletins/${bulletin.id}`, patch);
    beforeNextTransaction(app.db, () => change({ sourceUnit: 'Điện lực' }));
    const changed = Bulletin.parse(await (await change({ title: 'Tên khác' })).json());
    expect(changed).toMatchObject({ title: 'Tên khác', sourceUnit: 'Điện lực' });
  });

  it('two replacements of one box: one new box, one code, and the other is told', async () => {
    const replace = () => call(app, world.tokens.technician, 'post', `/boxes/${PLACES.box}/replace`);
    beforeNextTransaction(app.db, async () => expect((await replace()).status).toBe(201));
    expect(await problemOf(await replace())).toEqual([409, 'box_revoked']);
    const count = (sql: string) => app.sqlite.prepare(sql).pluck().get();
    expect(count(`select count(*) from box where cluster_id = '${PLACES.cluster}'`)).toBe(2);
    expect(count('select count(*) from enrolment_code')).toBe(1);
    expect(count("select count(*) from audit where action = 'box.replace'")).toBe(1);
  });

  it('two revocations of one box: one is written down', async () => {
    const revoke = () => call(app, world.tokens.technician, 'post', `/boxes/${PLACES.box}/revoke`);
    beforeNextTransaction(app.db, async () => expect((await revoke()).status).toBe(200));
    expect((await revoke()).status).toBe(200);
    const rows = app.sqlite.prepare("select count(*) from audit where action = 'box.revoke'").pluck();
    expect(rows.get()).toBe(1);
  });

  it('one schedule sent twice: saved once, and both are told the same', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const body = {
      ...{ id: 'schedule_senttwiceabcdefg', bulletinId: bulletin.id, areaIds: [PLACES.village] },
      timetable: { kind: 'once', date: '2026-11-02', time: '17:00' },
    };
    const send = (more: object = {}) =>
      call(app, world.tokens.broadcaster, 'post', '/schedules', { ...body, ...more });
    let first: unknown;
    beforeNextTransaction(app.db, async () => {
      first = SavedSchedule.parse(await (await send()).json()).schedule;
    });
    const answer = await send();
    expect(answer.status).toBe(201);
    expect(SavedSchedule.parse(await answer.json()).schedule).toEqual(first);
    const other = { id: 'schedule_senttwiceotherid', timetable: { ...body.timetable, time: '18:00' } };
    beforeNextTransaction(app.db, () => send(other));
    expect(await problemOf(await send({ ...other, name: 'Tên khác' }))).toEqual([409, 'already_saved']);
  });
});
