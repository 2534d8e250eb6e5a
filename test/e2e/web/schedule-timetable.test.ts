import { Bulletin } from '@loa/shared/api/bulletins';
import { SavedSchedule, Schedule } from '@loa/shared/api/schedules';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { DESKTOP, PHONE, startWebApp, type WebApp } from '../../support/web-app.js';
import { tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;
const WAIT_MS = 8_000;

describeInChromium('the rarer timetables in the browser', (chromium) => {
  let web: WebApp;
  let bulletin: Bulletin;
  beforeAll(async () => {
    web = await startWebApp(chromium);
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', '/bulletins');
    bulletin = z.object({ items: z.array(Bulletin).min(1) }).parse(await answer.json()).items[0] as Bulletin;
  });
  afterAll(() => web.stop());

  const scheduleOf = async (id: string) => {
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', `/schedules/${id}`);
    return Schedule.parse(await answer.json());
  };
  const picture = async (page: Page, name: string) => {
    if (!PICTURES) return;
    const size = page.viewportSize() ?? PHONE;
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...size, height });
    await page.screenshot({ path: `${PICTURES}/${name}.png` });
    await page.setViewportSize(size);
  };
  const choose = async (page: Page, select: string | RegExp, ...options: string[]) => {
    await page.getByRole('combobox', { name: select }).click();
    const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
    for (const option of options) {
      await open.locator('.ant-select-item-option', { hasText: option }).first().click();
    }
    await page.keyboard.press('Escape');
  };

  it('takes the first Saturday of a month and Tết in one schedule, off on holidays, with a day more', {
    timeout: 60_000,
  }, async () => {
    const { page, complaints } = await web.signedIn('broadcaster');
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(`/lich-phat/moi?bai=${bulletin.id}`);
    await page.getByText(/^Một lần, lúc 17:00/).waitFor();
    await choose(page, 'Khi nào', 'Lặp lại khác…');
    await choose(page, 'Cách lặp thứ 1', 'Theo tháng');
    await page.getByText('Hãy chọn ít nhất một ngày hoặc một thứ trong tháng.').waitFor();
    await choose(page, 'Các thứ trong tháng', 'Thứ bảy đầu tiên của tháng');
    await page.getByText('Thứ 7 đầu tiên hằng tháng lúc 17:00').waitFor();
    await picture(page, 'timetable-nth-phone');
    await page.getByRole('button', { name: 'Thêm cách lặp nữa' }).click();
    await choose(page, 'Cách lặp thứ 2', 'Âm lịch hằng năm');
    await choose(page, /^Các ngày âm lịch trong năm/, 'Mùng 1 Tết', 'Ngày cuối tháng Chạp');
    await page.getByText('Ngày lễ, ngày phát thêm').click();
    await choose(page, 'Nghỉ vào ngày lễ của', 'Ngày nghỉ lễ của Việt Nam');
    await page.getByLabel('Thêm ngày phát').fill('22/12/2026');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Đặt giờ riêng cho ngày 22/12/2026' }).click();
    await page.getByLabel('Giờ phát thứ 1 ngày 22/12/2026').fill('09:00');
    await page.keyboard.press('Enter');
    await page.getByText('thêm 22/12/2026 lúc 09:00').waitFor();
    await page.getByText('Sắp tới: T7 07/11/2026, T7 05/12/2026, T3 22/12/2026').waitFor();
    // The free time takes the place of that day's time alone.
    await page.getByRole('button', { name: 'Dời sang 11:00' }).click();
    await page.getByText('thêm 22/12/2026 lúc 11:00').waitFor();
    expect(await page.getByLabel('Giờ phát thứ 1', { exact: true }).inputValue()).toBe('17:00');
    await page.getByText('Thêm lựa chọn').click();
    await page.getByLabel('Được muộn nhất (phút)').fill('15');
    await choose(page, 'Sau khi phải nhường bài khác', 'Bỏ phần còn lại');
    await choose(page, 'To nhỏ', 'Nhỏ hơn một chút');
    await picture(page, 'timetable-all-phone');
    await page.setViewportSize(DESKTOP);
    await picture(page, 'timetable-all-desktop');
    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.getByRole('heading', { name: 'Những buổi sắp tới' }).waitFor();
    await picture(page, 'timetable-one-phone');
    const saved = await scheduleOf(new URL(page.url()).pathname.split('/').at(-1) ?? '');
    expect(saved).toMatchObject({ latestStartMinutes: 15, resume: 'drop', gainDb: -3 });
    expect(saved.timetable).toMatchObject({
      days: [
        { every: 'month', dates: [], weekdays: [{ nth: 1, day: 6 }] },
        {
          every: 'lunarYear',
          dates: [
            { month: 1, day: 1 },
            { month: 12, day: -1 },
          ],
        },
      ],
      extra: [{ date: '2026-12-22', times: [{ time: '11:00' }] }],
      holidays: [{ calendarId: 'vietnam', on: 'skip' }],
    });
    expect(complaints).toEqual([]);
  });

  it('shows whatever somebody made over the API, and saves it again as it was', {
    timeout: 60_000,
  }, async () => {
    const body = {
      ...{ bulletinId: bulletin.id, areaIds: ['area_oibriu'], lateness: 'joinMidway', gainDb: -4.5 },
      timetable: {
        kind: 'recurring',
        days: [
          { every: 'week', days: [1, 4], from: '2026-12-01' },
          { every: 'day', interval: 10, from: '2026-11-05' },
          { every: 'month', dates: [-3], weekdays: [{ nth: -2, day: 5 }] },
          { every: 'year', dates: [{ month: 2, day: -1 }] },
          { every: 'dateInRange', from: '2026-11-20', until: '2026-11-22' },
        ],
        times: [{ time: '10:10' }],
        until: '2027-06-30',
        except: ['2026-12-24', '2026-11-15'],
        holidays: [{ calendarId: 'calendar_gone', on: 'skip' }],
      },
      onOverlap: 'queue',
    };
    const answer = await call(web.app, tokenOf('phatthanh'), 'post', '/schedules', body);
    const text = await answer.text();
    expect(text).not.toContain('"error"');
    const { schedule } = SavedSchedule.parse(JSON.parse(text));
    const { page, complaints } = await web.signedIn('broadcaster', { path: `/lich-phat/${schedule.id}/sua` });
    page.setDefaultTimeout(WAIT_MS);
    for (const shown of [
      'Ngày thứ 3 từ cuối tháng',
      'Thứ sáu lần thứ 2 từ cuối tháng',
      'cuối/2',
      'Lịch không có ở đây',
    ])
      await page.getByText(shown).first().waitFor();
    expect(await page.getByRole('combobox', { name: /^Cách lặp thứ/ }).count()).toBe(5);
    await picture(page, 'timetable-api-phone');
    await page.getByText('Thêm lựa chọn').click();
    await page.getByText('-4,5 dB so với mọi bài').waitFor();
    await web.app.advance(1_000);
    await page.getByRole('button', { name: /^Lưu/ }).click();
    await page.waitForURL(`/lich-phat/${schedule.id}`);
    const after = await scheduleOf(schedule.id);
    expect(after.updatedAt).toBeGreaterThan(schedule.updatedAt);
    expect({ ...after, updatedAt: schedule.updatedAt }).toEqual(schedule);
    expect(complaints).toEqual([]);
  });
});
