import { Bulletin } from '@loa/shared/api/bulletins';
import { FinishedStationApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { Station } from '@loa/shared/api/stations';
import type { Right, Roster } from '@loa/shared/messages/roster';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { signingInputOf } from '@loa/shared/trust/signing';
import { grantAllowsRelay } from '@loa/shared/trust/stream-grants';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setPersonOfAccount } from '../../../controller/src/db/accounts.js';
import { findGrant } from '../../../controller/src/db/grants.js';
import { signedIn } from '../../support/browser-session.js';
import {
  approvedBulletin,
  draftBulletin,
  putVariant,
  signProposal,
  submit,
} from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import {
  type ControllerWorld,
  call,
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
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let app: ControllerApp;
let world: ControllerWorld;
let hoa: PasskeyPerson;
let roster: Roster;
let station: Station;
beforeEach(async () => {
  app = await startControllerApp({ clock: workingMorning(), settings: { publicUrl: PASSKEY_ORIGIN } });
  world = await seedControllerWorld(app);
  hoa = await approver('hoa');
  roster = await rosterWith(app, world, [{ who: hoa, rights: [relay] }]);
  const hours = [{ from: '05:30', to: '06:00' }];
  const fields = { areaId: PLACES.commune, name: 'VOV4', url: 'https://vov4.example.vn/live', hours };
  station = Station.parse(await (await byClerk('post', '/stations', fields)).json());
});
afterEach(() => app.stop());

const relay: Right = { use: 'relay', areas: [PLACES.commune] };
const approver = (name: string, areaId: string = PLACES.commune) =>
  givenPasskeyPerson(app, { name, role: 'approver', areaId });
const byClerk = (method: string, path: string, body?: unknown) =>
  call(app, world.tokens.broadcaster, method, path, body);
const approval = () => `/stations/${station.id}/approval`;
const withFallback = (fallbackBulletinId: string) =>
  byClerk('patch', `/stations/${station.id}`, { fallbackBulletinId });
const prepare = (who: PasskeyPerson, asked: object = {}) =>
  who.session.send('post', `${approval()}/prepare`, asked);
const shownTo = async (who: PasskeyPerson, asked?: object) =>
  PreparedApproval.parse(await (await prepare(who, asked)).json());
const finish = (who: PasskeyPerson, shown: PreparedApproval, credential: object) =>
  who.session.send('post', `${approval()}/finish`, { draftId: shown.draftId, credential });
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;
const asItStands = async () => Station.parse(await (await byClerk('get', `/stations/${station.id}`)).json());

/** More people in the list of who may approve. */
async function alsoListed(people: readonly [PasskeyPerson, Right[]][], needs: Roster['needs'] = {}) {
  const listed = people.map(([who, rights]) => ({ who, rights }));
  roster = await rosterWith(app, { ...world, roster }, listed, { needs });
}

describe('a station approved by passkey', () => {
  it('is shown before it is signed, believed by a box until its day, and read as approved until then', async () => {
    const until = app.clock.now() + DAY;
    const shown = await shownTo(hoa, { until });
    expect(shown).toMatchObject({
      grant: {
        ...{ use: 'relay', title: 'VOV4', areas: [PLACES.commune], validUntil: until },
        subject: { url: station.url, hours: station.hours },
      },
      ...{ where: ['xã area_commune'], recordings: [], texts: [], needs: 1, signers: [] },
      options: { rpId: 'loa.example.vn', userVerification: 'required' },
    });
    const answer = await finish(hoa, shown, hoa.key.assert(shown.challenge));
    const approved = FinishedStationApproval.parse(await answer.json());
    if (approved.state !== 'approved') throw new Error('still waiting');
    expect(approved.signers).toEqual(['person_hoa']);
    expect(await asItStands()).toMatchObject({ grantId: approved.grantId, approvedUntil: until });
    const stored = await findGrant(app.db, approved.grantId);
    const checked = checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN);
    if (!checked.ok) throw new Error(checked.detail);
    const asked = { url: station.url, at: app.clock.now() };
    expect(grantAllowsRelay(checked.grant, asked).ok).toBe(true);
    expect(grantAllowsRelay(checked.grant, { ...asked, at: until })).toMatchObject({ reason: 'expired' });

    // A line lost after the signature sends it again.
    expect(await codeOf(await finish(hoa, shown, hoa.key.assert(shown.challenge)))).toBe('draft_over');
    expect(await asItStands()).toMatchObject({ grantId: approved.grantId });
    const back = await byClerk('post', `/stations/${station.id}/withdraw`);
    expect(await back.json()).toMatchObject({ grantId: null });
    expect(await codeOf(await finish(hoa, shown, hoa.key.assert(shown.challenge)))).toBe('draft_over');
  });

  it('covers the recording that sounds when it falls silent, once the approver has heard it as it stands', async () => {
    const drafted = await draftBulletin(app, world);
    await withFallback(drafted.bulletin.id);
    const unheard = await prepare(hoa);
    expect(await unheard.json()).toMatchObject({
      error: { code: 'not_heard', details: { variantId: drafted.variant.id, sha256: RECORDING } },
    });
    const hear = () => listen(app, hoa, drafted.variant.id, { forMs: 20_000 });
    await hear();
    const before = await shownTo(hoa);
    await putVariant(app, world.tokens.broadcaster, drafted.bulletin.id, RECORDING, 'Lời khác.');
    expect(await codeOf(await finish(hoa, before, hoa.key.assert(before.challenge)))).toBe('not_heard');
    expect(await asItStands()).toMatchObject({ grantId: null });
    await hear();
    const shown = await shownTo(hoa);
    expect(shown).toMatchObject({
      grant: { subject: { fallback: RECORDING } },
      recordings: [{ variantId: drafted.variant.id, sha256: RECORDING, durationMs: 20_000 }],
    });
    const answer = await finish(hoa, shown, hoa.key.assert(shown.challenge));
    expect(await answer.json()).toMatchObject({ state: 'approved' });
  });

  it('asks nobody to hear a fallback that people have approved for its place, until they take that back', async () => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    await withFallback(bulletin.id);
    expect((await prepare(hoa)).status).toBe(200);
    await byClerk('post', `/variants/${variant.id}/withdraw`);
    expect(await codeOf(await prepare(hoa))).toBe('not_heard');
  });

  it('wants a fallback heard that was approved for a smaller place alone', async () => {
    const { bulletin, variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const grant = await signProposal(app, world, variant.id, { areas: [PLACES.village] });
    const answer = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/grant`, { grant });
    expect(answer.status).toBe(200);
    await withFallback(bulletin.id);
    expect(await codeOf(await prepare(hoa))).toBe('not_heard');
  });

  it('has no fallback of another commune, nor of a village where all of the commune hears it', async () => {
    const of = async (token: string, areaId: string) => {
      const made = await call(app, token, 'post', '/bulletins', { title: 'Dự phòng', kind: 'tin', areaId });
      return Bulletin.parse(await made.json()).id;
    };
    const elsewhere = [
      await of(world.stranger, PLACES.otherCommune),
      await of(world.tokens.broadcaster, PLACES.village),
    ];
    const { name, url, hours } = station;
    for (const fallbackBulletinId of elsewhere) {
      const asked = { areaId: PLACES.commune, name, url, hours, fallbackBulletinId };
      expect(await codeOf(await byClerk('post', '/stations', asked))).toBe('fallback_elsewhere');
      const changed = await byClerk('patch', `/stations/${station.id}`, { fallbackBulletinId });
      expect(await codeOf(changed)).toBe('fallback_elsewhere');
    }
    const fallbackBulletinId = await of(world.tokens.broadcaster, PLACES.commune);
    const ofVillage = { areaId: PLACES.village, name, url, hours, fallbackBulletinId };
    expect((await byClerk('post', '/stations', ofVillage)).status).toBe(201);
  });

  it.each([
    ['of a phishing page', { origin: 'https://loa.example.evil' }],
    ['of nobody verified', { flags: 0x01 }],
    ['for another relying party', { rpId: 'example.evil' }],
  ])('is not by a signature %s', async (_name, lie) => {
    expect(await codeOf(await approve(hoa, approval(), {}, { lie }))).toBe('grant_bad_signature');
    expect(await asItStands()).toMatchObject({ grantId: null });
  });

  it('is not by a signature over something else, nor by what was prepared for another station', async () => {
    const shown = await shownTo(hoa);
    const longer = await shownTo(hoa, { until: app.clock.now() + 30 * DAY });
    const mixed = hoa.key.assert(shown.challenge);
    expect(await codeOf(await finish(hoa, longer, mixed))).toBe('grant_bad_signature');
    const { id, grantId, createdAt, updatedAt, createdBy, approvedUntil, ...fields } = station;
    const made = await byClerk('post', '/stations', { ...fields, name: 'VOV5' });
    station = Station.parse(await made.json());
    expect(await codeOf(await finish(hoa, shown, mixed))).toBe('draft_over');
    expect(await asItStands()).toMatchObject({ grantId: null });
  });

  it.each<[string, object]>([
    ['address', { url: 'https://vov4.example.vn/other' }],
    ['hours', { hours: [{ from: '05:30', to: '22:00' }] }],
    ['name', { name: 'VOV4 tiếng Jrai' }],
  ])('is not once somebody changed its %s between reading and signing', async (_what, change) => {
    const shown = await shownTo(hoa);
    expect((await byClerk('patch', `/stations/${station.id}`, change)).status).toBe(200);
    expect(await codeOf(await finish(hoa, shown, hoa.key.assert(shown.challenge)))).toBe('draft_over');
    expect(await asItStands()).toMatchObject({ grantId: null, ...change });
  });

  it('is not once what was prepared is three days old, nor after the day until which it was to be', async () => {
    expect(await codeOf(await prepare(hoa, { until: app.clock.now() }))).toBe('ends_before');
    const old = await shownTo(hoa);
    const short = await shownTo(hoa, { until: app.clock.now() + HOUR });
    await app.advance(HOUR);
    expect(await codeOf(await finish(hoa, short, hoa.key.assert(short.challenge)))).toBe('grant_expired');
    await app.advance(old.expiresAt - app.clock.now());
    // A session idles away meanwhile.
    hoa = { ...hoa, session: await signedIn(app, PASSKEY_ORIGIN, { login: 'hoa' }) };
    expect(await codeOf(await finish(hoa, old, hoa.key.assert(old.challenge)))).toBe('draft_over');
    expect(await asItStands()).toMatchObject({ grantId: null });
  });
});

describe('who approves a station by passkey', () => {
  it('is an approver of its commune whose listed key has the right to it', async () => {
    const clerk = await givenPasskeyPerson(app, {
      ...{ name: 'thu', role: 'broadcaster', areaId: PLACES.commune },
    });
    const stranger = await approver('xa', PLACES.otherCommune);
    const shown = await shownTo(hoa);
    for (const who of [clerk, stranger]) {
      expect((await prepare(who)).status).toBe(403);
      expect((await finish(who, shown, who.key.assert(shown.challenge))).status).toBe(403);
    }
    const lan = await approver('lan');
    expect(await codeOf(await prepare(lan))).toBe('key_not_in_roster');
    expect(await codeOf(await finish(lan, shown, lan.key.assert(shown.challenge)))).toBe('wrong_key');
    await alsoListed([[lan, [{ use: 'scheduled', areas: [PLACES.commune] }]]]);
    expect(await codeOf(await prepare(lan))).toBe('no_right_here');
    expect(await asItStands()).toMatchObject({ grantId: null });
  });

  it('is not somebody with a right to other things, who signs what was prepared for another person', async () => {
    const lan = await approver('lan');
    await alsoListed([[lan, [{ use: 'scheduled', areas: [PLACES.commune] }]]]);
    const shown = await shownTo(hoa);
    const draft = { payload: shown.payload, cty: 'json' as const };
    const { challenge } = signingInputOf('grant', draft, lan.key.personKey);
    const answer = await finish(lan, shown, lan.key.assert(challenge));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await codeOf(answer)).toMatch(/^grant_/);
    expect(await asItStands()).toMatchObject({ grantId: null });
  });

  it('is two people over one and the same text where the commune says so; one alone lets nothing sound', async () => {
    const mai = await approver('mai');
    await alsoListed([[mai, [relay]]], { relay: 2 });
    const first = await approve(hoa, approval(), {});
    expect(await first.json()).toEqual({ state: 'waiting', signers: ['person_hoa'], needs: 2 });
    expect(await asItStands()).toMatchObject({ grantId: null });
    expect(await codeOf(await prepare(hoa))).toBe('signed_already');
    // Whatever the second asks for: what the first has signed stands.
    const shown = await shownTo(mai, { until: app.clock.now() + DAY });
    expect(shown).toMatchObject({ signers: ['person_hoa'], needs: 2 });
    expect(shown.grant.validUntil).toBeGreaterThan(app.clock.now() + DAY);
    const second = await finish(mai, shown, mai.key.assert(shown.challenge));
    expect(await second.json()).toMatchObject({ state: 'approved', signers: ['person_hoa', 'person_mai'] });
    expect((await asItStands()).grantId).not.toBeNull();
  });

  it('is not whoever wrote its fallback, who learns that before listening', async () => {
    const { bulletin } = await draftBulletin(app, world, { token: world.tokens.contributor });
    await withFallback(bulletin.id);
    for (const id of [world.accountIds.contributor, hoa.accountId])
      await setPersonOfAccount(app.db, id, 'person_hoa');
    expect(await codeOf(await prepare(hoa))).toBe('own_fallback');
  });

  it('is not whoever gave it its address, who learns that before signing and spoils nobody’s signature', async () => {
    const mai = await approver('mai');
    await alsoListed([[mai, [relay]]], { relay: 2 });
    await setPersonOfAccount(app.db, world.accountIds.broadcaster, 'person_hoa');
    await setPersonOfAccount(app.db, hoa.accountId, 'person_hoa');
    expect(await codeOf(await prepare(hoa))).toBe('own_address');
    const shown = await shownTo(mai);
    const draft = { payload: shown.payload, cty: 'json' as const };
    const { challenge } = signingInputOf('grant', draft, hoa.key.personKey);
    expect(await codeOf(await finish(hoa, shown, hoa.key.assert(challenge)))).toBe('own_address');
    const first = await finish(mai, shown, mai.key.assert(shown.challenge));
    expect(await first.json()).toEqual({ state: 'waiting', signers: ['person_mai'], needs: 2 });
  });
});
