import { readFile } from 'node:fs/promises';
import { Bulletin, StoredGrant, Variant } from '@loa/shared/api/bulletins';
import { sha256Hex } from '@loa/shared/jcs';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChanges } from '../../../controller/src/db/changes.js';
import { findGrant } from '../../../controller/src/db/grants.js';
import { findVariant, followGrants } from '../../../controller/src/db/variants.js';
import { followApprovals } from '../../../controller/src/http/follow-approvals.js';
import type { ClockVerdict } from '../../../controller/src/trust/clock-guard.js';
import {
  approvedBulletin,
  draftBulletin,
  putVariant,
  signProposal,
  submit,
} from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import {
  addAccount,
  type ControllerWorld,
  call,
  OTHER_RECORDING,
  PLACES,
  seedControllerWorld,
} from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const handIn = (variantId: string, grant: string) =>
  call(app, world.tokens.approver, 'post', `/variants/${variantId}/grant`, { grant });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error.code;
const stateOf = async (variantId: string) => (await findVariant(app.db, variantId))?.state;

describe('approving a bulletin', () => {
  it('takes the signature of a person whom the roster names, and keeps its very bytes', async () => {
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const grant = await signProposal(app, world, variant.id);
    const answer = await handIn(variant.id, grant);
    expect(answer.status).toBe(200);
    const stored = StoredGrant.parse(await answer.json());
    expect(stored).toMatchObject({ grantId: sha256Hex(grant), signers: ['person_nam'] });
    expect(stored.variant.state).toBe('approved');
    const kept = await findGrant(app.db, stored.grantId);
    expect(Buffer.from(kept?.bytes ?? []).toString('utf8')).toBe(grant);
    expect(await readFile(app.objects.pathOf(stored.grantId), 'utf8')).toBe(grant);
    const again = await handIn(variant.id, grant);
    expect(again.status).toBe(200);
  });

  it.each([
    ['another recording', { subject: { sha256: OTHER_RECORDING, language: 'vi' } }],
    ['another title', { title: 'Khác' }],
    ['another spoken text', { textSha256: sha256Hex('khác') }],
    ['no spoken text', { textSha256: undefined }],
    ['the whole province', { areas: [PLACES.province] }],
    ['another commune', { areas: [PLACES.otherCommune] }],
    ['an emergency', { use: 'emergency' }],
    ['a time that is over', { validFrom: 1, validUntil: 2 }],
  ])('refuses a signature for %s', async (_what, lie) => {
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const answer = await handIn(variant.id, await signProposal(app, world, variant.id, lie));
    expect(answer.status).toBe(422);
    expect(await codeOf(answer)).toMatch(/^grant_/);
    expect(await stateOf(variant.id)).toBe('submitted');
  });

  it('refuses a stranger’s key, one altered bit, and what is no signature at all', async () => {
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const stranger = await importSigningKey(generatePrivateJwk());
    const foreign = await signProposal(app, world, variant.id, {}, [stranger]);
    expect(await codeOf(await handIn(variant.id, foreign))).toBe('grant_unknown_key');
    const good = await signProposal(app, world, variant.id);
    const at = good.indexOf('"payload":"') + 20;
    const altered = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
    expect(await codeOf(await handIn(variant.id, altered))).toBe('grant_bad_signature');
    expect(await codeOf(await handIn(variant.id, 'duyệt nhé 👍'))).toBe('grant_malformed');
    expect(await stateOf(variant.id)).toBe('submitted');
  });

  it('is not possible before it is submitted, nor by a broadcaster', async () => {
    const { variant } = await draftBulletin(app, world);
    const grant = await signProposal(app, world, variant.id);
    expect((await handIn(variant.id, grant)).status).toBe(409);
    const path = `/variants/${variant.id}/grant`;
    expect((await call(app, world.tokens.broadcaster, 'post', path, { grant })).status).toBe(403);
    expect((await call(app, world.tokens.admin, 'post', path, { grant })).status).toBe(403);
  });

  it.each([
    [
      'title',
      (id: string) => call(app, world.tokens.broadcaster, 'patch', `/bulletins/${id}`, { title: 'Mới' }),
    ],
    [
      'audio',
      (id: string) => putVariant(app, world.tokens.broadcaster, id, OTHER_RECORDING, 'Bà con chú ý.'),
    ],
    ['text', (id: string) => putVariant(app, world.tokens.broadcaster, id, sha256Hex('recording'), 'Khác.')],
  ])('is void once the %s changes', async (_what, change) => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    await change(bulletin.id);
    expect(await findVariant(app.db, variant.id)).toMatchObject({ state: 'draft', grantId: null });
  });

  it('stays while only topics, column or another language change', async () => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    const path = `/bulletins/${bulletin.id}`;
    await call(app, world.tokens.broadcaster, 'patch', path, { topics: ['VNeID'], columnName: 'NQ57' });
    await call(app, world.tokens.broadcaster, 'put', `${path}/variants/jra`, { text: 'Ơ bôn sang' });
    expect(await stateOf(variant.id)).toBe('approved');
    const read = Bulletin.parse(await (await call(app, world.tokens.broadcaster, 'get', path)).json());
    expect(read.variants.map(({ language }) => language)).toEqual(['jra', 'vi']);
  });

  it('expires with its signature', async () => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    expect(await followGrants(app.db, app.clock.now())).toEqual([]);
    expect(await followGrants(app.db, app.clock.now() + 91 * 86_400_000)).toEqual([bulletin.id]);
    expect(await stateOf(variant.id)).toBe('expired');
  });
});

describe('an approval that a clock in the future ended', () => {
  it('is none where that clock is not believed', async () => {
    const { variant } = await approvedBulletin(app, world);
    const clock = { ...app.clock, now: () => app.clock.now() + 365 * 86_400_000 };
    const jumped = { ok: false, reason: 'jumped', detail: '' } as const;
    const follow = (verdict: ClockVerdict) =>
      followApprovals({ db: app.db, changes: createChanges(), clock, guard: { check: async () => verdict } });
    await follow(jumped);
    expect(await stateOf(variant.id)).toBe('approved');
    await follow({ ok: true });
    expect(await stateOf(variant.id)).toBe('expired');
  });

  it('stands again once the clock is right', async () => {
    const { bulletin, variant } = await approvedBulletin(app, world);
    await followGrants(app.db, app.clock.now() + 365 * 86_400_000);
    expect(await stateOf(variant.id)).toBe('expired');
    expect(await followGrants(app.db, app.clock.now())).toContain(bulletin.id);
    expect(await stateOf(variant.id)).toBe('approved');
  });
});

describe('a variant on its way', () => {
  it('is returned with a reason, submitted again, withdrawn, and submitted once more', async () => {
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    const rejected = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/reject`, {
      reason: 'Đọc sai tên làng',
    });
    expect(Variant.parse(await rejected.json())).toMatchObject({
      state: 'rejected',
      stateReason: 'Đọc sai tên làng',
    });
    await submit(app, world, variant.id);
    const withdrawn = await call(app, world.tokens.broadcaster, 'post', `/variants/${variant.id}/withdraw`);
    expect(withdrawn.status).toBe(200);
    const twice = await call(app, world.tokens.broadcaster, 'post', `/variants/${variant.id}/withdraw`);
    expect(twice.status).toBe(409);
    expect(((await twice.json()) as { error: { message: string } }).error.message).toContain('Đã thu hồi');
    await submit(app, world, variant.id);
    expect(await stateOf(variant.id)).toBe('submitted');
  });

  it('cannot be submitted without a sound', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const put = await call(app, world.tokens.broadcaster, 'put', `/bulletins/${bulletin.id}/variants/km`, {
      text: 'សូមស្តាប់',
    });
    const { id } = Variant.parse(await put.json());
    const answer = await call(app, world.tokens.broadcaster, 'post', `/variants/${id}/submit`);
    expect([answer.status, await codeOf(answer)]).toEqual([422, 'no_recording']);
  });

  it('of another contributor is not a contributor’s to change', async () => {
    const own = await draftBulletin(app, world, { token: world.tokens.contributor });
    const other = await addAccount(app, 'account_another', 'contributor', PLACES.commune);
    const path = `/bulletins/${own.bulletin.id}`;
    expect(await codeOf(await call(app, other, 'patch', path, { title: 'Của tôi' }))).toBe('not_own');
    expect((await call(app, world.tokens.contributor, 'patch', path, { title: 'Sửa' })).status).toBe(200);
  });
});
