import 'fake-indexeddb/auto';
import { Bulletin } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BulletinDraft,
  newBulletinKey,
} from '../../../controller/web/src/features/bulletins/bulletin-draft.js';
import { reopen } from '../../../controller/web/src/features/bulletins/reopen.js';
import { type SendJob, sendBulletin } from '../../../controller/web/src/features/bulletins/send-bulletin.js';
import { emptySound, SoundDraft } from '../../../controller/web/src/features/bulletins/sound-draft.js';
import { soundKey } from '../../../controller/web/src/features/bulletins/sound-key.js';
import { forgetDraft, keepDraft, readDraft } from '../../../controller/web/src/lib/drafts.js';
import { NO_LINE } from '../../../controller/web/src/lib/problem-error.js';
import { draftBulletin, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import {
  type ControllerWorld,
  call,
  OTHER_RECORDING,
  PLACES,
  RECORDING,
  seedControllerWorld,
} from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
/** What happens to a request on its way; null: nothing. */
let meets: (method: string, path: string, ask: () => Promise<Response>) => Promise<Response> | null;

beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  meets = () => null;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    if (!path.startsWith('/api')) return real(path, init);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${world.tokens.broadcaster}`);
    const ask = () => real(`${app.url}${path}`, { ...init, headers });
    return meets(init.method ?? 'GET', path, ask) ?? ask();
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await app.stop();
});

const made = { sha256: RECORDING, durationMs: 20_000, spokenFrom: null, sameAs: [], cutFrom: null };
const facts = {
  ...{ title: 'Tiêm phòng', kind: 'tin' as const, columnName: null, topics: [], audiences: [] },
  ...{ fieldCode: null, sourceUnit: null, validFrom: null, validUntil: null, taskRef: null },
};
const fresh: SendJob = {
  sound: { ...emptySound(), way: 'record', text: 'Bà con chú ý.', made },
  fresh: { facts, areaId: PLACES.commune },
  bulletinId: null,
  schedule: { areaIds: [PLACES.village], date: '2026-11-02', time: '17:00' },
  ...{ tried: false, submitted: false, scheduled: false, scheduleProblem: null },
};

/** As the outbox does: each attempt goes on from where the last one came. */
function sender(job: SendJob) {
  let at = job;
  const progress = async (next: SendJob) => {
    at = next;
  };
  const send = () => sendBulletin(at, progress);
  return { send, reached: () => at };
}

const bulletins = async () =>
  pageOf(Bulletin).parse(await (await call(app, world.tokens.admin, 'get', '/bulletins')).json()).items;
const schedules = async () => {
  const answer = await call(app, world.tokens.admin, 'get', '/schedules');
  return pageOf(SavedSchedule.shape.schedule).parse(await answer.json()).items;
};

/** The controller does what it is asked, and its answer is lost. */
async function lost(ask: () => Promise<Response>): Promise<Response> {
  await ask();
  throw new TypeError('no line');
}

describe('a bulletin that is sent', () => {
  it('says why it has no time on air', async () => {
    await app.advance(9 * 3_600_000);
    const { send, reached } = sender(fresh);
    const { scheduleProblem } = await send();
    expect(scheduleProblem).toMatch(/đã qua/);
    // Asked again, it says the same.
    expect(await sendBulletin(reached(), async () => {})).toMatchObject({ scheduleProblem });
    expect(await bulletins()).toMatchObject([{ title: 'Tiêm phòng', state: 'submitted' }]);
  });

  it.each([502, 429])('is scheduled later where the controller says %i just then', async (status) => {
    const { send } = sender(fresh);
    meets = (_, path) =>
      path === '/api/schedules' ? Promise.resolve(new Response('<html>', { status })) : null;
    await expect(send()).rejects.toMatchObject({ status });
    meets = () => null;
    expect(await send()).toMatchObject({ scheduleProblem: null });
    expect(await schedules()).toHaveLength(1);
  });

  it('is found again by a title of any length, where the answer to its making was lost', async () => {
    const title = `${'Thông báo '.repeat(29)}kết thúc`;
    const { send } = sender({ ...fresh, fresh: { facts: { ...facts, title }, areaId: PLACES.commune } });
    meets = (method, path, ask) => (method === 'POST' && path === '/api/bulletins' ? lost(ask) : null);
    await expect(send()).rejects.toMatchObject({ code: NO_LINE });
    meets = () => null;
    await send();
    expect(await bulletins()).toMatchObject([{ title, state: 'submitted' }]);
  });
});

describe('another recording of a bulletin', () => {
  /** As the page made it, which was opened with the variant as it is now. */
  async function replacing(content: { recordingSha256?: string; text?: string } = {}) {
    const { bulletin, variant } = await draftBulletin(app, world);
    const { recordingSha256 = OTHER_RECORDING, text = 'Bà con chú ý, bản thu lại.' } = content;
    const sound = { ...fresh.sound, text, made: { ...made, sha256: recordingSha256 } };
    const about = { fresh: null, bulletinId: bulletin.id, schedule: null, readAt: variant.updatedAt };
    await app.advance(1_000);
    const path = `/bulletins/${bulletin.id}/variants/vi`;
    const variantNow = async () => (await bulletins()).find(({ id }) => id === bulletin.id)?.variants[0];
    return { variant, path, variantNow, ...sender({ ...fresh, ...about, sound }) };
  }
  const returned = (variantId: string) =>
    call(app, world.tokens.approver, 'post', `/variants/${variantId}/reject`, { reason: 'Dài quá' });
  const losesAnswerTo = (method: string, end: string) => {
    meets = (asked, path, ask) => (asked === method && path.endsWith(end) ? lost(ask) : null);
  };

  it('does not take the place of a colleague’s that came while it waited for the line', async () => {
    const { send, path, variantNow } = await replacing();
    const theirs = { recordingSha256: RECORDING, text: 'Của đồng nghiệp' };
    expect((await call(app, world.tokens.admin, 'put', path, theirs)).status).toBe(200);
    const after = await variantNow();
    await expect(send()).rejects.toMatchObject({ status: 412, details: { updatedAt: after?.updatedAt } });
    expect(await variantNow()).toEqual(after);
  });

  it('of a language that there was none of is not put over the one that a colleague added', async () => {
    const { reached, path } = await replacing();
    const theirs = { recordingSha256: RECORDING, text: 'Của đồng nghiệp' };
    await call(app, world.tokens.admin, 'put', path.replace(/vi$/, 'jra'), theirs);
    const { send } = sender({ ...reached(), readAt: 0, sound: { ...reached().sound, language: 'jra' } });
    await expect(send()).rejects.toMatchObject({ status: 412 });
  });

  it.each([
    ['PUT', '/vi'],
    ['POST', '/submit'],
  ])('is not in its own way where the answer to %s …%s was lost', async (method, end) => {
    const { send, variantNow } = await replacing();
    losesAnswerTo(method, end);
    await expect(send()).rejects.toMatchObject({ code: NO_LINE });
    meets = () => null;
    await app.advance(1_000);
    await send();
    expect(await variantNow()).toMatchObject({ state: 'submitted', recordingSha256: OTHER_RECORDING });
  });

  it('that was returned before the answer to its submission came is left to people', async () => {
    const { send, variant, variantNow } = await replacing();
    losesAnswerTo('POST', '/submit');
    await expect(send()).rejects.toMatchObject({ code: NO_LINE });
    meets = () => null;
    await app.advance(1_000);
    expect((await returned(variant.id)).status).toBe(200);
    await send();
    expect(await variantNow()).toMatchObject({ state: 'rejected', stateReason: 'Dài quá' });
  });

  it('that a colleague submitted, and an approver returned, before the answer to PUT came is left to people', async () => {
    const { send, variant, variantNow } = await replacing();
    losesAnswerTo('PUT', '/vi');
    await expect(send()).rejects.toMatchObject({ code: NO_LINE });
    meets = () => null;
    await app.advance(1_000);
    await submit(app, world, variant.id);
    await returned(variant.id);
    await send();
    expect(await variantNow()).toMatchObject({ state: 'rejected' });
  });

  it('that says what was returned is submitted once more, where somebody was shown that', async () => {
    const { reached, variant, variantNow } = await replacing({
      recordingSha256: RECORDING,
      text: 'Bà con chú ý.',
    });
    await submit(app, world, variant.id);
    await returned(variant.id);
    await app.advance(1_000);
    const readAt = (await variantNow())?.updatedAt;
    await sender({ ...reached(), readAt }).send();
    expect(await variantNow()).toMatchObject({ state: 'submitted' });
  });
});

describe('a bulletin that was refused', () => {
  const who = { accountId: 'account_hoa', role: 'broadcaster' } as const;
  const KEY = newBulletinKey(who.accountId);
  beforeEach(() => forgetDraft(KEY));

  it('is a draft again as it was written, with its places and its time', async () => {
    expect(await reopen(fresh, who)).toBe('/phat-moi');
    expect((await readDraft(KEY, BulletinDraft))?.value).toEqual({
      ...{ ...fresh.sound, ...facts, areaIds: [PLACES.village] },
      when: { kind: 'once', date: '2026-11-02', time: '17:00' },
    });
  });

  it('without a time is one for later, on the page of who wrote it', async () => {
    expect(await reopen({ ...fresh, schedule: null }, { ...who, role: 'contributor' })).toBe('/gui-bai');
    const draft = (await readDraft(KEY, BulletinDraft))?.value;
    expect(draft).toMatchObject({ areaIds: [PLACES.commune], when: { kind: 'later' } });
  });

  it('takes the place of no other draft', async () => {
    await keepDraft(KEY, { ...emptySound(), way: 'text', text: 'Bài khác' });
    expect(await reopen(fresh, who)).toBeNull();
    expect((await readDraft(KEY, SoundDraft))?.value.text).toBe('Bài khác');
  });

  it('is its sound again where the bulletin is made: of a language that stands there, or of a new one', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const job = { ...fresh, fresh: null, bulletinId: bulletin.id };
    expect(await reopen(job, who)).toBe(`/ban-tin/${bulletin.id}/thu-tieng?tieng=vi`);
    const jarai = { ...fresh.sound, language: 'jra' };
    expect(await reopen({ ...job, sound: jarai }, who)).toBe(`/ban-tin/${bulletin.id}/thu-tieng`);
    const [now] = await bulletins();
    const kept = (asked: string | null) =>
      readDraft(soundKey(who.accountId, now ?? bulletin, asked), SoundDraft);
    expect((await kept('vi'))?.value).toEqual(fresh.sound);
    expect((await kept(null))?.value).toEqual(jarai);
  });
});
