import { readFile } from 'node:fs/promises';
import { Bulletin } from '@loa/shared/api/bulletins';
import { IssuedCalendarAddress } from '@loa/shared/api/calendar-address';
import { Campaign } from '@loa/shared/api/campaigns';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeInChromium('villages and campaigns in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
    await scheduleEvening(web);
  });
  afterAll(() => web.stop());

  it('shows a village head the days ahead, and that an unapproved bulletin will not sound', async () => {
    const { page, complaints } = await web.signedIn('villageHead');
    await page.getByRole('heading', { name: 'Loa làng tôi' }).waitFor();
    await page.getByText('Ngày mai, 03/11/2026').waitFor();
    const run = page.locator('.village-run').first();
    await run.getByText('Sẽ không phát').waitFor();
    expect(await run.innerText()).toMatch(/chưa được duyệt|chưa có bản/);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/village-head.png`, fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('gives phones an address of a village’s calendar, shown once, and takes it back', async () => {
    const { page, context, complaints } = await web.signedIn('broadcaster', { path: '/lang/area_oibriu' });
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải lịch (.ics)' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('Lịch phát làng Ơi Briu.ics');
    expect(await readFile(await file.path(), 'utf8')).toMatch(/^BEGIN:VCALENDAR/);
    await page.getByRole('link', { name: 'Lịch trên điện thoại' }).click();
    await page.getByRole('button', { name: 'Cấp địa chỉ' }).click();
    const address = (await page.locator('.village-address').textContent()) ?? '';
    const opened = await page.getByRole('link', { name: 'Mở bằng lịch của máy này' }).getAttribute('href');
    expect(opened).toBe(address.replace('http:', 'webcal:'));
    await page.getByRole('img', { name: 'Mã QR của địa chỉ lịch' }).waitFor();
    // A phone brings nothing but the address.
    const read = () => fetch(address).then(({ status }) => status);
    expect(await read()).toBe(200);
    await page.reload();
    await page.getByText('Đã cấp ngày 02/11/2026.').waitFor();
    expect(await page.locator('#main').innerText()).not.toContain('/api/calendar/');
    await page.getByRole('button', { name: 'Thu địa chỉ' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Thu địa chỉ' }).click();
    await page.getByText('Đã thu địa chỉ lịch của làng Ơi Briu.').waitFor();
    await page.getByText('Chưa cấp địa chỉ nào cho nơi này.').waitFor();
    expect(await read()).toBe(404);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('does not end unseen the address that a colleague made meanwhile', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/lang/area_dongtam/dien-thoai' });
    await page.getByRole('button', { name: 'Cấp địa chỉ' }).waitFor();
    const made = await call(web.app, tokenOf('admin'), 'post', '/areas/area_dongtam/calendar-address');
    const { path } = IssuedCalendarAddress.parse(await made.json());
    await page.getByRole('button', { name: 'Cấp địa chỉ' }).click();
    await page.getByText('Người khác đã sửa nội dung này').waitFor();
    await page.getByText('Đã cấp ngày 02/11/2026.').waitFor();
    expect((await fetch(`${web.app.url}${path}`)).status).toBe(200);
    await context.close();
  });

  it('plans a campaign on a phone, keeps what was typed, and leads from its progress to a schedule', async () => {
    const { page, complaints } = await web.signedIn('broadcaster');
    await page.goto('/dot-cao-diem');
    await page.getByRole('link', { name: 'Thêm đợt' }).click();
    await page.getByLabel('Tên đợt').fill('Ngày Chuyển đổi số 10/10');
    await page.getByRole('button', { name: 'Lưu đợt' }).click();
    await page.getByText('Hãy chọn ngày bắt đầu và ngày kết thúc.').waitFor();
    await draftKept(page, 'Ngày Chuyển đổi số 10/10');
    await page.reload();
    await page.getByText('Đây là phần bạn đang viết dở.').waitFor();
    expect(await page.getByLabel('Tên đợt').inputValue()).toBe('Ngày Chuyển đổi số 10/10');
    for (const [label, date] of [
      ['Từ ngày', '02/11/2026'],
      ['Đến hết ngày', '08/11/2026'],
    ] as const) {
      await page.getByLabel(label).fill(date);
      await page.keyboard.press('Enter');
    }
    await page.getByLabel('Chủ đề được tính').fill('chuyển đổi số');
    await page.keyboard.press('Enter');
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/campaign-form.png`, fullPage: true });
    await page.getByRole('button', { name: 'Lưu đợt' }).click();
    await page.getByText('Tuần từ 02/11/2026').first().waitFor();
    await page.getByText(/0\/\d+ cụm loa đạt mức tuần này/).waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/campaign.png`, fullPage: true });
    const use = page.getByRole('link', { name: /Thêm vào lịch/ }).first();
    expect(await use.getAttribute('href')).toMatch(
      /^\/lich-phat\/moi\?ngay=2026-11-\d\d&gio=\d\d%3A\d\d&cum=/,
    );
    const listed = await call(web.app, tokenOf('phatthanh'), 'get', '/campaigns');
    const { items } = (await listed.json()) as { items: unknown[] };
    expect(Campaign.parse(items[0])).toMatchObject({ from: '2026-11-02', until: '2026-11-08' });
    expect(complaints).toEqual([]);
  });
});

/** What is typed is kept at the next pause; this waits for it. */
async function draftKept(page: Page, text: string): Promise<void> {
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open('loa-drafts');
          opening.onsuccess = () => {
            const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
            reading.onsuccess = () => resolve(JSON.stringify(reading.result));
          };
        }),
    );
  await expect.poll(kept, { timeout: 10_000 }).toContain(text);
}

/** Every evening, a bulletin that nobody approved yet. */
async function scheduleEvening({ app }: WebApp): Promise<void> {
  const token = tokenOf('phatthanh');
  const answer = await call(app, token, 'get', '/bulletins');
  const [first] = ((await answer.json()) as { items: unknown[] }).items;
  const bulletin = Bulletin.parse(first);
  const timetable = {
    kind: 'recurring',
    days: [{ every: 'day', interval: 1 }],
    times: [{ time: '18:30' }],
    except: [],
    holidays: [],
  };
  const body = { bulletinId: bulletin.id, areaIds: [COMMUNE], timetable };
  const saved = await call(app, token, 'post', '/schedules', body);
  expect(saved.status).toBe(201);
}
