import { Bulletin } from '@loa/shared/api/bulletins';
import { Schedule } from '@loa/shared/api/schedules';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeInChromium('the schedule in the browser', (chromium) => {
  let web: WebApp;
  let bulletin: Bulletin;
  beforeAll(async () => {
    web = await startWebApp(chromium);
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', '/bulletins');
    bulletin = Bulletin.parse(((await answer.json()) as { items: unknown[] }).items[0]);
  });
  afterAll(() => web.stop());

  it('refuses the night with the nearest times to tap, tells who will hear it, and saves', {
    timeout: 40_000,
  }, async () => {
    const { page, complaints } = await web.signedIn('broadcaster');
    const shot = (name: string) =>
      PICTURES ? page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;
    await page.goto(`/lich-phat/moi?bai=${bulletin.id}`);
    await page.getByText(/^Một lần, lúc 17:00/).waitFor();
    await page.getByRole('combobox', { name: 'Khi nào' }).click();
    await page.getByText('Hằng tuần', { exact: true }).click();
    const time = page.getByLabel('Giờ phát thứ 1');
    await time.fill('03:15');
    await page.keyboard.press('Enter');
    await page.getByText(/03:15/).filter({ hasText: 'khung giờ' }).waitFor();
    expect(await page.getByRole('button', { name: 'Lưu lịch' }).isDisabled()).toBe(true);
    await shot('schedule-refused');
    await page.getByRole('button', { name: 'Dời sang 05:30' }).click();
    expect(await time.inputValue()).toBe('05:30');
    await page
      .getByText(/Thứ 2.*05:30/)
      .first()
      .waitFor();
    await page.getByText(/chưa ai duyệt/).waitFor();
    await shot('schedule-form');
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.getByRole('heading', { name: 'Những buổi sắp tới' }).waitFor();
    await shot('schedule-one');
    const listed = await call(web.app, tokenOf('phatthanh'), 'get', '/schedules');
    const { items } = z.object({ items: z.array(Schedule) }).parse(await listed.json());
    const saved = items.find(({ timetable }) => JSON.stringify(timetable).includes('05:30'));
    if (!saved) throw new Error('it was not saved');
    const { timetable, id } = saved;
    expect(timetable).toMatchObject({
      days: [{ every: 'week', days: [1, 2, 3, 4, 5] }],
      times: [{ time: '05:30' }],
    });

    await page.getByRole('link', { name: 'Đổi giờ, đổi nơi' }).click();
    await page.getByRole('region', { name: 'Sẽ như thế nào' }).getByText(/05:30/).first().waitFor();
    await page.getByLabel('Giờ phát thứ 1').fill('16:30');
    await page.keyboard.press('Enter');
    await page.getByText(/16:30/).first().waitFor();
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.waitForURL(`/lich-phat/${id}`);
    await page.getByRole('button', { name: 'Hủy lịch này' }).click();
    await page.getByRole('button', { name: 'Hủy lịch', exact: true }).click();
    await page.getByText('Lịch này đã hủy.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('moves a run by dragging it, after saying what changes, and only what is still to come', {
    timeout: 40_000,
  }, async () => {
    const { page, complaints } = await web.signedIn('broadcaster', {
      size: { width: 1280, height: 1400 },
      path: '/lich-phat',
    });
    const suspended = page.getByRole('columnheader').getByText(/^Tạm dừng nhạc ở làng Ơi Briu: Lễ bỏ mả/);
    await suspended.first().waitFor();
    expect(await suspended.count()).toBe(2);
    const run = page.locator('.week-event', { hasText: '17:30' });
    const box = await run.boundingBox();
    if (!box) throw new Error('the run is not on the board');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 40, { steps: 4 });
    await page.mouse.move(box.x + 150, box.y + 64, { steps: 8 });
    await page.mouse.up();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Đang ở: 17:30 thứ năm, 05/11/2026').waitFor();
    await dialog.getByLabel('Giờ phát mới').fill('22:15');
    await page.keyboard.press('Enter');
    await dialog.getByText(/22:15 nằm ngoài khung giờ/).waitFor();
    await dialog.getByRole('button', { name: /^Dời sang 20:/ }).click();
    await dialog.getByText(/^Một lần, lúc 20:\d\d ngày 06\/11\/2026/).waitFor();
    await dialog.getByRole('button', { name: 'Dời', exact: true }).click();
    await page.locator('.week-event', { hasText: /^20:/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});
