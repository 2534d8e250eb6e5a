import { Bulletin } from '@loa/shared/api/bulletins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeNeeding } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { PASSWORD, tokenOf } from '../../support/web-commune.js';

const TEXT = 'Mời bà con thôn Đồng Tâm đi tiêm phòng tại nhà văn hóa lúc 8 giờ sáng thứ bảy.';

describeNeeding('chromium', 'work that is interrupted, or meets other work', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const bulletins = async (query = '') => {
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', `/bulletins${query}`);
    return z.object({ items: z.array(Bulletin) }).parse(await answer.json()).items;
  };

  it('keeps a text that was being typed when the session ended, and sends it after the password', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    const signInAgain = async () => {
      await page.getByText('Phiên làm việc đã hết').waitFor();
      await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill(TEXT);
    await context.clearCookies();
    await page.getByRole('button', { name: 'Nghe thử' }).click();
    await signInAgain();
    await page.getByText('Bản nghe thử').first().waitFor();
    expect(await page.getByLabel('Nội dung bài').inputValue()).toBe(TEXT);
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Tiêm phòng thứ bảy');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await signInAgain();
    await page.getByText(/^Chờ .*duyệt · phát/).waitFor();
    const found = await bulletins('?q=Ti%C3%AAm%20ph%C3%B2ng%20th%E1%BB%A9%20b%E1%BA%A3y');
    expect(found).toMatchObject([
      { title: 'Tiêm phòng thứ bảy', variants: [{ state: 'submitted', text: TEXT }] },
    ]);
    await context.close();
  });

  it('says what already sounds at that time, and moves to a free one by a tap', async () => {
    const [bulletin] = await bulletins();
    const { page, context } = await web.signedIn('broadcaster', {
      path: `/lich-phat/moi?bai=${bulletin?.id}`,
    });
    await page.getByText(/^Một lần, lúc 17:00 .*thôn Đồng Tâm.* — 4 phút — tiếng Việt$/).waitFor();
    const time = page.getByLabel('Giờ phát', { exact: false }).first();
    await time.fill('19:45');
    await page.keyboard.press('Enter');
    // Near what was asked for, not near the time that stood there before.
    const move = page.getByRole('button', { name: /^Dời sang (19|20):/ }).first();
    await move.waitFor();
    const free = /\d\d:\d\d/.exec(await move.innerText())?.[0] ?? '';
    await move.click();
    await expect.poll(() => time.inputValue()).toBe(free);
    await expect.poll(() => page.getByRole('button', { name: /^Dời sang/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.waitForURL(/lich-phat\/schedule_/);
    await context.close();
  });
});
