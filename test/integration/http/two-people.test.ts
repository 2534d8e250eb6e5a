import { Station } from '@loa/shared/api/stations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approveStation, letPeopleApproveRelays } from '../../support/approved-station.js';
import { draftBulletin, signProposal, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const isPerson = (accountId: string, personId: string) =>
  app.sqlite.prepare('update account set person_id = ? where id = ?').run(personId, accountId);

async function submitted(): Promise<string> {
  const { variant } = await draftBulletin(app, world);
  await submit(app, world, variant.id);
  return variant.id;
}

async function approve(variantId: string): Promise<[number, string]> {
  const grant = await signProposal(app, world, variantId);
  const answer = await call(app, world.tokens.approver, 'post', `/variants/${variantId}/grant`, { grant });
  const body = (await answer.json()) as { error?: { code: string } };
  return [answer.status, body.error?.code ?? ''];
}

describe('who wrote a bulletin does not approve it', () => {
  it('when another person signs, it is approved', async () => {
    isPerson(world.accountIds.broadcaster, 'person_lan');
    isPerson(world.accountIds.approver, 'person_nam');
    expect(await approve(await submitted())).toEqual([200, '']);
  });

  it('not by one person’s two accounts', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    isPerson(world.accountIds.approver, 'person_nam');
    expect(await approve(await submitted())).toEqual([409, 'own_work']);
  });

  it('not by the author’s key that somebody else hands in', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    expect(await approve(await submitted())).toEqual([409, 'own_work']);
  });

  it('not by whoever wrote it before becoming an approver', async () => {
    const variantId = await submitted();
    app.sqlite.prepare('update bulletin set created_by = ?').run(world.accountIds.approver);
    expect(await approve(variantId)).toEqual([409, 'own_work']);
  });

  it('unless a very small commune says so, with the reason in the audit log', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    const variantId = await submitted();
    const rule = (token: string, areaId: string = PLACES.commune) =>
      call(app, token, 'put', `/areas/${areaId}/approval-rule`, {
        ...{ authorMayApprove: true, reason: 'Xã đảo, chỉ có một người phụ trách' },
      });
    expect((await rule(world.tokens.broadcaster)).status).toBe(403);
    expect((await rule(world.stranger)).status).toBe(403);
    expect((await rule(world.tokens.admin, PLACES.village)).status).toBe(422);
    expect((await rule(world.tokens.admin)).status).toBe(200);
    expect(await approve(variantId)).toEqual([200, '']);
    const noted = app.sqlite.prepare("select detail from audit where action = 'approvalRule.put'").get();
    expect(JSON.stringify(noted)).toContain('Xã đảo');
  });
});

describe('who gave a station its address does not approve it', () => {
  const station = async (url = 'https://vov.example/1') => {
    const hours = [{ from: '05:00', to: '21:00' }];
    const body = { areaId: PLACES.commune, name: 'VOV1', url, hours };
    return Station.parse(await (await call(app, world.tokens.broadcaster, 'post', '/stations', body)).json());
  };
  const readdress = (token: string, id: string, url = 'https://vov.example/2') =>
    call(app, token, 'patch', `/stations/${id}`, { url });

  beforeEach(async () => {
    isPerson(world.accountIds.approver, 'person_nam');
    await letPeopleApproveRelays(app, world);
  });

  const handIn = async (id: string): Promise<[number, string]> => {
    const answer = await approveStation(app, world, id);
    const body = (await answer.json()) as { error?: { code: string } };
    return [answer.status, body.error?.code ?? ''];
  };

  it('when another person signs, it is approved', async () => {
    expect(await handIn((await station()).id)).toEqual([200, '']);
  });

  it('not by one person’s two accounts', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    expect(await handIn((await station()).id)).toEqual([409, 'own_address']);
  });

  it('not by whoever gave it another one, though somebody else made it; again once a second person did', async () => {
    const { id } = await station();
    // Before they became an approver.
    app.sqlite.prepare("update account set role = 'broadcaster' where id = ?").run(world.accountIds.approver);
    expect((await readdress(world.tokens.approver, id)).status).toBe(200);
    app.sqlite.prepare("update account set role = 'approver' where id = ?").run(world.accountIds.approver);
    expect(await handIn(id)).toEqual([409, 'own_address']);
    const third = 'https://vov.example/3';
    expect((await readdress(world.tokens.broadcaster, id, third)).status).toBe(200);
    expect(await handIn(id)).toEqual([200, '']);
  });

  it('not by whoever gave it, though somebody else sent the same one again with another name', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    const { id, url } = await station();
    const again = { url, name: 'VOV1 Hà Nội' };
    expect((await call(app, world.tokens.admin, 'patch', `/stations/${id}`, again)).status).toBe(200);
    expect(await handIn(id)).toEqual([409, 'own_address']);
  });

  it('not by whoever wrote its fallback, whose key somebody else hands in', async () => {
    const { id } = await station();
    const { bulletin } = await draftBulletin(app, world, { token: world.tokens.contributor });
    const withFallback = { fallbackBulletinId: bulletin.id };
    const patched = await call(app, world.tokens.broadcaster, 'patch', `/stations/${id}`, withFallback);
    expect(patched.status).toBe(200);
    isPerson(world.accountIds.contributor, 'person_nam');
    isPerson(world.accountIds.approver, 'person_other');
    expect(await handIn(id)).toEqual([409, 'own_fallback']);
  });

  it('unless a very small commune says so', async () => {
    isPerson(world.accountIds.broadcaster, 'person_nam');
    const rule = { authorMayApprove: true, reason: 'Xã đảo, chỉ có một người phụ trách' };
    await call(app, world.tokens.admin, 'put', `/areas/${PLACES.commune}/approval-rule`, rule);
    expect(await handIn((await station()).id)).toEqual([200, '']);
  });
});
