import { Playback, PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { base32 } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { readEvents } from '../../support/event-stream.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const idOf = (n: number) => base32(Buffer.from(sha256Hex(`p${n}`), 'hex')).slice(0, 26);

/** Playback `n` is planned at minute `n / 2`: always two at one instant. */
async function addPlaybacks(count: number, place: { box: string; cluster: string; area: string }, first = 0) {
  for (let n = first; n < first + count; n++) {
    const at = 60_000 * Math.floor(n / 2);
    const where = { box_id: place.box, cluster_id: place.cluster, area_id: place.area };
    const when = { planned_at: at, latest_start_at: at, ends_by: at, duration_ms: 20_000, updated_at: at };
    await app.db
      .insertInto('playback')
      .values({
        ...{ id: idOf(n), ...where, ...when, session_id: 'session_x', title: `Bài ${n}`, language: 'vi' },
        ...{ priority: 'normal', state: n % 2 === 0 ? ('finished' as const) : ('planned' as const) },
      })
      .execute();
  }
}
const here = { box: PLACES.box, cluster: PLACES.cluster, area: PLACES.village };
const there = { box: PLACES.otherBox, cluster: PLACES.otherCluster, area: PLACES.otherCommune };

async function pageOf(query: string, token = world.tokens.supervisor) {
  const answer = await call(app, token, 'get', `/playbacks${query}`);
  return (await answer.json()) as { items: Playback[]; next: string | null };
}

describe('the playback log', () => {
  it('is paged without gap or repeat, also where instants are equal and new ones arrive', async () => {
    await addPlaybacks(25, here);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await pageOf(`?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (seen.length === 8) await addPlaybacks(1, here, 100);
    } while (cursor !== null);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  it('is filtered by place, state and time, within the reader’s area', async () => {
    await addPlaybacks(10, here);
    await addPlaybacks(4, there, 50);
    expect((await pageOf('')).items).toHaveLength(10);
    expect((await pageOf('', world.provinceAdmin)).items).toHaveLength(14);
    expect((await pageOf(`?area=${PLACES.otherCommune}`, world.provinceAdmin)).items).toHaveLength(4);
    expect((await pageOf(`?box=${PLACES.quietBox}`)).items).toHaveLength(0);
    expect((await pageOf('?state=finished')).items).toHaveLength(5);
    expect(
      (await pageOf('?state=finished,planned&from=60000&to=120000')).items.map((p) => p.title).sort(),
    ).toEqual(['Bài 2', 'Bài 3']);
  });

  it('holds the box’s own words as evidence, one that cannot be read too', async () => {
    await addPlaybacks(1, here);
    const journal = await app.db
      .insertInto('journal')
      .values({ id: 'journal_x', box_id: PLACES.box })
      .returning('num')
      .executeTakeFirstOrThrow();
    const entry = { journal_num: journal.num, at: 5, playback_id: idOf(0), received_at: 9 };
    await app.db
      .insertInto('journal_entry')
      .values([
        { ...entry, seq: 1, kind: 'started', body: '{"kind":"started"}', rejected: 0 },
        { ...entry, seq: 2, kind: 'unreadable', body: 'not json', rejected: 1 },
      ])
      .execute();
    const answer = await call(app, world.tokens.supervisor, 'get', `/playbacks/${idOf(0)}`);
    const { evidence } = PlaybackWithEvidence.parse(await answer.json());
    expect(evidence.map(({ seq, body, rejected }) => [seq, body, rejected])).toEqual([
      [1, { kind: 'started' }, false],
      [2, 'not json', true],
    ]);
  });
});

describe('the event stream', () => {
  it('tells of boxes and playbacks in the reader’s area, and of no others', async () => {
    await addPlaybacks(1, here);
    await addPlaybacks(1, there, 50);
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.broadcaster);
    app.changes.notify({ kind: 'playbacks', ids: [idOf(50), idOf(0)] });
    app.changes.notify({ kind: 'status', boxId: PLACES.otherBox });
    app.changes.notify({ kind: 'status', boxId: PLACES.box });
    app.changes.notify({ kind: 'status', boxId: PLACES.box });
    await app.advance(250);
    const box = await stream.next('box');
    expect(box).toMatchObject({ id: PLACES.box, condition: { kind: 'notEnrolled' } });
    expect(Playback.parse(await stream.next('playback')).id).toBe(idOf(0));
    expect(stream.unread()).toEqual([]);
    stream.close();
  });

  it('says that bulletins and schedules changed here, and nothing of what changes elsewhere', async () => {
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.broadcaster);
    app.changes.notify({ kind: 'bulletins', areaId: PLACES.otherCommune });
    app.changes.notify({ kind: 'plans', boxIds: [PLACES.otherBox] });
    await app.advance(250);
    const body = { title: 'Họp thôn', kind: 'thongBao', areaId: PLACES.commune };
    expect((await call(app, world.tokens.broadcaster, 'post', '/bulletins', body)).status).toBe(201);
    app.changes.notify({ kind: 'plans', boxIds: [PLACES.otherBox, PLACES.box] });
    await app.advance(250);
    expect(await stream.next('bulletins')).toEqual({});
    expect(await stream.next('schedules')).toEqual({});
    expect(stream.unread()).toEqual([]);
    stream.close();
  });

  it('says that something was stopped to those whom it may silence, and to nobody else', async () => {
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.broadcaster);
    for (const areaId of [PLACES.otherCommune, PLACES.village, PLACES.province]) {
      app.changes.notify({ kind: 'overrides', areaId });
    }
    await app.advance(250);
    expect(await stream.next('stops')).toEqual({ areaId: PLACES.village });
    expect(await stream.next('stops')).toEqual({ areaId: PLACES.province });
    app.changes.notify({ kind: 'status', boxId: PLACES.box });
    await app.advance(250);
    await stream.next('box');
    expect(stream.unread()).toEqual([]);
    stream.close();
  });

  it.each([
    ['area', { areaId: PLACES.village }],
    ['role', { role: 'supervisor' }],
  ])('ends when the account gets another %s, for it goes by the old one', async (_, change) => {
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.broadcaster);
    await stream.beat();
    const path = `/accounts/${world.accountIds.broadcaster}`;
    expect((await call(app, world.tokens.admin, 'patch', path, change)).status).toBe(200);
    await app.advance(25_000);
    const told = await Promise.race([stream.ended.then(() => 'ended'), stream.beat().then(() => 'beats')]);
    expect(told).toBe('ended');
  });

  it('ends when a deputy’s days are over', async () => {
    const now = app.clock.now();
    app.sqlite
      .prepare('update account set deputy_for = ?, acting_from = ?, acting_until = ? where id = ?')
      .run(world.accountIds.admin, now, now + 20_000, world.accountIds.approver);
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.approver);
    await stream.beat();
    await app.advance(25_000);
    const told = await Promise.race([stream.ended.then(() => 'ended'), stream.beat().then(() => 'beats')]);
    expect(told).toBe('ended');
  });

  it('beats while nothing happens, and ends when the account is disabled', async () => {
    const stream = await readEvents(`${app.url}/api/events`, world.tokens.broadcaster);
    await stream.beat();
    await app.advance(25_000);
    await stream.beat();
    await call(app, world.tokens.admin, 'post', `/accounts/${world.accountIds.broadcaster}/disable`);
    await app.advance(25_000);
    await stream.ended;
  });
});
