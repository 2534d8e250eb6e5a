import { Stop } from '@loa/shared/api/stops';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, PASSWORD, tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeInChromium('the staff’s app on a phone', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const api = (method: string, path: string, body?: unknown) =>
    call(web.app, tokenOf('phatthanh'), method, path, body);
  const stops = async () =>
    z.object({ items: z.array(Stop) }).parse(await (await api('get', '/stops')).json()).items;
  const liftAll = async () => {
    for (const { id } of await stops()) await api('post', `/stops/${id}/lift`);
  };

  it('leads who is not signed in to the sign-in, and afterwards to where they wanted to go', async () => {
    const { page, context, complaints } = await web.open();
    await page.goto('/loa?xem=trouble');
    await expect.poll(() => page.url()).toContain('/dang-nhap');
    await page.getByLabel('Tên đăng nhập').fill('phatthanh');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('sai-mat-khau');
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng').waitFor();
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#main h1').waitFor();
    expect(page.url()).toContain('xem=trouble');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each(['/hom-nay', '/lich-phat', '/ban-tin'])(
    'has named all files of %s before any runs',
    async (path) => {
      const { page, context } = await web.signedIn('broadcaster');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const html = (await (await page.goto(path))?.text()) ?? '';
      await page.locator('#main h1').waitFor();
      // What listens for news comes after the page itself.
      const later = /^\/assets\/(events|boxes|playbacks)-/;
      const found = asked.filter((file) => file.startsWith('/assets/') && !html.includes(file));
      expect(found.filter((file) => !later.test(file))).toEqual([]);
      await context.close();
    },
  );

  it('never leads to another site after the sign-in', async () => {
    const { page, context } = await web.open();
    await page.goto('/dang-nhap?ve=//example.org/loa');
    await page.getByLabel('Tên đăng nhập').fill('phatthanh');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hôm nay', level: 1 }).waitFor();
    expect(page.url().startsWith(web.app.url)).toBe(true);
    await context.close();
  });

  it('stops every loudspeaker in two taps, until the running session ends', async () => {
    const { page, context } = await web.signedIn('broadcaster');
    await page.getByRole('button', { name: 'Dừng loa' }).click();
    await page.getByText('Ngay bây giờ, hết buổi này').waitFor();
    await page.getByRole('button', { name: 'Dừng loa ngay' }).click();
    await page.getByText('Loa ở xã Ia Pia đang dừng từ').waitFor();
    expect(await stops()).toMatchObject([{ areaId: COMMUNE, until: Date.UTC(2026, 10, 2, 10, 40) }]);
    await page.getByRole('button', { name: 'Mở lại loa' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mở lại loa' }).click();
    await expect.poll(() => page.getByText('đang dừng từ').count()).toBe(0);
    expect(await stops()).toEqual([]);
    await context.close();
  });

  it('lists on the home page what is stopped until somebody lifts it, by whom and since when, and lifts it', async () => {
    const stopped = await call(web.app, tokenOf('admin'), 'post', '/stops', { areaId: 'area_oibriu' });
    expect(stopped.status).toBe(201);
    await api('post', '/stops', { areaId: 'area_thon3', until: web.app.clock.now() + 3_600_000 });
    const { page, context, complaints } = await web.signedIn('broadcaster', { path: '/hom-nay' });
    const section = page.getByRole('region', { name: 'Loa dừng đến khi mở lại' });
    await section.getByText('Trần Văn Quản dừng từ 17:05 02/11/2026').waitFor();
    expect(await section.getByRole('listitem').count()).toBe(1);
    const lift = section.getByRole('button', { name: 'Mở lại loa' });
    await lift.waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/today-stopped.png` });
    await lift.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('làng Ơi Briu', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Mở lại loa' }).click();
    await expect.poll(() => section.count()).toBe(0);
    expect(await stops()).toMatchObject([{ areaId: 'area_thon3' }]);
    expect(complaints).toEqual([]);
    await liftAll();
    await context.close();
  });

  it('shows no way to stop to who may not', async () => {
    const { page, context } = await web.signedIn('supervisor');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: 'Dừng loa' }).count()).toBe(0);
    await context.close();
  });

  it('asks for the password over the page when the session has ended, and goes on with what was asked', async () => {
    const { page, context } = await web.signedIn('broadcaster');
    // Sent when the dialog opens: refused, it would ask for the password over the button that is to be clicked.
    const playbacks = page.waitForResponse(/\/api\/playbacks\?/);
    await page.getByRole('button', { name: 'Dừng loa' }).click();
    await playbacks;
    await context.clearCookies();
    await page.getByRole('button', { name: 'Dừng loa ngay' }).click();
    await page.getByText('Phiên làm việc đã hết').waitFor();
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Loa ở xã Ia Pia đang dừng từ').waitFor();
    expect(await stops()).toHaveLength(1);
    await liftAll();
    await context.close();
  });

  it('opens the evidence of what failed today from the home page', async () => {
    const { page, context } = await web.signedIn('supervisor', { path: '/hom-nay' });
    await page
      .getByRole('link', { name: /Kon Brung.*Lỡ giờ/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Bằng chứng' }).waitFor();
    await page.getByText('Nên làm').waitFor();
    await context.close();
  });

  it('says on the home page that more SIMs end than it shows, and leads to all of them', async () => {
    const { page, context } = await web.signedIn('technician');
    await page.route('**/api/today', async (route) => {
      const answer = await route.fetch();
      const sims = Array.from({ length: 7 }, (_, n) => ({
        ...{ boxId: `box_${n}`, boxName: `Bộ thu ${n}`, clusterId: 'cluster_a', clusterName: 'Nhà rông' },
        ...{ areaId: COMMUNE, areaName: 'làng A', daysLeft: n },
        sim: { number: null, operator: 'Viettel', expiresOn: '2026-11-30', note: null },
      }));
      await route.fulfill({ response: answer, json: { ...(await answer.json()), sims } });
    });
    await page.goto('/hom-nay');
    await page.getByRole('link', { name: 'Xem cả 7 SIM' }).click();
    await page.waitForURL(/\/loa\?xem=sim/);
    await context.close();
  });

  it('keeps the log’s filters in the address, and finds what was missed in one village', async () => {
    const path = '/nhat-ky?tt=missed,failed&noi=area_konbrung';
    const { page, context } = await web.signedIn('supervisor', { path });
    await page.getByText('Lỡ giờ: bộ thu tắt vào giờ phát').first().waitFor();
    expect(await page.locator('#main .rows-row').count()).toBe(3);
    expect(await page.locator('#main .rows').getByText('Không phát được').count()).toBe(0);
    await context.close();
  });

  it('switches to English and stays there', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/them' });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'More' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await context.close();
  });

  it('is used by keyboard alone: past the menu, into the page, into the stop’s dialog and out', async () => {
    const { page, context } = await web.signedIn('broadcaster', { size: { width: 1280, height: 800 } });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('button', { name: 'Dừng loa' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null))
      .toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await context.close();
  });

  it('says that a page does not exist instead of showing nothing', async () => {
    const { page, context } = await web.signedIn('broadcaster');
    await page.goto('/khong-co-trang-nay');
    await page.getByText('Không có trang này').waitFor();
    await context.close();
  });
});
