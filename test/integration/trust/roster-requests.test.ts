import { MergedArea } from '@loa/shared/api/areas';
import { StoredGrant } from '@loa/shared/api/bulletins';
import { Reapprovals } from '@loa/shared/api/passkey-approval';
import { PreparedRosterSignature, type RosterChange, RosterRequest } from '@loa/shared/api/roster-requests';
import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import type { Right, Roster } from '@loa/shared/messages/roster';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { publicOf } from '@loa/shared/trust/keys';
import { signingInputOf } from '@loa/shared/trust/signing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGrant } from '../../../controller/src/db/grants.js';
import { rosterInForce, rosterVersions } from '../../../controller/src/db/rosters.js';
import { publishedRoster } from '../../../controller/src/trust/roster-document.js';
import { draftBulletin, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import {
  approve,
  givenPasskeyPerson,
  listen,
  type PasskeyPerson,
  registerPasskey,
  rosterWith,
} from '../../support/passkey-person.js';
import { PASSKEY_ORIGIN } from '../../support/software-passkey.js';

const CHAIN = [PLACES.province, PLACES.commune, PLACES.village];
const DAY = 86_400_000;
const TICK = { noStateSecret: true };
let app: ControllerApp;
let world: ControllerWorld;
let chair: PasskeyPerson;
let clerk: PasskeyPerson;
let roster: Roster;
beforeEach(async () => {
  app = await startControllerApp({ clock: workingMorning(), settings: { publicUrl: PASSKEY_ORIGIN } });
  world = await seedControllerWorld(app);
  chair = await person('chair', 'admin');
  clerk = await person('clerk', 'approver');
  const keeps: Right[] = [
    { use: 'roster', areas: [PLACES.commune] },
    { use: 'scheduled', areas: [PLACES.commune] },
  ];
  roster = await rosterWith(app, world, [
    { who: chair, rights: keeps },
    { who: clerk, rights: keeps },
  ]);
});
afterEach(() => app.stop());

const person = (name: string, role: 'admin' | 'approver') =>
  givenPasskeyPerson(app, { name, role, areaId: PLACES.commune });
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

function askFor(change: RosterChange, who = chair): Promise<Response> {
  const body = { communeId: PLACES.commune, change, reason: 'Theo quyết định của xã.' };
  return who.session.send('post', '/roster-requests', body);
}

async function ask(change: RosterChange, who = chair): Promise<RosterRequest> {
  const answer = await askFor(change, who);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return RosterRequest.parse(await answer.json());
}

async function sign(who: PasskeyPerson, requestId: string): Promise<Response> {
  const path = `/roster-requests/${requestId}/signature`;
  const answer = await who.session.send('post', `${path}/prepare`, {});
  if (answer.status !== 200) return answer;
  const { challenge } = PreparedRosterSignature.parse(await answer.json());
  return who.session.send('post', `${path}/finish`, { credential: who.key.assert(challenge) });
}

async function signedByBoth(change: RosterChange): Promise<RosterRequest> {
  const { id } = await ask(change);
  await sign(chair, id);
  return RosterRequest.parse(await (await sign(clerk, id)).json());
}

/** A box of the commune: what it pinned, and the newest document off the bus. */
async function atTheBox(current: Roster | null) {
  const pinned = { rootKey: publicOf(app.rootKey), communeId: PLACES.commune };
  const document = publishedRoster(await rosterVersions(app.db, PLACES.commune));
  const outcome = checkRoster(document, pinned, current);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome.roster;
}

const scheduled: Right[] = [{ use: 'scheduled', areas: [PLACES.commune] }];

async function approvedBy(who: PasskeyPerson) {
  const { variant } = await draftBulletin(app, world);
  await submit(app, world, variant.id);
  await listen(app, who, variant.id, { forMs: 20_000 });
  const answer = await approve(who, `/variants/${variant.id}/approval`, TICK);
  return StoredGrant.parse(await answer.json());
}

async function grantAtTheBox(grantId: string, current: Roster) {
  const stored = await findGrant(app.db, grantId);
  const checked = checkGrant(stored?.bytes ?? new Uint8Array(), current, CHAIN);
  return checked.ok ? 'ok' : checked.reason;
}

describe('a new approver', () => {
  it('is let in by two people with passkeys, and every box believes it, also one that was off or is new', async () => {
    const nam = await person('nam', 'approver');
    const asked = await ask({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled });
    expect(asked).toMatchObject({ state: 'open', needs: 2, signers: [] });
    expect(asked.diff).toEqual([
      { kind: 'added', text: expect.stringMatching(/^Thêm nam: duyệt bản tin ở xã/) },
    ]);
    expect(asked.maySign.map(({ personId }) => personId).sort()).toEqual(['person_chair', 'person_clerk']);

    const first = RosterRequest.parse(await (await sign(chair, asked.id)).json());
    expect(first).toMatchObject({ state: 'open', signers: ['person_chair'] });
    expect((await rosterInForce(app.db, PLACES.commune))?.roster.version).toBe(roster.version);
    const second = RosterRequest.parse(await (await sign(clerk, asked.id)).json());
    expect(second).toMatchObject({ state: 'done' });
    expect(app.notified).toContainEqual({ kind: 'roster', communeId: PLACES.commune });

    for (const current of [roster, world.roster, null]) {
      expect((await atTheBox(current)).version).toBe(asked.version);
    }
    const { grantId } = await approvedBy(nam);
    expect(await grantAtTheBox(grantId, await atTheBox(null))).toBe('ok');
  });

  it('is not let in by one person twice, by one who may not, nor by a signature over something else', async () => {
    const nam = await person('nam', 'approver');
    const change: RosterChange = { kind: 'addPerson', accountId: nam.accountId, rights: scheduled };
    const { id } = await ask(change);
    await sign(chair, id);
    expect(RosterRequest.parse(await (await sign(chair, id)).json())).toMatchObject({
      state: 'open',
      signers: ['person_chair'],
    });
    expect(await codeOf(await sign(nam, id))).toBe('may_not_sign');
    const other = await ask({ kind: 'review' });
    const input = signingInputOf('roster', other, clerk.key.personKey);
    const credential = clerk.key.assert(input.challenge);
    const answer = await clerk.session.send('post', `/roster-requests/${id}/signature/finish`, {
      credential,
    });
    expect(await codeOf(answer)).toBe('grant_bad_signature');
    expect((await rosterInForce(app.db, PLACES.commune))?.roster.version).toBe(roster.version);
  });

  it('needs a passkey, a right in this commune, and a place of their own', async () => {
    const ask422 = async (change: unknown) =>
      codeOf(
        await chair.session.send('post', '/roster-requests', {
          communeId: PLACES.commune,
          change,
          reason: 'x',
        }),
      );
    const accountId = 'account_villagehead';
    expect(await ask422({ kind: 'addPerson', accountId, rights: scheduled })).toBe('no_passkey');
    const nam = await person('nam', 'approver');
    const rights = [{ use: 'scheduled', areas: [PLACES.otherCommune] }];
    expect(await ask422({ kind: 'addPerson', accountId: nam.accountId, rights })).toBe('elsewhere');
    await signedByBoth({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled });
    expect(await ask422({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled })).toBe(
      'known_person',
    );
  });
});

describe('a request', () => {
  it('is stale once another came into force, runs out after a week, and may be dropped', async () => {
    const one = await ask({ kind: 'review' });
    const two = await ask({ kind: 'review' });
    const three = await ask({ kind: 'review' });
    expect((await chair.session.send('post', `/roster-requests/${three.id}/cancel`)).status).toBe(200);
    expect(await codeOf(await sign(chair, three.id))).toBe('request_closed');
    await sign(chair, two.id);
    await sign(clerk, two.id);
    expect(await codeOf(await sign(chair, one.id))).toBe('request_closed');
    const list = await chair.session.send('get', `/roster-requests?commune=${PLACES.commune}`);
    const { items } = (await list.json()) as { items: { id: string; state: string }[] };
    const states = new Map(items.map(({ id, state }) => [id, state]));
    expect([one.id, two.id, three.id].map((id) => states.get(id))).toEqual(['stale', 'done', 'cancelled']);
  });

  it('cannot be altered by who stores it: the signatures are over the very bytes', async () => {
    const nam = await person('nam', 'approver');
    const { id } = await ask({ kind: 'review' });
    await sign(chair, id);
    const forged = await ask({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled });
    await app.db
      .updateTable('roster_request')
      .set({ payload: forged.payload })
      .where('id', '=', id)
      .execute();
    const answer = await sign(clerk, id);
    expect(answer.status).toBe(422);
    expect((await rosterInForce(app.db, PLACES.commune))?.roster.version).toBe(roster.version);
  });

  it('is for those of the commune alone', async () => {
    const { id } = await ask({ kind: 'review' });
    expect((await call(app, world.stranger, 'get', `/roster-requests/${id}`)).status).toBe(403);
    const signature = { protected: 'e30', signature: 'e30' };
    expect(
      (await call(app, world.stranger, 'post', `/roster-requests/${id}/signatures`, signature)).status,
    ).toBe(403);
    const contributor = world.tokens.contributor;
    expect((await call(app, contributor, 'get', `/roster-requests/${id}`)).status).toBe(403);
  });
});

describe('a merger', () => {
  it('is written down by two people, in words, once the village is part of the other, and boxes know it', async () => {
    const merge: RosterChange = { kind: 'merge', areaId: PLACES.quietVillage };
    const early = await askFor(merge);
    expect([early.status, await codeOf(early)]).toEqual([409, 'not_merged']);
    const path = `/areas/${PLACES.quietVillage}/merge`;
    const answer = await call(app, world.tokens.admin, 'post', path, { into: PLACES.village });
    const [warning] = MergedArea.parse(await answer.json()).warnings;
    expect(warning?.message).toContain('Ghi việc sáp nhập');
    expect(warning?.message).not.toContain('loa area');
    const { diff } = await ask(merge);
    expect(diff).toEqual([
      { kind: 'added', text: 'Ghi việc sáp nhập: làng Yên nay là một phần của làng Ơi Briu.' },
    ]);
    expect((await signedByBoth(merge)).state).toBe('done');
    expect((await atTheBox(null)).successors).toEqual({ [PLACES.quietVillage]: PLACES.village });
    expect(await codeOf(await askFor(merge))).toBe('not_merged');
    const elsewhere = await askFor({ kind: 'merge', areaId: PLACES.otherCommune });
    expect(await codeOf(elsewhere)).toBe('not_merged');
  });
});

describe('a lost telephone', () => {
  it('keeps what it had signed and signs nothing more; the new one does', async () => {
    const { grantId } = await approvedBy(clerk);
    const old = clerk.key;
    await app.advance(1_000);
    clerk = { ...clerk, key: await registerPasskey(clerk.session) };
    const { id } = await ask({
      ...{ kind: 'newKeys', personId: 'person_clerk', accountId: clerk.accountId, former: 'lost' },
      kids: [clerk.key.kid],
    });
    await sign(chair, id);
    // Until the new roster stands, the former one's keys sign.
    const signed = await sign({ ...clerk, key: old }, id);
    expect(RosterRequest.parse(await signed.json())).toMatchObject({ state: 'done' });
    const now = await atTheBox(null);
    expect(await grantAtTheBox(grantId, now)).toBe('ok');
    expect((await approvedBy(clerk)).signers).toEqual(['person_clerk']);
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    await listen(app, clerk, variant.id, { forMs: 20_000 });
    const again = await approve({ ...clerk, key: old }, `/variants/${variant.id}/approval`, {
      ...TICK,
      kid: old.kid,
    });
    expect(await codeOf(again)).toBe('key_not_in_roster');
  });
});

describe('a revoked approver', () => {
  it('leaves a list of what is to be approved again, and none of it sounds meanwhile', async () => {
    const nam = await person('nam', 'approver');
    await signedByBoth({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled });
    const { grantId, variant } = await approvedBy(nam);
    const kept = await approvedBy(clerk);
    const inRoster = (await rosterInForce(app.db, PLACES.commune))?.roster.people.at(-1)?.personId ?? '';
    await signedByBoth({ kind: 'revoke', personId: inRoster });
    expect(await grantAtTheBox(grantId, await atTheBox(null))).toBe('revoked');
    expect(await grantAtTheBox(kept.grantId, await atTheBox(null))).toBe('ok');
    const list = async () =>
      Reapprovals.parse(await (await clerk.session.send('get', '/reapprovals')).json()).items;
    expect(await list()).toEqual([
      expect.objectContaining({ kind: 'variant', id: variant.id, grantId, signers: ['nam'] }),
    ]);
    expect(app.notified).toContainEqual(expect.objectContaining({ kind: 'plans' }));
    await listen(app, clerk, variant.id, { forMs: 20_000 });
    expect((await approve(clerk, `/variants/${variant.id}/approval`, TICK)).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('differs from one who retired: what that one approved stays', async () => {
    const nam = await person('nam', 'approver');
    await signedByBoth({ kind: 'addPerson', accountId: nam.accountId, rights: scheduled });
    const { grantId } = await approvedBy(nam);
    const inRoster = (await rosterInForce(app.db, PLACES.commune))?.roster.people.at(-1)?.personId ?? '';
    await app.advance(1_000);
    await signedByBoth({ kind: 'retire', personId: inRoster });
    expect(await grantAtTheBox(grantId, await atTheBox(null))).toBe('ok');
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    await listen(app, nam, variant.id, { forMs: 20_000 });
    expect(await codeOf(await approve(nam, `/variants/${variant.id}/approval`, TICK))).toBe(
      'key_not_in_roster',
    );
  });
});

describe('a deputy', () => {
  it('approves during the leave and neither before nor after', async () => {
    const kt = await person('kt', 'approver');
    const from = app.clock.now() + DAY;
    const done = await signedByBoth({
      ...{ kind: 'deputy', accountId: kt.accountId, deputyFor: 'person_clerk', from, until: from + DAY },
    });
    expect(done.state).toBe('done');
    const attempt = async () => {
      const { variant } = await draftBulletin(app, world);
      await submit(app, world, variant.id);
      await listen(app, kt, variant.id, { forMs: 20_000 });
      return approve(kt, `/variants/${variant.id}/approval`, TICK);
    };
    expect(await codeOf(await attempt())).toBe('no_right_here');
    // Moved without the sessions noticing: they are idle for a day.
    await app.db
      .updateTable('web_session')
      .set({ last_seen_at: from + 1 })
      .execute();
    await app.advance(DAY);
    expect((await attempt()).status).toBe(200);
  });
});

describe('a roster that nobody looked at for a year', () => {
  it('is told to those who read it', async () => {
    const read = async () =>
      StoredRosterAnswer.parse(
        await (await call(app, world.tokens.admin, 'get', `/areas/${PLACES.commune}/roster`)).json(),
      ).reviewDue;
    expect(await read()).toBe(false);
    await app.advance(366 * DAY);
    expect(await read()).toBe(true);
    const answer = Reapprovals.parse(
      await (await call(app, world.tokens.approver, 'get', '/reapprovals')).json(),
    );
    expect(answer.reviewsDue).toMatchObject([{ communeId: PLACES.commune }]);
  });
});
