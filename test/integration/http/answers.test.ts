import { WhySilent, WhySoundedList } from '@loa/shared/api/answers';
import { MINUTE } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertSuspension } from '../../../controller/src/db/suspensions.js';
import { approvedBulletin, draftBulletin } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes, logRuns, outlookAt, scheduleDaily } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
/** 17:00 in Việt Nam on Monday 2 November 2026: the first run. */
const FIVE = Date.UTC(2026, 10, 2, 10, 0);
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

/** An approved bulletin each day at 17:00; the log knows its first run in this state. */
async function givenRun(told: Parameters<typeof logRuns>[3]) {
  const { bulletin, variant, grantId } = await approvedBulletin(app, world);
  const schedule = await scheduleDaily(app, world, bulletin.id, { name: 'Bản tin chiều' });
  const outlook = await outlookAt(app, world.tokens.broadcaster, `cluster=${PLACES.cluster}&days=1`);
  const more = { variant_id: variant.id, grant_id: grantId };
  const [playbackId = ''] = await logRuns(app, outlook, 1, { ...more, ...told });
  await app.advance(10 * 60 * MINUTE);
  return { bulletin, schedule, playbackId };
}

const silent = async (at: number, cluster: string = PLACES.cluster) =>
  WhySilent.parse(
    await (
      await call(app, world.tokens.villageHead, 'get', `/answers/why-silent?cluster=${cluster}&at=${at}`)
    ).json(),
  );
const sounded = async (at: number) =>
  WhySoundedList.parse(
    await (
      await call(
        app,
        world.tokens.supervisor,
        'get',
        `/answers/why-sounded?cluster=${PLACES.cluster}&at=${at}`,
      )
    ).json(),
  );

describe('why a playback was silent', () => {
  it('is one sentence and one remedy, with everybody who had to do with it', async () => {
    const { playbackId, bulletin } = await givenRun({ state: 'missed', reason: 'box_off' });
    const answer = await call(app, world.tokens.broadcaster, 'get', `/playbacks/${playbackId}/why`);
    const why = WhySilent.parse(await answer.json());
    expect(why).toMatchObject({ playbackId, state: 'missed' });
    expect(why.text).toBe(
      `Bài “${bulletin.title}” (tiếng Việt) lúc 17:00 ngày 02/11/2026 ở làng Ơi Briu bị lỡ giờ vì bộ thu tắt vào giờ phát.`,
    );
    expect(why.remedy).toContain('nguồn điện');
    expect(why.approved.map(({ who }) => who)).toEqual(['person_nam']);
    expect(why.history.map(({ who, what }) => `${who} ${what}`)).toEqual(
      expect.arrayContaining(['account_broadcaster đặt lịch phát', 'person_nam ký duyệt']),
    );
    expect(why.history.map(({ at }) => at)).toEqual(
      why.history.map(({ at }) => at).toSorted((a, b) => a - b),
    );
  });

  it('names the schedule that had the loudspeaker', async () => {
    const other = await approvedBulletin(app, world);
    const vov = await scheduleDaily(app, world, other.bulletin.id, {
      name: 'Tiếp âm VOV',
      timetable: { kind: 'once', date: '2026-11-03', time: '05:30' },
    });
    const { playbackId } = await givenRun({ state: 'skipped', reason: 'preempted', displaced_by: vov.id });
    const answer = await call(app, world.tokens.broadcaster, 'get', `/playbacks/${playbackId}/why`);
    expect(WhySilent.parse(await answer.json()).text).toContain('nhường “Tiếp âm VOV”');
  });

  it('is not told to those whose area it is not', async () => {
    const { playbackId } = await givenRun({ state: 'missed', reason: 'box_off' });
    for (const path of [
      `/playbacks/${playbackId}/why`,
      `/answers/why-silent?cluster=${PLACES.cluster}&at=${FIVE}`,
      `/answers/why-sounded?cluster=${PLACES.cluster}&at=${FIVE}`,
    ]) {
      expect((await call(app, world.stranger, 'get', path)).status).toBe(403);
    }
    const sounding = `/answers/why-sounded?cluster=${PLACES.cluster}&at=${FIVE}`;
    expect((await call(app, world.tokens.contributor, 'get', sounding)).status).toBe(403);
  });
});

describe('why a place was silent at a time', () => {
  it('is answered from the log where it has something near', async () => {
    const { playbackId } = await givenRun({ state: 'failed', reason: 'output' });
    expect(await silent(FIVE + 3 * MINUTE)).toMatchObject({ playbackId, state: 'failed' });
    const heardElsewhere = await silent(FIVE, PLACES.quietCluster);
    expect(heardElsewhere.playbackId).toBeNull();
  });

  it('is answered by what planning left out where the log has nothing', async () => {
    const { bulletin } = await draftBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id, { name: 'Bản tin chiều' });
    const why = await silent(FIVE + 2 * MINUTE);
    expect(why).toMatchObject({ playbackId: null, state: null, remedy: 'Gửi duyệt bài này.' });
    expect(why.text).toMatch(/^Lịch “Bản tin chiều”\. Buổi 17:00 ngày 02\/11\/2026: .*chưa được duyệt/);
  });

  it('says who cancelled it and when', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const { id } = await scheduleDaily(app, world, bulletin.id, { name: 'Bản tin chiều' });
    await call(app, world.tokens.broadcaster, 'post', `/schedules/${id}/cancel`);
    expect((await silent(FIVE)).text).toBe(
      'Buổi 17:00 của lịch “Bản tin chiều” không phát vì account_broadcaster đã hủy lịch lúc 09:00 ngày 02/11/2026.',
    );
  });

  it('names the suspension that stood then, though it was lifted since', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id);
    await insertSuspension(app.db, {
      ...{ id: 'suspension_a', name: 'Quốc tang', areaIds: [PLACES.commune], music: true, columns: [] },
      ...{ from: '2026-11-02', until: '2026-11-02', everything: true, createdBy: 'system' },
      ...{ createdAt: app.clock.now(), cancelledAt: FIVE + 30 * MINUTE },
    });
    expect((await silent(FIVE)).text).toContain('tạm dừng phát (Quốc tang)');
  });

  it('says that nothing was planned, that no box hangs there, and that a plan came too late', async () => {
    expect((await silent(FIVE)).text).toBe(
      'Không có lịch phát nào ở làng Ơi Briu quanh 17:00 ngày 02/11/2026.',
    );
    const { bulletin } = await approvedBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id);
    expect((await silent(FIVE)).text).toContain('chưa được giao cho bộ thu');
    await app.db.updateTable('box').set({ state: 'revoked' }).execute();
    expect((await silent(FIVE)).text).toContain('chưa có bộ thu nào đang dùng');
  });
});

describe('why a place sounded at a time', () => {
  it('names what, who set it, who approved it, who changed it, and what was allowed', async () => {
    const { bulletin, schedule } = await givenRun({ state: 'finished', clock_uncertainty_ms: 50 });
    const { items, text } = await sounded(FIVE);
    expect(items).toMatchObject([
      {
        title: bulletin.title,
        set: { who: 'account_broadcaster', at: schedule.createdAt },
        approved: [{ who: 'person_nam' }],
      },
    ]);
    expect(items[0]?.changed.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['soạn bản tin', 'sửa bản thu hoặc lời đọc']),
    );
    expect(text).toContain('làng Ơi Briu, cụm loa cluster_one (bộ thu box_one)');
    expect(text).toContain('Lịch: “Bản tin chiều”, account_broadcaster đặt lúc 09:00 ngày 02/11/2026');
    expect(text).toContain('Khung giờ của làng Ơi Briu hiện nay: 00:00–24:00.');
  });

  it('finds nothing a minute before and after, and says so', async () => {
    await givenRun({ state: 'finished', clock_uncertainty_ms: 10 });
    for (const at of [FIVE - MINUTE, FIVE + MINUTE]) {
      expect(await sounded(at)).toMatchObject({
        items: [],
        text: expect.stringContaining('Nhật ký không ghi loa nào ở làng Ơi Briu kêu lúc'),
      });
    }
  });

  it('does not promise silence while a box has not reported', async () => {
    const { bulletin } = await givenRun({ state: 'unknown', reason: 'unreachable', provisional: 1 });
    expect((await sounded(FIVE)).text).toContain(`Bộ thu chưa báo về “${bulletin.title}”`);
  });
});
