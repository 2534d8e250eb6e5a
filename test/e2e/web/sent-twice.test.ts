import { Campaign } from '@loa/shared/api/campaigns';
import { Station } from '@loa/shared/api/stations';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { tokenOf } from '../../support/web-commune.js';

/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 6_000;

describeInChromium('what is saved again because the answer was lost', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const named = async (path: string, item: typeof Station | typeof Campaign, name: string) => {
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', path);
    const { items } = z.object({ items: z.array(item) }).parse(await answer.json());
    return items.filter((each) => each.name === name).length;
  };

  /** The controller saves, and the page never hears of it; only the first time. */
  const loseFirstAnswer = (page: Page, path: string) => {
    let lost = false;
    return page.route(`**/api${path}`, async (route) => {
      if (lost || route.request().method() !== 'POST') return route.fallback();
      lost = true;
      await route.fetch();
      await route.abort();
    });
  };

  it('is one station, also when whoever typed it looked elsewhere in between', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/tiep-am/moi' });
    page.setDefaultTimeout(WAIT_MS);
    await loseFirstAnswer(page, '/stations');
    await page.getByLabel('Tên đài').fill('VOV4 tiếng Ê Đê');
    await page.getByLabel('Địa chỉ nghe trên mạng').fill('https://vov.vn/vov4');
    await page.getByRole('button', { name: 'Lưu đài' }).click();
    await page.getByText('Mất mạng', { exact: false }).first().waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Hôm nay' }).click();
    await page.locator('h1', { hasText: 'Hôm nay' }).waitFor();
    await page.goBack();
    await page.getByText('Đây là phần bạn đang làm dở.').waitFor();
    await page.getByRole('button', { name: 'Lưu đài' }).click();
    await page.waitForURL(/\/tiep-am\/station_/);
    expect(await named('/stations', Station, 'VOV4 tiếng Ê Đê')).toBe(1);
    await context.close();
  });

  it('is one campaign', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/dot-cao-diem/moi' });
    page.setDefaultTimeout(WAIT_MS);
    await loseFirstAnswer(page, '/campaigns');
    await page.getByLabel('Tên đợt').fill('Tháng chuyển đổi số');
    for (const [label, date] of [
      ['Từ ngày', '09/11/2026'],
      ['Đến hết ngày', '15/11/2026'],
    ] as const) {
      await page.getByLabel(label).fill(date);
      await page.keyboard.press('Enter');
    }
    await page.getByLabel('Chủ đề được tính').fill('chuyển đổi số');
    await page.keyboard.press('Enter');
    const save = page.locator('button[type=submit]');
    await save.click();
    await page.getByText('Mất mạng', { exact: false }).first().waitFor();
    await save.click();
    await page.waitForURL(/\/dot-cao-diem\/campaign_/);
    expect(await named('/campaigns', Campaign, 'Tháng chuyển đổi số')).toBe(1);
    await context.close();
  });
});
