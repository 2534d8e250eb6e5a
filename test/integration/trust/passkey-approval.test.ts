import { ApprovalInbox } from '@loa/shared/api/approvals';
import { Bulletin } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import {
  FinishedSetApproval,
  FinishedVariantApproval,
  PreparedApproval,
} from '@loa/shared/api/passkey-approval';
import { ApprovedSet, WaitingSet } from '@loa/shared/api/sets';
import type { Roster } from '@loa/shared/messages/roster';
import { checkGrant, grantAllows } from '@loa/shared/trust/check-grant';
import { signingInputOf } from '@loa/shared/trust/signing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setPersonOfAccount } from '../../../controller/src/db/accounts.js';
import { findGrant } from '../../../controller/src/db/grants.js';
import { loadBulletins } from '../../../controller/src/db/planning-bulletins.js';
import { approvedBulletin, draftBulletin, putVariant, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import {
  type ControllerWorld,
  call,
  OTHER_RECORDING,
  PLACES,
  RECORDING,
  seedControllerWorld,
} from '../../support/controller-world.js';
import {
  approve,
  givenPasskeyPerson,
  listen,
  type PasskeyPerson,
  rosterWith,
} from '../../support/passkey-person.js';
import { PASSKEY_ORIGIN } from '../../support/software-passkey.js';

const CHAIN = [PLACES.province, PLACES.commune, PLACES.village];
const DURATION = 20_000;
const TICK = { noStateSecret: true };
let app: ControllerApp;
let world: ControllerWorld;
let hoa: PasskeyPerson;
let roster: Roster;
beforeEach(async () => {
  app = await startControllerApp({ clock: workingMorning(), settings: { publicUrl: PASSKEY_ORIGIN } });
  world = await seedControllerWorld(app);
  hoa = await givenPasskeyPerson(app, { name: 'hoa', role: 'approver', areaId: PLACES.commune });
  roster = await rosterWith(app, world, [{ who: hoa, rights: everything() }]);
});
afterEach(() => app.stop());

const everything = () =>
  (['scheduled', 'relay', 'set'] as const).map((use) => ({ use, areas: [PLACES.commune] }));
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

async function submitted(text?: string) {
  const drafted = await draftBulletin(app, world, text === undefined ? {} : { text });
  await submit(app, world, drafted.variant.id);
  return drafted;
}

const LISTENER = { name: 'Rơ Châm H’Lan', language: 'vi' };

/** Two must sign, and the second does not know the language; they may also sign what was prepared for the first. */
async function secondWithoutVietnamese() {
  const mai = await givenPasskeyPerson(app, {
    ...{ name: 'mai', role: 'approver', areaId: PLACES.commune, languages: ['jra'] },
  });
  world = { ...world, roster };
  const needs = { scheduled: 2, set: 2 };
  roster = await rosterWith(app, world, [{ who: mai, rights: everything() }], { needs });
  const signsUnprepared = async (path: string, kind: 'variant' | 'set', finish: object = {}) => {
    const draft = await app.db
      .selectFrom('grant_draft')
      .selectAll()
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
    const { challenge } = signingInputOf('grant', { payload: draft.payload, cty: 'json' }, mai.key.personKey);
    const body = { draftId: draft.id, credential: mai.key.assert(challenge), ...finish };
    return mai.session.send('post', `${path}/finish`, body);
  };
  return { mai, signsUnprepared };
}

/** What an approval that is whole says. */
async function grantNamed(approved: { state: string; grantId?: string }) {
  const stored = await findGrant(app.db, approved.grantId ?? '');
  const checked = checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN);
  if (!checked.ok) throw new Error(checked.detail);
  return checked.grant;
}

/** The details of what was written down, the oldest first. */
async function auditOf(action: string): Promise<unknown[]> {
  const rows = await app.db
    .selectFrom('audit')
    .select('detail')
    .where('action', '=', action)
    .orderBy('id')
    .execute();
  return rows.map(({ detail }) => JSON.parse(detail ?? 'null'));
}

const approvalOf = (variantId: string) => `/variants/${variantId}/approval`;

describe('approving by passkey', () => {
  it('makes a grant that a box believes, of what was heard, for the approver’s whole area', async () => {
    const { variant } = await submitted();
    await listen(app, hoa, variant.id, { forMs: DURATION });
    const answer = await hoa.session.send('post', `${approvalOf(variant.id)}/prepare`, TICK);
    const shown = PreparedApproval.parse(await answer.json());
    expect(shown).toMatchObject({
      where: ['xã area_commune'],
      texts: ['Bà con chú ý.'],
      recordings: [{ sha256: RECORDING, durationMs: DURATION }],
      grant: { areas: [PLACES.commune], noStateSecret: true },
      needs: 1,
      options: { rpId: 'loa.example.vn', userVerification: 'required' },
    });
    const credential = hoa.key.assert(shown.challenge);
    const finished = await hoa.session.send('post', `${approvalOf(variant.id)}/finish`, {
      draftId: shown.draftId,
      credential,
    });
    const approved = FinishedVariantApproval.parse(await finished.json());
    if (approved.state !== 'approved') throw new Error('still waiting');
    expect(approved).toMatchObject({ signers: ['person_hoa'], variant: { state: 'approved' } });
    const stored = await findGrant(app.db, approved.grantId);
    const checked = checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN);
    if (!checked.ok) throw new Error(checked.detail);
    expect(checked.grantId).toBe(approved.grantId);
    const at = app.clock.now();
    expect(grantAllows(checked.grant, { use: 'scheduled', sha256: RECORDING, at })).toEqual({ ok: true });
  });

  it('waits until all of the recording was heard', async () => {
    const { variant } = await submitted();
    const attempt = () => approve(hoa, approvalOf(variant.id), TICK);
    expect(await codeOf(await attempt())).toBe('not_heard');
    expect(await listen(app, hoa, variant.id, { forMs: 10_000 })).toMatchObject({ enough: false });
    expect(await codeOf(await attempt())).toBe('not_heard');
    expect(await listen(app, hoa, variant.id, { forMs: 10_000 })).toMatchObject({ enough: true });
    expect((await attempt()).status).toBe(200);
  });

  it('counts 1.5 times the speed, and nothing faster', async () => {
    const { variant } = await submitted();
    expect(await listen(app, hoa, variant.id, { forMs: DURATION, speed: 4 })).toMatchObject({
      enough: false,
    });
    const other = await submitted('Lời khác.');
    expect(await listen(app, hoa, other.variant.id, { forMs: DURATION, speed: 1.5 })).toMatchObject({
      enough: true,
    });
  });

  it('wants it heard anew once the recording was changed', async () => {
    const { bulletin, variant } = await submitted();
    await listen(app, hoa, variant.id, { forMs: DURATION });
    await putVariant(app, world.tokens.broadcaster, bulletin.id, OTHER_RECORDING, 'Bà con chú ý.');
    await submit(app, world, variant.id);
    expect(await codeOf(await approve(hoa, approvalOf(variant.id), TICK))).toBe('not_heard');
  });

  it('needs the tick, and a named listener for a language that the approver does not know', async () => {
    const { variant } = await submitted();
    await listen(app, hoa, variant.id, { forMs: DURATION });
    expect((await approve(hoa, approvalOf(variant.id), {})).status).toBe(400);
    expect((await approve(hoa, approvalOf(variant.id), { noStateSecret: false })).status).toBe(400);
    await app.db
      .updateTable('account')
      .set({ languages: '["jra"]' })
      .where('id', '=', hoa.accountId)
      .execute();
    expect(await codeOf(await approve(hoa, approvalOf(variant.id), TICK))).toBe('listener_needed');
    const answer = await approve(hoa, approvalOf(variant.id), {
      ...TICK,
      listener: { name: 'Rơ Châm H’Lan' },
    });
    const approved = FinishedVariantApproval.parse(await answer.json());
    const stored = await findGrant(app.db, approved.state === 'approved' ? approved.grantId : '');
    expect(checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN)).toMatchObject({
      ok: true,
      grant: { listener: { name: 'Rơ Châm H’Lan', language: 'vi' }, noStateSecret: true },
    });
  });

  it.each([
    ['a phishing page', { origin: 'https://loa.example.evil' }],
    ['a frame of another page', { crossOrigin: true }],
    ['nobody verified', { flags: 0x01 }],
    ['another relying party', { rpId: 'example.evil' }],
  ])('is refused from %s', async (_name, lie) => {
    const { variant } = await submitted();
    await listen(app, hoa, variant.id, { forMs: DURATION });
    const answer = await approve(hoa, approvalOf(variant.id), TICK, { lie });
    expect(await codeOf(answer)).toBe('grant_bad_signature');
  });

  it('signs nothing else than what was shown', async () => {
    const one = await submitted();
    const two = await submitted('Lời khác.');
    for (const { variant } of [one, two]) await listen(app, hoa, variant.id, { forMs: DURATION });
    const shown = PreparedApproval.parse(
      await (await hoa.session.send('post', `${approvalOf(one.variant.id)}/prepare`, TICK)).json(),
    );
    const credential = hoa.key.assert(shown.challenge);
    const body = { draftId: shown.draftId, credential };
    expect(await codeOf(await hoa.session.send('post', `${approvalOf(two.variant.id)}/finish`, body))).toBe(
      'draft_over',
    );
    const again = PreparedApproval.parse(
      await (await hoa.session.send('post', `${approvalOf(two.variant.id)}/prepare`, TICK)).json(),
    );
    const mixed = { draftId: again.draftId, credential };
    expect(await codeOf(await hoa.session.send('post', `${approvalOf(two.variant.id)}/finish`, mixed))).toBe(
      'grant_bad_signature',
    );
  });

  it('is for nobody whose key stands in no roster, nor beyond where its owner may approve', async () => {
    const lan = await givenPasskeyPerson(app, { name: 'lan', role: 'approver', areaId: PLACES.commune });
    const { variant } = await submitted();
    await listen(app, lan, variant.id, { forMs: DURATION });
    expect(await codeOf(await approve(lan, approvalOf(variant.id), TICK))).toBe('key_not_in_roster');
    const rights = [{ use: 'scheduled' as const, areas: [PLACES.village] }];
    world = { ...world, roster };
    roster = await rosterWith(app, world, [{ who: lan, rights }]);
    const wide = { ...TICK, areas: [PLACES.commune] };
    expect(await codeOf(await approve(lan, approvalOf(variant.id), wide))).toBe('no_right_here');
    const answer = await lan.session.send('post', `${approvalOf(variant.id)}/prepare`, TICK);
    expect(PreparedApproval.parse(await answer.json()).grant.areas).toEqual([PLACES.village]);
  });

  it('gathers as many people as the roster needs, over one and the same grant', async () => {
    const mai = await givenPasskeyPerson(app, { name: 'mai', role: 'approver', areaId: PLACES.commune });
    world = { ...world, roster };
    roster = await rosterWith(app, world, [{ who: mai, rights: everything() }], { needs: { scheduled: 2 } });
    const { variant } = await submitted();
    for (const who of [hoa, mai]) await listen(app, who, variant.id, { forMs: DURATION });
    const unverified = await approve(hoa, approvalOf(variant.id), TICK, { lie: { flags: 0x01 } });
    expect(await codeOf(unverified)).toBe('grant_bad_signature');
    const first = await approve(hoa, approvalOf(variant.id), TICK);
    expect(await first.json()).toEqual({ state: 'waiting', signers: ['person_hoa'], needs: 2 });
    expect(await codeOf(await approve(hoa, approvalOf(variant.id), TICK))).toBe('signed_already');
    const second = FinishedVariantApproval.parse(
      await (await approve(mai, approvalOf(variant.id), TICK)).json(),
    );
    expect(second).toMatchObject({ state: 'approved', signers: ['person_hoa', 'person_mai'] });
  });

  it('shows and signs the listener whom the second approver named, where the first needed none', async () => {
    const { mai, signsUnprepared } = await secondWithoutVietnamese();
    const { variant } = await submitted();
    const path = approvalOf(variant.id);
    for (const who of [hoa, mai]) await listen(app, who, variant.id, { forMs: DURATION });
    const signed = async (who: PasskeyPerson) => {
      const answer = await who.session.send('get', `/approvals?variant=${variant.id}`);
      return ApprovalInbox.parse(await answer.json()).items[0]?.signed;
    };
    expect(await signed(mai)).toEqual({ needs: 2, by: [], byYou: false, listener: null });
    expect(await (await approve(hoa, path, TICK)).json()).toMatchObject({ state: 'waiting' });
    // Whoever signs next learns beforehand whom naming a listener makes sign again.
    const once = { needs: 2, by: ['person_hoa'], listener: null };
    expect(await signed(mai)).toEqual({ ...once, byYou: false });
    expect(await signed(hoa)).toEqual({ ...once, byYou: true });
    expect(await codeOf(await mai.session.send('post', `${path}/prepare`, TICK))).toBe('listener_needed');
    expect(await codeOf(await signsUnprepared(path, 'variant'))).toBe('listener_needed');
    await app.advance(1000);
    const withListener = { ...TICK, listener: { name: 'Rơ Châm H’Lan' } };
    const second = await approve(mai, path, withListener);
    expect(await second.json()).toEqual({ state: 'waiting', signers: ['person_mai'], needs: 2 });
    expect(await signed(hoa)).toEqual({
      needs: 2,
      by: ['person_mai'],
      byYou: false,
      listener: 'Rơ Châm H’Lan',
    });
    // What the first had signed said nothing of a listener, so they sign again, under hers and nobody else's.
    const other = { ...TICK, listener: { name: 'Ksor Thu' } };
    expect(await codeOf(await approve(hoa, path, other))).toBe('other_listener');
    const finished = await approve(hoa, path, TICK);
    const approved = FinishedVariantApproval.parse(await finished.json());
    expect(approved).toMatchObject({ state: 'approved', signers: ['person_mai', 'person_hoa'] });
    expect(await grantNamed(approved)).toMatchObject({ listener: LISTENER });
    expect(await auditOf('variant.sign')).toMatchObject([{}, { listener: LISTENER }]);
  });

  it('is not for whoever wrote it, who learns that before listening and spoils nobody’s signature', async () => {
    const mai = await givenPasskeyPerson(app, { name: 'mai', role: 'approver', areaId: PLACES.commune });
    world = { ...world, roster };
    roster = await rosterWith(app, world, [{ who: mai, rights: everything() }], { needs: { scheduled: 2 } });
    const { variant } = await submitted();
    for (const id of [world.accountIds.broadcaster, hoa.accountId])
      await setPersonOfAccount(app.db, id, 'person_hoa');
    expect(await codeOf(await approve(hoa, approvalOf(variant.id), TICK))).toBe('own_work');
    for (const who of [hoa, mai]) await listen(app, who, variant.id, { forMs: DURATION });
    const path = approvalOf(variant.id);
    const shown = PreparedApproval.parse(
      await (await mai.session.send('post', `${path}/prepare`, TICK)).json(),
    );
    const draft = { payload: shown.payload, cty: 'json' as const };
    const { challenge } = signingInputOf('grant', draft, hoa.key.personKey);
    const body = { draftId: shown.draftId, credential: hoa.key.assert(challenge) };
    expect(await codeOf(await hoa.session.send('post', `${path}/finish`, body))).toBe('own_work');
    const first = await approve(mai, path, TICK);
    expect(await first.json()).toEqual({ state: 'waiting', signers: ['person_mai'], needs: 2 });
  });
});

describe('a set approved by passkey', () => {
  it('covers all of its recordings by one grant, in plans and at the box, and is taken back at once', async () => {
    const tune = await submitted('Nhạc hiệu.');
    const chime = await draftBulletin(app, world, { title: 'Chuông' });
    await putVariant(app, world.tokens.broadcaster, chime.bulletin.id, OTHER_RECORDING, 'Chuông.');
    await submit(app, world, chime.variant.id);
    const variantIds = [tune.variant.id, chime.variant.id];
    const asked = { variantIds, title: 'Nhạc hiệu và chuông', ...TICK };
    await listen(app, hoa, tune.variant.id, { forMs: DURATION });
    expect(await codeOf(await approve(hoa, '/sets/approval', asked, { finish: { variantIds } }))).toBe(
      'not_heard',
    );
    await listen(app, hoa, chime.variant.id, { forMs: DURATION });
    const answer = await approve(hoa, '/sets/approval', asked, { finish: { variantIds } });
    const approved = FinishedSetApproval.parse(await answer.json());
    if (approved.state !== 'approved') throw new Error('still waiting');
    const stored = await findGrant(app.db, approved.grantId);
    const checked = checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN);
    if (!checked.ok) throw new Error(checked.detail);
    const at = app.clock.now();
    for (const sha256 of [RECORDING, OTHER_RECORDING]) {
      expect(grantAllows(checked.grant, { use: 'scheduled', sha256, at })).toEqual({ ok: true });
    }
    const inputs = await loadBulletins(app.db, [tune.bulletin.id, chime.bulletin.id]);
    const grants = [...inputs.values()].flatMap(({ variants }) =>
      variants.map(({ grant }) => grant?.grantId),
    );
    expect(grants).toEqual([approved.grantId, approved.grantId]);
    const sets = async (query = '', token = world.tokens.supervisor) =>
      pageOf(ApprovedSet).parse(await (await call(app, token, 'get', `/sets${query}`)).json()).items;
    expect(await sets()).toMatchObject([
      {
        ...{ grantId: approved.grantId, title: 'Nhạc hiệu và chuông', signers: ['person_hoa'] },
        items: [{ title: 'Chuông' }, { bulletinId: tune.bulletin.id, durationMs: DURATION }],
      },
    ]);
    expect(await sets(`?id=${'0'.repeat(64)}`)).toEqual([]);
    expect(await sets('', world.stranger)).toEqual([]);
    const back = await call(app, world.tokens.broadcaster, 'post', `/grants/${approved.grantId}/withdraw`);
    expect(back.status).toBe(200);
    const read = await call(app, world.tokens.broadcaster, 'get', `/bulletins/${tune.bulletin.id}`);
    expect(Bulletin.parse(await read.json()).variants).toMatchObject([{ state: 'withdrawn', grantId: null }]);
    expect(await sets()).toEqual([]);
  });

  it('shows and signs the listener whom the second approver named, and stands by none who understood it', async () => {
    const { mai, signsUnprepared } = await secondWithoutVietnamese();
    const { variant } = await submitted();
    const path = '/sets/approval';
    const variantIds = [variant.id];
    const asked = { variantIds, title: 'Nhạc hiệu', ...TICK };
    const finish = { variantIds };
    for (const who of [hoa, mai]) await listen(app, who, variant.id, { forMs: DURATION });
    expect(await (await approve(hoa, path, asked, { finish })).json()).toMatchObject({ state: 'waiting' });
    expect(await codeOf(await mai.session.send('post', `${path}/prepare`, asked))).toBe('listener_needed');
    expect(await codeOf(await signsUnprepared(path, 'set', finish))).toBe('listener_needed');
    await app.advance(1000);
    const second = await approve(mai, path, { ...asked, listener: { name: LISTENER.name } }, { finish });
    expect(await second.json()).toEqual({ state: 'waiting', signers: ['person_mai'], needs: 2 });
    const approved = FinishedSetApproval.parse(await (await approve(hoa, path, asked, { finish })).json());
    expect(await grantNamed(approved)).toMatchObject({ listener: LISTENER });
    expect(await auditOf('set.sign')).toMatchObject([{}, { listener: LISTENER }]);
    expect(await auditOf('variant.approve')).toMatchObject([{ listener: LISTENER }]);
  });

  it('waits in the inbox of whoever signs next, until they did or one of its recordings changed', async () => {
    const mai = await givenPasskeyPerson(app, { name: 'mai', role: 'approver', areaId: PLACES.commune });
    world = { ...world, roster };
    roster = await rosterWith(app, world, [{ who: mai, rights: everything() }], { needs: { set: 2 } });
    const [tune, chime] = [await submitted('Nhạc hiệu.'), await submitted('Chuông.')];
    const variantIds = [tune.variant.id, chime.variant.id].sort();
    const asked = { variantIds, title: 'Nhạc hiệu và chuông', ...TICK };
    const waiting = async (who: PasskeyPerson) =>
      pageOf(WaitingSet).parse(await (await who.session.send('get', '/sets/waiting')).json()).items;
    for (const who of [hoa, mai])
      for (const id of variantIds) await listen(app, who, id, { forMs: DURATION });
    // Opened, and signed by nobody: that is no set that waits.
    await hoa.session.send('post', '/sets/approval/prepare', asked);
    expect(await waiting(mai)).toEqual([]);
    const sign = async (who: PasskeyPerson) =>
      (await approve(who, '/sets/approval', asked, { finish: { variantIds } })).json();
    expect(await sign(hoa)).toMatchObject({ state: 'waiting' });
    expect(await waiting(mai)).toMatchObject([
      {
        ...{ title: 'Nhạc hiệu và chuông', variantIds, notByYou: null },
        signed: { needs: 2, by: ['person_hoa'], byYou: false },
      },
    ]);
    expect(await waiting(hoa)).toMatchObject([{ signed: { byYou: true } }]);
    const strange = await call(app, world.stranger, 'get', '/sets/waiting');
    expect(pageOf(WaitingSet).parse(await strange.json()).items).toEqual([]);
    const { text } = tune.variant;
    await app.db.updateTable('variant').set({ text: 'Khác.' }).where('id', '=', tune.variant.id).execute();
    expect(await waiting(mai)).toEqual([]);
    await app.db.updateTable('variant').set({ text }).where('id', '=', tune.variant.id).execute();
    expect(await sign(mai)).toMatchObject({ state: 'approved' });
    expect(await waiting(mai)).toEqual([]);
  });

  it('names the listener for the language that the approver does not know, whichever comes first', async () => {
    const mixed = [await submitted(), await submitted()];
    // Their ids are random: once each comes first.
    for (const [jrai] of [mixed, mixed.toReversed()]) {
      await app.db.updateTable('variant').set({ language: 'vi' }).execute();
      await app.db
        .updateTable('variant')
        .set({ language: 'jra' })
        .where('id', '=', jrai?.variant.id ?? '')
        .execute();
      for (const { variant } of mixed) await listen(app, hoa, variant.id, { forMs: DURATION });
      const variantIds = mixed.map(({ variant }) => variant.id);
      const listener = { name: LISTENER.name };
      const asked = { variantIds, title: 'Nhạc hiệu', ...TICK, listener };
      const answer = await hoa.session.send('post', '/sets/approval/prepare', asked);
      expect(PreparedApproval.parse(await answer.json()).grant.listener).toEqual({
        ...{ ...listener, language: 'jra' },
      });
    }
  });

  it('is taken back by the staff alone: a contributor silences no colleague by their grant', async () => {
    const { bulletin, grantId } = await approvedBulletin(app, world);
    const path = `/grants/${grantId}/withdraw`;
    const states = async () => {
      const read = await call(app, world.tokens.broadcaster, 'get', `/bulletins/${bulletin.id}`);
      return Bulletin.parse(await read.json()).variants.map(({ state }) => state);
    };
    expect(await codeOf(await call(app, world.tokens.contributor, 'post', path))).toBe('role_not_allowed');
    expect(await states()).toEqual(['approved']);
    expect((await call(app, world.tokens.approver, 'post', path)).status).toBe(200);
    expect(await states()).toEqual(['withdrawn']);
  });
});
