import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { insertAccount } from '../../../controller/src/db/accounts.js';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

const Listed = z.object({ items: z.array(z.object({ id: z.string() })) });

describeInChromium('the logs and the lists in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  it('answers in three taps why a loudspeaker sounded, from the log on', async () => {
    const { page, context, complaints } = await web.signedIn('supervisor', { path: '/nhat-ky' });
    let taps = 0;
    const tap = async (name: RegExp, role: 'link' | 'button' | 'option') => {
      taps += 1;
      await page.getByRole(role, { name }).first().click();
    };
    await tap(/Vì sao loa kêu/, 'link');
    // Which cluster: a list that can be typed into, or one tap.
    await page.getByLabel('Cụm loa nào kêu').click();
    taps += 1;
    await page.locator('.ant-select-item-option', { hasText: 'Đồng Tâm · Nhà văn hóa' }).click();
    await tap(/^17:00 · Lịch tiêm phòng/, 'button');
    await page.getByText('Khung giờ của thôn Đồng Tâm').waitFor();
    expect(taps).toBe(3);
    // The answer is a link that can be sent, and a page without menus on paper.
    expect(new URL(page.url()).search).toBe('?cum=cluster_dongtam0&ngay=2026-11-02&gio=17%3A00');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Phạm Thị Lan in lúc').isVisible()).toBe(true);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByLabel('Cụm loa nào kêu').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('answers from the log on why nothing sounded, also at a time of which the log has no line', async () => {
    const { page, context, complaints } = await web.signedIn('contributor', { path: '/nhat-ky' });
    await page.getByRole('link', { name: /Hỏi vì sao không phát/ }).click();
    await page.getByLabel('Cụm loa nào im').click();
    await page.locator('.ant-select-item-option', { hasText: 'Đồng Tâm · Nhà văn hóa' }).click();
    await page.getByLabel('Lúc mấy giờ').fill('12:00');
    await page.keyboard.press('Enter');
    await page.getByText('Không có lịch phát nào ở thôn Đồng Tâm quanh 12:00 ngày 02/11/2026.').waitFor();
    await page.getByText('Nếu cần phát vào giờ này, hãy đặt lịch.').waitFor();
    expect(new URL(page.url()).search).toBe('?cum=cluster_dongtam0&gio=12%3A00&ngay=2026-11-02');
    // Of what the log knows it tells the same as there, with the way to its evidence.
    await page.goto('/vi-sao-khong-phat?noi=area_konbrung');
    await page
      .getByRole('button', { name: /17:00 · / })
      .first()
      .click();
    await page.getByText('Nên làm:').waitFor();
    await page.getByRole('link', { name: 'Xem bằng chứng' }).click();
    await page.getByRole('heading', { name: 'Bằng chứng' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('hands out the filtered log as Excel, under the name that the controller gave it', async () => {
    const { page, context } = await web.signedIn('supervisor', { path: '/nhat-ky?tt=missed&uu=normal' });
    await page.locator('.rows-row').first().waitFor();
    expect(await page.locator('.rows-row').count()).toBe(3);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải Excel' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('Nhật ký phát 2026-11-02.xlsx');
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
    await context.close();
  });

  it('tells in the record of changes who suspended a column, and that the record stands', async () => {
    const { page, context, complaints } = await web.signedIn('admin', { path: '/chuyen-muc' });
    await page.getByRole('button', { name: 'Thêm chuyên mục' }).click();
    await page.getByRole('dialog').getByLabel('Tên chuyên mục').fill('Gương sáng bản làng');
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('button', { name: 'Sửa chuyên mục: Gương sáng bản làng' }).click();
    await page.getByRole('button', { name: 'Tạm ngừng mục này' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.goto('/nhat-ky-thao-tac?viec=bulletin&ai=account_admin');
    await page.getByText('Trần Văn Quản sửa chuyên mục “Gương sáng bản làng”').waitFor();
    await page.getByText('Trần Văn Quản tạo chuyên mục “Gương sáng bản làng”').waitFor();
    expect(await page.locator('.rows-row').count()).toBe(2);
    await page.getByText(/Nhật ký còn nguyên đến/).waitFor();
    const [taken] = await Promise.all([
      page.waitForRequest(/\/api\/audit\/export/),
      page.getByRole('button', { name: 'Tải về (CSV)' }).click(),
    ]);
    expect(taken.url()).toMatch(/actor=account_admin.*kind=bulletin/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('saves a calendar of holidays, and keeps what was typed while somebody looks elsewhere', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/ngay-le/moi' });
    await page.getByLabel('Tên lịch').fill('Ngày hội của làng');
    await page.getByLabel('Tên ngày', { exact: true }).fill('Lễ mừng lúa mới');
    await page.getByLabel('Ngày nào').fill('31/4');
    await page.getByText('Ghi ngày/tháng, ví dụ 2/9').waitFor();
    await page.getByLabel('Ngày nào').fill('12/11');
    await page.getByRole('navigation').getByRole('link', { name: 'Hôm nay' }).click();
    await page.locator('h1', { hasText: 'Hôm nay' }).waitFor();
    await page.goBack();
    await page.getByText('Đã mở lại bản đang soạn dở').waitFor();
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Lễ mừng lúa mới: 12/11 dương lịch' }).waitFor();
    // Where timetables keep to it, it is said which runs change before other days are saved.
    const first = async (path: string) =>
      Listed.parse(await (await call(web.app, tokenOf('phatthanh'), 'get', path)).json()).items[0]?.id;
    const calendarId = await first(`/holiday-calendars?area=${COMMUNE}&limit=1`);
    const scheduled = await call(web.app, tokenOf('phatthanh'), 'post', '/schedules', {
      ...{ bulletinId: await first('/bulletins?limit=1'), areaIds: [COMMUNE] },
      timetable: {
        ...{ kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '20:30' }] },
        holidays: [{ calendarId, on: 'skip' }],
      },
    });
    expect(scheduled.status).toBe(201);
    await page.goto(`/ngay-le/${calendarId}`);
    await page.getByLabel('Ngày nào').fill('5/11');
    await page.getByRole('button', { name: 'Lưu' }).click();
    const dialog = page.getByRole('dialog', { name: 'Lưu lịch ngày lễ?' });
    await dialog.getByText(/^Đã xem lịch phát của \d+ bộ thu đến hết ngày/).waitFor();
    await context.close();
  });

  it('opens the same page of a list again by its address, and goes back to the first with another search', async () => {
    for (let at = 10; at < 70; at += 1) {
      const account = { id: `account_many${at}`, login: `tho${at}`, name: `Thợ loa ${at}`, personId: null };
      const kept = { areaId: COMMUNE, createdAt: 1, disabledAt: null };
      await insertAccount(web.app.db, { ...account, ...kept, role: 'technician' }, null);
    }
    const { page, context, complaints } = await web.signedIn('admin', { path: '/tai-khoan?vt=technician' });
    const rows = page.locator('.rows-row');
    await page.getByText('Thợ loa 10').waitFor();
    expect(await rows.count()).toBe(50);
    await page.getByRole('button', { name: 'Trang sau' }).click();
    await page.getByText('Thợ loa 69').waitFor();
    expect(await rows.count()).toBe(11);
    await page.reload();
    await page.getByText('Thợ loa 69').waitFor();
    expect(await rows.count()).toBe(11);
    await page.getByLabel('Tìm tên').fill('tho loa 12');
    await page.getByText('Thợ loa 12').waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?vt=technician&tim=tho+loa+12');
    await page.goBack();
    await expect.poll(() => page.getByLabel('Tìm tên').inputValue()).toBe('');
    await expect.poll(() => rows.count()).toBe(50);
    // The rows of the filter before stand until the answer comes; where they go on is no place in the new list.
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/accounts?*q=Th*', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByLabel('Tìm tên').fill('Thợ');
    const on = page.getByRole('button', { name: 'Trang sau' });
    await page.locator('[aria-busy=true]', { hasText: 'Trang sau' }).waitFor();
    await on.click();
    answer();
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('trang')).toBe(false);
    await on.click();
    await page.getByText('Thợ loa 69').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('makes an access token that works until it is taken back', async () => {
    const { page, context } = await web.signedIn('admin', { path: '/cai-dat/ma-truy-cap' });
    await page.getByLabel('Cấp cho phần mềm nào').fill('Trang tin xã');
    await page.getByRole('button', { name: 'Cấp mã' }).click();
    const token = await page.getByRole('region', { name: 'Trang tin xã' }).getByRole('textbox').inputValue();
    const me = () =>
      fetch(`${web.app.url}/api/session`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    expect(await me()).toBe(200);
    await page.getByRole('button', { name: 'Thu mã “Trang tin xã”?' }).click();
    await page.getByRole('button', { name: 'Thu mã', exact: true }).click();
    await expect.poll(me).toBe(401);
    await context.close();
  });

  it('leads through the pages of one’s work, and never again once closed', async () => {
    const { page, context, complaints } = await web.signedIn('broadcaster', { path: '/them' });
    await page.getByRole('button', { name: 'Xem hướng dẫn' }).click();
    const guide = page.getByRole('region', { name: 'Xem nhanh Loa Làng' });
    for (const path of ['/hom-nay', '/phat-moi', '/ban-tin', '/lich-phat', '/nhat-ky']) {
      await page.waitForURL(`**${path}`);
      await guide.getByRole('button', { name: /Tiếp|Xong/ }).click();
    }
    await guide.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('#main h1').waitFor();
    expect(await guide.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
