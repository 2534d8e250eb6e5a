import { Bulletin } from '@loa/shared/api/bulletins';
import { Stop } from '@loa/shared/api/stops';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { DESKTOP, startWebApp, type WebApp } from '../../support/web-app.js';
import { atMachine, listPeople } from '../../support/web-approvers.js';
import { tokenOf } from '../../support/web-commune.js';
import { goWithin } from '../../support/web-pages.js';

/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 10_000;
/** As long as the seeded recordings. */
const LENGTH_MS = 222_000;
/** More stops than any of these pages has. */
const MOST_STOPS = 90;

describeInChromium('the day’s work by keyboard alone', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const items = async <T>(path: string, schema: z.ZodType<T>) => {
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', path);
    return z.object({ items: z.array(schema) }).parse(await answer.json()).items;
  };
  const signedIn = async (role: 'broadcaster' | 'supervisor', path: string) => {
    const window = await web.signedIn(role, { size: DESKTOP, path });
    window.page.setDefaultTimeout(WAIT_MS);
    return window;
  };

  it('a text is typed, heard and sent for approval', { timeout: 40_000 }, async () => {
    const { page, context, complaints } = await signedIn('broadcaster', '/hom-nay');
    await press(page, page.getByRole('navigation').getByRole('link', { name: 'Phát mới' }));
    await press(page, page.getByRole('button', { name: /Chữ thành tiếng/ }));
    await tabTo(page, page.getByLabel('Nội dung bài'));
    await page.keyboard.insertText('Tối mai họp thôn lúc 19 giờ 30 tại nhà rông.');
    await press(page, page.getByRole('button', { name: 'Nghe thử' }));
    await page.getByText('Bản nghe thử').first().waitFor();
    await press(page, page.getByRole('button', { name: 'Tiếp', exact: true }));
    await page.getByText(/loa phát 17:00 03\/11\/2026/).waitFor();
    await press(page, page.getByRole('button', { name: 'Gửi duyệt' }));
    await page.getByText(/^Chờ .*duyệt · phát 17:00/).waitFor();
    expect(await items('/bulletins?q=hop thon', Bulletin)).toMatchObject([{ state: 'submitted' }]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a bulletin is heard to its end, confirmed and signed', { timeout: 40_000 }, async () => {
    const { page, complaints, open } = await atMachine(web, 'nguoiduyet');
    page.setDefaultTimeout(WAIT_MS);
    const nam = { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam' };
    await listPeople(web.app, [{ ...nam, uses: ['scheduled'] }]);
    await open('/cho-duyet');
    await press(page, page.getByRole('link', { name: /lừa đảo qua mạng/ }));
    const sound = page.getByLabel(/^Bản thu/);
    await tabTo(page, sound);
    await heardToTheEnd(web, page);
    await tabTo(page, page.getByLabel('Tôi xác nhận bài không có bí mật nhà nước'));
    await page.keyboard.press('Space');
    await press(page, page.getByRole('button', { name: 'Duyệt', exact: true }));
    await page.getByText(/^Đã duyệt “Phòng, chống lừa đảo/).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('it is scheduled every week, and one of its runs moved without a mouse to drag it', {
    timeout: 60_000,
  }, async () => {
    const [bulletin] = await items('/bulletins?q=lua dao', Bulletin);
    const path = `/lich-phat/moi?bai=${bulletin?.id}`;
    const { page, context, complaints } = await signedIn('broadcaster', path);
    await tabTo(page, page.getByRole('combobox', { name: 'Khi nào' }));
    await page.keyboard.press('Enter');
    await chooseOption(page, 'Hằng tuần');
    await tabTo(page, page.getByLabel('Giờ phát thứ 1'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('16:20');
    await page.keyboard.press('Enter');
    await page
      .getByText(/Thứ 2.*16:20/)
      .first()
      .waitFor();
    await press(page, page.getByRole('button', { name: 'Lưu lịch' }));
    await page.getByRole('heading', { name: 'Những buổi sắp tới' }).waitFor();

    await goWithin(page, '/lich-phat');
    await press(page, page.locator('.week-event', { hasText: '16:20' }).nth(1));
    await press(page, page.getByRole('button', { name: 'Dời buổi này' }));
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('Giờ phát mới'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('16:45');
    await page.keyboard.press('Enter');
    await press(page, dialog.getByRole('button', { name: 'Dời', exact: true }));
    await expect.poll(() => dialog.count()).toBe(0);
    await page.getByText(/16:45/).first().waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('the loudspeakers are stopped and opened again', { timeout: 40_000 }, async () => {
    const { page, context, complaints } = await signedIn('broadcaster', '/hom-nay');
    await press(page, page.getByRole('button', { name: 'Dừng loa' }));
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Dừng loa ngay' }));
    await page.getByText('Loa ở xã Ia Pia đang dừng từ').waitFor();
    await press(page, page.getByRole('button', { name: 'Mở lại loa' }));
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Mở lại loa' }));
    await expect.poll(() => page.getByText('đang dừng từ').count()).toBe(0);
    expect(await items('/stops', Stop)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('the evidence of a run is opened, read and left where one was', { timeout: 40_000 }, async () => {
    const { page, context, complaints } = await signedIn('supervisor', '/nhat-ky?tt=missed');
    const row = page.locator('#main .rows-row').nth(1);
    await press(page, row);
    await page.getByRole('dialog').locator('.facts').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(row)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** As a person comes to it: Tab by Tab, from wherever the focus is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${target}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await expect.poll(() => target.isEnabled()).toBe(true);
  await page.keyboard.press('Enter');
}

/** In a list that is open: down to the words, and Enter. */
async function chooseOption(page: Page, words: string): Promise<void> {
  const active = page.locator('.ant-select-item-option-active');
  for (let at = 0; at < 12; at += 1) {
    if ((await active.textContent())?.includes(words)) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`There is no ${words} in the list`);
}

/** What the player reports while it plays to its end. */
async function heardToTheEnd(web: WebApp, page: Page): Promise<void> {
  const variantId = new URL(page.url()).pathname.split('/').at(-1);
  for (const ms of [0, LENGTH_MS]) {
    await web.app.advance(ms);
    const status = await page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path, { method: 'POST', headers, body })).status;
      },
      [`/api/variants/${variantId}/heard`, JSON.stringify({ ms })] as const,
    );
    expect(status).toBe(200);
  }
  await page.reload();
}
