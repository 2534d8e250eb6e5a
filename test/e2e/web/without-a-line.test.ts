import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';

describeInChromium('the staff’s app without a line', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  it('opens from what the machine keeps, knows who it was, says that the line is down, and goes on when it is back', async () => {
    const { page, context } = await web.signedIn('broadcaster', { keepsFiles: true, path: '/hom-nay' });
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // Under the worker's eyes once, so that the page's own parts are kept, too.
    await page.reload();
    await page.getByRole('heading', { name: 'Đang phát' }).waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.getByText('Mất mạng hoặc máy chủ không trả lời').first().waitFor();
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Thử lại' }).first().click();
    await page.getByRole('heading', { name: 'Sắp phát' }).waitFor();
    await context.close();
  });

  it('says of a bulletin that was sent too late that it has no time on air, until somebody has seen that', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill('Mời bà con thôn Đồng Tâm đi họp thôn.');
    await page.getByRole('button', { name: 'Nghe thử' }).click();
    await page.getByText('Bản nghe thử').first().waitFor();
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Họp thôn');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByText('1 việc đã lưu trong máy').waitFor();
    const past = { error: { code: 'past', message: 'Giờ phát đã qua.', details: null } };
    await page.route('**/api/schedules', (route) => route.fulfill({ status: 422, json: past }));
    await context.setOffline(false);
    const note = page.getByText('“Họp thôn” đã gửi duyệt nhưng chưa có giờ phát: Giờ phát đã qua.');
    await note.waitFor();
    await page.reload();
    await note.waitFor();
    expect(await page.getByText('việc đã lưu trong máy').count()).toBe(0);
    await page.getByRole('link', { name: 'Mở bài' }).click();
    await page.getByRole('heading', { name: 'Họp thôn' }).waitFor();
    await page.getByRole('link', { name: 'Xếp lịch phát' }).waitFor();
    await page.getByRole('button', { name: 'Đã xem' }).click();
    await note.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Họp thôn' }).waitFor();
    expect(await note.count()).toBe(0);
    await context.close();
  });

  it('never keeps what the API answered: another person may open the same machine', async () => {
    const { page, context } = await web.signedIn('broadcaster', { keepsFiles: true, path: '/hom-nay' });
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Đang phát' }).waitFor();
    const kept = await page.evaluate(async () => {
      const urls: string[] = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
      }
      return urls;
    });
    expect(kept).toContain('/');
    expect(kept.filter((path) => path.startsWith('/api'))).toEqual([]);
    await context.close();
  });
});
