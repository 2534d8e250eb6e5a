import { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beforeNextTransaction } from '../../support/between.js';
import { draftBulletin } from '../../support/bulletin-flow.js';
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
beforeAll(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterAll(() => app.stop());

const Named = z.object({ id: z.string(), name: z.string(), updatedAt: z.number() });
type Named = z.infer<typeof Named>;
/** Bulletins are called by their titles, and a change of a schedule answers with more than the schedule. */
const named = async (answer: Response): Promise<Named> => {
  const body = z.record(z.string(), z.unknown()).parse(await answer.json());
  const thing = z.record(z.string(), z.unknown()).parse(body.schedule ?? body);
  return Named.parse({ ...thing, name: thing.name ?? thing.title });
};
const say = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(app, world.tokens.admin, method, path, body, headers);
const made = async (path: string, body: object) => named(await say('post', path, body));

interface Case {
  what: string;
  make(): Promise<Named>;
  change(id: string, name: string, headers?: Record<string, string>): Promise<Response>;
  read(id: string): Promise<Named>;
}

const patched = (what: string, path: string, field: 'name' | 'title', make: () => Promise<Named>): Case => ({
  what,
  make,
  change: (id, name, headers) => say('patch', `${path}/${id}`, { [field]: name }, headers),
  read: async (id) => named(await call(app, world.tokens.admin, 'get', `${path}/${id}`)),
});
/** No two schedules at one time. */
const hours = ['17:00', '19:00'].values();
const variantOf = async (id: string) => {
  const { items } = pageOf(Bulletin).parse(
    await (await call(app, world.tokens.admin, 'get', '/bulletins')).json(),
  );
  const found = items.flatMap(({ variants }) => variants).find((each) => each.id === id);
  if (!found) throw new Error(`no variant ${id}`);
  return found;
};
const calendar = (name: string) => ({ areaId: PLACES.commune, name, holidays: [] });

const cases: Case[] = [
  patched('a bulletin', '/bulletins', 'title', async () => {
    const { bulletin } = await draftBulletin(app, world);
    return { ...bulletin, name: bulletin.title };
  }),
  patched('a programme', '/programmes', 'name', () =>
    made('/programmes', {
      ...{ areaId: PLACES.commune, name: 'Bản tin chiều' },
      slots: [{ slot: 'slot_news', kind: 'newest', column: 'NQ57' }],
    }),
  ),
  patched('a station', '/stations', 'name', () =>
    made('/stations', {
      ...{ areaId: PLACES.commune, name: 'VOV1', url: 'https://vov.example/1' },
      hours: [{ from: '05:00', to: '21:00' }],
    }),
  ),
  patched('a schedule', '/schedules', 'name', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: hours.next().value }] };
    const body = { bulletinId: bulletin.id, areaIds: [PLACES.village], timetable };
    return SavedSchedule.parse(await (await say('post', '/schedules', body)).json()).schedule;
  }),
  {
    what: 'a recording of one language',
    async make() {
      const { variant } = await draftBulletin(app, world);
      return { ...variant, name: variant.text ?? '' };
    },
    async change(id, text, headers) {
      const { bulletinId } = await variantOf(id);
      const body = { recordingSha256: RECORDING, text };
      return say('put', `/bulletins/${bulletinId}/variants/vi`, body, headers);
    },
    async read(id) {
      const variant = await variantOf(id);
      return { ...variant, name: variant.text ?? '' };
    },
  },
  {
    what: 'a calendar of holidays',
    make: async () => named(await say('put', '/holiday-calendars/calendar_le', calendar('Lễ hội'))),
    change: (id, name, headers) => say('put', `/holiday-calendars/${id}`, calendar(name), headers),
    async read(id) {
      const answer = await call(app, world.tokens.admin, 'get', `/holiday-calendars?id=${id}`);
      const [found] = z.object({ items: z.array(Named) }).parse(await answer.json()).items;
      if (!found) throw new Error(`no calendar ${id}`);
      return found;
    },
  },
];

describe.each(cases)('$what that somebody changed since it was read', ({ make, change, read }) => {
  it('is not changed by who names the version they had read, and says which there is now', async () => {
    const before = await make();
    await app.advance(1_000);
    expect((await change(before.id, 'Của đồng nghiệp')).status).toBe(200);
    const after = await read(before.id);
    expect(after.updatedAt).toBeGreaterThan(before.updatedAt);
    const refused = await change(before.id, 'Của tôi', { 'if-match': `"${before.updatedAt}"` });
    expect(refused.status).toBe(412);
    expect(await refused.json()).toMatchObject({
      error: { code: 'changed_meanwhile', details: { updatedAt: after.updatedAt } },
    });
    expect(await read(before.id)).toEqual(after);
    await app.advance(1_000);
    const kept = await change(before.id, 'Của tôi', { 'if-match': `W/"x", "${after.updatedAt}"` });
    expect(kept.status).toBe(200);
    expect((await read(before.id)).name).toBe('Của tôi');
    // Any version that there is.
    expect((await change(before.id, 'Ai cũng được', { 'if-match': '*' })).status).toBe(200);
  });

  it('at the very moment when it is changed again, is refused as well', async () => {
    const before = await make();
    await app.advance(1_000);
    beforeNextTransaction(app.db, async () => {
      expect((await change(before.id, 'Của đồng nghiệp')).status).toBe(200);
    });
    const refused = await change(before.id, 'Của tôi', { 'if-match': `"${before.updatedAt}"` });
    expect([409, 412]).toContain(refused.status);
    expect(await refused.json()).toMatchObject({ error: { code: 'changed_meanwhile' } });
    expect((await read(before.id)).name).toBe('Của đồng nghiệp');
  });
});

it('a calendar that is not there yet has no version to be of', async () => {
  const answer = await say('put', '/holiday-calendars/calendar_new', calendar('Mới'), { 'if-match': '*' });
  expect(answer.status).toBe(412);
});

describe('a recording', () => {
  const put = (bulletinId: string, language: string, text: string, headers: Record<string, string> = {}) => {
    const body = { recordingSha256: OTHER_RECORDING, text };
    return say('put', `/bulletins/${bulletinId}/variants/${language}`, body, headers);
  };
  const wordsOf = async (id: string) => {
    const bulletin = Bulletin.parse(
      await (await call(app, world.tokens.admin, 'get', `/bulletins/${id}`)).json(),
    );
    return bulletin.variants.find(({ language }) => language === 'jra')?.text;
  };

  it('of a language that there was none of does not replace the one that a colleague added since', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const none = { 'if-match': '"0"' };
    expect((await put(bulletin.id, 'jra', 'Của đồng nghiệp', none)).status).toBe(200);
    const refused = await put(bulletin.id, 'jra', 'Của tôi', none);
    expect(refused.status).toBe(412);
    expect(await refused.json()).toMatchObject({ error: { code: 'changed_meanwhile' } });
    expect(await wordsOf(bulletin.id)).toBe('Của đồng nghiệp');
  });

  it('that two people add at one moment is one of theirs, and the other is told', async () => {
    const { bulletin } = await draftBulletin(app, world);
    beforeNextTransaction(app.db, () => put(bulletin.id, 'jra', 'Của đồng nghiệp'));
    const refused = await put(bulletin.id, 'jra', 'Của tôi');
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { code: 'changed_meanwhile' } });
    expect(await wordsOf(bulletin.id)).toBe('Của đồng nghiệp');
  });

  it('is not submitted in place of the one that a colleague put there at that moment', async () => {
    const { bulletin, variant } = await draftBulletin(app, world);
    await app.advance(1_000);
    beforeNextTransaction(app.db, () => put(bulletin.id, 'vi', 'Của đồng nghiệp'));
    expect((await say('post', `/variants/${variant.id}/submit`, {})).status).toBe(409);
    expect(await variantOf(variant.id)).toMatchObject({ state: 'draft', text: 'Của đồng nghiệp' });
  });

  it('that was returned since is not submitted again by who names what they had put', async () => {
    const { variant } = await draftBulletin(app, world);
    await app.advance(1_000);
    const asPut = { 'if-match': `"${variant.updatedAt}"` };
    const submit = () => say('post', `/variants/${variant.id}/submit`, {}, asPut);
    expect(Variant.parse(await (await submit()).json()).state).toBe('submitted');
    const path = `/variants/${variant.id}/reject`;
    const returned = await call(app, world.tokens.approver, 'post', path, { reason: 'Dài quá' });
    expect(returned.status).toBe(200);
    expect((await submit()).status).toBe(412);
    expect((await variantOf(variant.id)).state).toBe('rejected');
  });
});
