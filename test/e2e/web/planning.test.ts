import { Programme } from '@loa/shared/api/programmes';
import { ScheduleWeek } from '@loa/shared/api/schedule-week';
import { Station } from '@loa/shared/api/stations';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { addApprovedBulletin } from '../../support/approved-bulletin.js';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

/** Where pictures of what stands on the page go; they are looked at by hand. */
const PICTURES = process.env.LOA_PICTURES;

/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 8_000;

describeInChromium('planning in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await (await call(web.app, tokenOf('phatthanh'), 'get', path)).json());
  const at = async (role: 'broadcaster' | 'approver', path: string) => {
    const window = await web.signedIn(role, { path });
    window.page.setDefaultTimeout(WAIT_MS);
    return window;
  };

  it('leaves one run out from a phone, and does so again in the next week by copying', async () => {
    const { page, complaints } = await at('broadcaster', '/lich-phat');
    await page.locator('#main a.rows-row', { hasText: '18:15' }).first().click();
    await page.getByRole('button', { name: 'Bỏ riêng buổi này' }).click();
    await page.getByText('Chỉ 18:15 thứ ba, 03/11/2026; các buổi khác vẫn phát').waitFor();
    await page.getByRole('button', { name: 'Bỏ buổi này' }).click();
    await page.getByText('Đã bỏ buổi 18:15 thứ ba').waitFor();

    await page.goto('/lich-phat/chep?tuan=2026-11-09');
    await page.getByText('10/11/2026: không phát như tuần trước').waitFor();
    await page.getByRole('button', { name: 'Lưu 2 buổi' }).click();
    await page.getByText('Đã chép 2 buổi từ tuần trước.').waitFor();
    const { runs } = await read(`/areas/${COMMUNE}/week?from=2026-11-09`, ScheduleWeek);
    const times = runs.map(({ date, time }) => `${date} ${time}`);
    expect(times).toContain('2026-11-12 17:30');
    expect(times).not.toContain('2026-11-10 18:15');
    // Nobody copies it twice.
    await page.goto('/lich-phat/chep?tuan=2026-11-09');
    await expect.poll(() => page.getByText('Tuần này đã có').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('says what an edit of a bulletin, or its withdrawal, would silence before either is done', async () => {
    const title = 'Phòng cháy rừng mùa khô';
    const made = { id: 'bulletin_fire', variantId: 'variant_fire', title };
    const approver = await importSigningKey(generatePrivateJwk());
    await addApprovedBulletin(web.app.db, approver, {
      ...{ ...made, areaId: COMMUNE, at: web.app.clock.now() },
    });
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '18:40' }] };
    const body = { bulletinId: made.id, areaIds: ['area_konbrung'], timetable, onOverlap: 'queue' };
    expect((await call(web.app, tokenOf('phatthanh'), 'post', '/schedules', body)).status).toBe(201);

    const { page, complaints, context } = await at('broadcaster', `/ban-tin/${made.id}/sua`);
    await page.getByLabel('Tiêu đề').fill('Phòng cháy rừng');
    const told = page.getByRole('region', { name: 'Lưu thì đổi gì' });
    await told.getByText('bản tiếng Việt của “Phòng cháy rừng” chưa được duyệt').waitFor();
    await told.getByText('Đã xem lịch phát của').waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/bulletin-edit.png`, fullPage: true });
    await page.getByLabel('Tiêu đề').fill(title);
    await expect.poll(() => told.count()).toBe(0);

    await page.goto(`/ban-tin/${made.id}`);
    await page.getByRole('button', { name: 'Thu hồi', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Thu hồi bài này?' });
    await dialog.getByText(`bản tiếng Việt của “${title}” chưa được duyệt`).waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/bulletin-withdraw.png` });
    await dialog.getByRole('button', { name: 'Thu hồi bài' }).click();
    await page.getByText('Đã thu hồi.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('leads an approver from the home page to what ends soon, to be heard and signed again', async () => {
    const [title, DAY_MS] = ['Nhạc hiệu buổi chiều', 86_400_000];
    const made = { id: 'bulletin_tune', variantId: 'variant_tune', title };
    // For thirty days, of which four are left.
    const at26 = web.app.clock.now() - 26 * DAY_MS;
    const key = await importSigningKey(generatePrivateJwk());
    await addApprovedBulletin(web.app.db, key, { ...made, areaId: COMMUNE, at: at26 });
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '18:50' }] };
    const body = { bulletinId: made.id, areaIds: ['area_konbrung'], timetable, onOverlap: 'queue' };
    expect((await call(web.app, tokenOf('phatthanh'), 'post', '/schedules', body)).status).toBe(201);

    const { page, complaints, context } = await at('approver', '/hom-nay');
    const note = page.getByRole('alert').filter({ hasText: '1 bản tin còn lịch phát sắp hết hạn duyệt' });
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/today-ending.png` });
    await note.getByRole('link').click();
    const row = page.locator('#main a.rows-row', { hasText: title });
    await row.getByText('Sắp hết hạn duyệt').waitFor();
    await row.getByText(/Duyệt đến .* · Từ buổi 18:50 ngày 06\/11 không phát được nữa/).waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/inbox-ending.png` });
    await row.click();
    await page.getByRole('heading', { name: 'Bản viết' }).waitFor();
    expect(await page.getByRole('button', { name: 'Trả lại' }).count()).toBe(0);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/approve-ending.png`, fullPage: true });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('copies no day over what a colleague changed of the same schedule meanwhile, and says so', async () => {
    const { page, context } = await at('broadcaster', '/');
    const week = () => read(`/areas/${COMMUNE}/week?from=2026-11-02`, ScheduleWeek);
    const found = (await week()).schedules.find(({ areaIds }) => areaIds.includes('area_thon3'));
    if (found?.timetable.kind !== 'recurring') throw new Error('no weekly schedule');
    const { id, timetable } = found;
    const leaveOut = async (...dates: string[]) => {
      await web.app.advance(1_000);
      const body = { timetable: { ...timetable, except: [...timetable.except, ...dates] } };
      const answer = await call(web.app, tokenOf('phatthanh'), 'patch', `/schedules/${id}`, body);
      expect(answer.status).toBe(200);
    };
    const except = async () => {
      const now = (await week()).schedules.find((each) => each.id === id)?.timetable;
      return now?.kind === 'recurring' ? now.except : [];
    };
    await leaveOut('2026-11-05');
    // Not told while it is looked at: the page hears of it when it is saved.
    await page.route('**/api/events*', (route) => route.abort());
    await page.goto('/lich-phat/chep?tuan=2026-11-09');
    const row = page.locator('.copy-rows li', { hasText: '12/11/2026: không phát như tuần trước' });
    await row.getByRole('checkbox', { checked: true }).waitFor();
    await leaveOut('2026-11-05', '2026-11-24');
    const save = page.getByRole('button', { name: /^Lưu \d buổi$/ });
    await save.click();
    await row.getByText(/^Người khác đã sửa nội dung này sau khi trang được mở/).waitFor();
    expect(await except()).toEqual([...timetable.except, '2026-11-05', '2026-11-24']);
    // What was read again since holds both.
    await save.click();
    await page.getByText('Đã chép 1 buổi từ tuần trước.').waitFor();
    expect((await except()).sort()).toEqual(expect.arrayContaining(['2026-11-12', '2026-11-24']));
    await context.close();
  });

  it('writes a programme: adds a part, puts it first, and says how long it lasts', async () => {
    const { page, complaints } = await at('broadcaster', '/chuong-trinh');
    await page.locator('#main a.rows-row').first().click();
    await page.getByText('Tổng cộng khoảng 19 phút.').waitFor();
    await page.getByRole('button', { name: 'Thêm mục' }).click();
    await page.getByRole('menuitem', { name: /^Nhạc hiệu/ }).click();
    const slot = page.locator('li.slot', { hasText: '4. Nhạc hiệu' });
    await slot.getByLabel('Bản tin').click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByText('Tổng cộng khoảng 22 phút.').waitFor();
    await page.getByLabel('Dài nhất (phút)').fill('20');
    await page.getByText(/^Dài hơn 20 phút: sẽ bỏ/).waitFor();
    // Who hears something else, before it is saved.
    const edit = page.getByRole('region', { name: 'Lưu thì đổi gì' });
    await edit
      .getByText(
        /^“Chương trình sáng xã Ia Pia”, buổi .*: bản tiếng Việt của “Mời bà con .*” chưa được duyệt\.$/,
      )
      .first()
      .waitFor();
    await edit.getByText(/^Đã xem lịch phát của \d+ bộ thu/).waitFor();
    for (const n of [4, 3, 2]) await page.getByLabel(`Đưa lên trước: ${n}. Nhạc hiệu`).click();
    await page.getByRole('button', { name: 'Lưu chương trình' }).click();
    await page.getByText('Đã lưu “Chương trình sáng xã Ia Pia”.').waitFor();
    const { items } = await read('/programmes', z.object({ items: z.array(Programme) }));
    expect(items[0]?.slots.map(({ kind }) => kind)).toEqual(['tune', 'newest', 'bulletin', 'relay']);
    expect(items[0]?.maxMinutes).toBe(20);
    expect(complaints).toEqual([]);
  });

  it('names a station, which then waits for an approver, who is told what is missing to sign', async () => {
    const { page, complaints } = await at('broadcaster', '/tiep-am/moi');
    await page.getByLabel('Tên đài').fill('Đài tỉnh Gia Lai');
    await page.getByRole('button', { name: 'Lưu đài' }).click();
    await page.getByText('Địa chỉ nghe phải bắt đầu').waitFor();
    await page.getByLabel('Địa chỉ nghe trên mạng').fill('https://gialai.example/live');
    await page.getByRole('button', { name: 'Lưu đài' }).click();
    await page.getByText('Chưa tiếp âm: cần người duyệt').waitFor();
    const { items } = await read('/stations', z.object({ items: z.array(Station) }));
    const station = items.find(({ name }) => name === 'Đài tỉnh Gia Lai');
    expect(station).toMatchObject({ grantId: null, hours: [{ from: '05:30', to: '06:30' }] });

    const approver = await at('approver', `/tiep-am/${station?.id}`);
    await approver.page.getByRole('button', { name: 'Xem lại trước khi duyệt' }).click();
    await approver.page.getByText('Xã chưa có danh sách người').waitFor();
    expect([...complaints, ...approver.complaints]).toEqual([]);
  });

  it('suspends everything for a day, after saying what falls silent, and ends that early', async () => {
    const { page, complaints } = await at('broadcaster', '/tam-dung/moi');
    await page.getByLabel('Lý do').fill('Ngày bầu cử');
    await page.getByText('Mọi lịch phát', { exact: true }).click();
    for (const label of ['Từ ngày', 'Đến hết ngày']) {
      await page.getByLabel(label).fill('06/11/2026');
      await page.keyboard.press('Enter');
    }
    await page.getByText(/^Trong những ngày đã có lịch chưa có bài nào phải im/).waitFor();
    await page.getByRole('button', { name: 'Tạm dừng', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Từ 06/11/2026 đến hết 06/11/2026').waitFor();
    await dialog.getByRole('button', { name: 'Tạm dừng', exact: true }).click();
    await page.getByText('Đã đặt đợt tạm dừng “Ngày bầu cử”.').waitFor();
    // Whoever plans sees it on its day, and on no other; from there one comes to end it.
    await page.goto('/lich-phat');
    const friday = page.locator('#main .board-day', { hasText: 'Thứ sáu, 06/11/2026' });
    await friday.getByText('Tạm dừng nhạc ở làng Ơi Briu: Lễ bỏ mả, đến hết 06/11/2026').waitFor();
    expect(await page.getByText(/Ngày bầu cử/).count()).toBe(1);
    await friday.getByText('Tạm dừng mọi lịch phát: Ngày bầu cử, đến hết 06/11/2026').click();
    const card = page.locator('#main li.card', { hasText: 'Ngày bầu cử' });
    await card.getByRole('button', { name: 'Kết thúc sớm' }).click();
    await page.getByRole('button', { name: 'Cho phát lại' }).click();
    await card.getByText('Đã kết thúc sớm').waitFor();
    expect(complaints).toEqual([]);
  });

  it('lets a person say which of two urgent schedules goes first, and why', async () => {
    const { page, complaints } = await at('approver', '/uu-tien');
    await page.getByText('Trùng giờ lần đầu: 20:15 14/11/2026').waitFor();
    await page.getByRole('button', { name: 'Phát trước: Báo động lũ trên sông Ia Drăng' }).click();
    const yes = page.getByRole('button', { name: 'Phát bài này trước' });
    expect(await yes.isDisabled()).toBe(true);
    await page.getByLabel('Lý do').fill('Nước lên nhanh hơn');
    await yes.click();
    await page.getByText('“Báo động lũ trên sông Ia Drăng” phát trước. Lê Hoàng Nam chọn').waitFor();
    await page.getByRole('button', { name: 'Đang được phát trước' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
