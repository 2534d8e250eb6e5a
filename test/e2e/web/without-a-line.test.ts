import { Bulletin } from '@loa/shared/api/bulletins';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call, RECORDING } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

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
    await page.reload();
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

  it('makes no bulletin twice whose schedule a controller that was starting again did not take', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill('Sáng mai cắt điện từ 8 giờ.');
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Cắt điện sáng mai');
    await page.route('**/api/schedules', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByText('1 việc đã lưu trong máy').waitFor();
    await page.unroute('**/api/schedules');
    const asked = async (path: string) => (await call(web.app, tokenOf('phatthanh'), 'get', path)).json();
    const made = async () =>
      z.object({ items: z.array(Bulletin) }).parse(await asked('/bulletins?q=Cắt điện sáng mai')).items;
    const [bulletin] = await made();
    const isScheduled = async () => {
      await page.reload();
      return JSON.stringify(await asked('/schedules?limit=200')).includes(bulletin?.id ?? 'none');
    };
    await expect.poll(isScheduled, { timeout: 15_000, interval: 1_000 }).toBe(true);
    expect(await made()).toHaveLength(1);
    await context.close();
  });

  it('sends no kept recording over a colleague’s unless the person says so', async () => {
    const read = async () => {
      const answer = await call(web.app, tokenOf('phatthanh'), 'get', '/bulletins?q=Vệ sinh');
      return z.object({ items: z.array(Bulletin) }).parse(await answer.json()).items[0];
    };
    const made = { title: 'Vệ sinh đường làng', kind: 'tin', areaId: COMMUNE };
    const answer = await call(web.app, tokenOf('phatthanh'), 'post', '/bulletins', made);
    const { id } = Bulletin.parse(await answer.json());
    const put = async (text: string) => {
      const path = `/bulletins/${id}/variants/vi`;
      const body = { recordingSha256: RECORDING, text };
      expect((await call(web.app, tokenOf('phatthanh'), 'put', path, body)).status).toBe(200);
    };
    await put('Quét đường thứ bảy.');
    const { page, context } = await web.signedIn('broadcaster', { path: `/ban-tin/${id}` });
    await page.getByRole('link', { name: 'Thay bản thu' }).click();
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill('Quét đường chủ nhật.');
    await page.getByRole('button', { name: 'Nghe thử' }).click();
    await page.getByText('Bản nghe thử').first().waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByText('1 việc đã lưu trong máy').waitFor();
    await web.app.advance(60_000);
    await put('Lời của đồng nghiệp.');
    await context.setOffline(false);
    // Whatever came of the first attempt, before the line was quite there.
    await page.reload();
    const overtaken = page.getByText(/^“Vệ sinh đường làng” chưa gửi được: người khác vừa sửa bản này lúc/);
    await overtaken.waitFor();
    // Three buttons leave the words their room on a phone.
    expect((await overtaken.boundingBox())?.width).toBeGreaterThan(300);
    expect(await read()).toMatchObject({ variants: [{ state: 'draft', text: 'Lời của đồng nghiệp.' }] });
    // It is nowhere else: one slip of a finger does not lose it.
    await page.getByRole('button', { name: 'Bỏ bài này' }).click();
    await page.getByText(/^Bỏ hẳn “Vệ sinh đường làng”/).waitFor();
    await page.keyboard.press('Enter');
    await overtaken.waitFor();
    await page.getByRole('button', { name: 'Giữ bản này' }).click();
    await page.getByText('Đã gửi “Vệ sinh đường làng”.').waitFor();
    expect(await read()).toMatchObject({ variants: [{ state: 'submitted', text: 'Quét đường chủ nhật.' }] });
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
