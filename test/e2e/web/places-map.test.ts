import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium } from '../../support/needs.js';
import { PHONE, startWebApp, type WebApp } from '../../support/web-app.js';
import { messyOutlines } from '../../support/web-outlines.js';

describeInChromium('places on a map, on a phone', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  it('chooses two villages for a schedule by touching them, instead of all of the commune', async () => {
    const { page, complaints } = await web.signedIn('broadcaster', { size: PHONE, path: '/lich-phat/moi' });
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.getByRole('button', { name: /Nơi nghe/ }).click();
    await page.locator('.ant-tree').waitFor();
    // Whoever chooses by name pays for no map.
    expect(loaded.filter((url) => /area-map|\/api\/map/.test(url))).toEqual([]);
    await page.getByText('Bản đồ', { exact: true }).click();
    const briu = page.getByRole('button', { name: 'làng Ơi Briu, đã chọn cùng xã Ia Pia' });
    expect(await briu.getAttribute('aria-pressed')).toBe('true');
    await briu.click();
    // By keyboard, too; the mark that was pressed keeps the focus.
    const socMoi = page.getByRole('button', { name: 'thôn Sóc Mới', exact: true });
    await socMoi.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => socMoi.getAttribute('aria-pressed')).toBe('true');
    expect(await socMoi.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await page.getByRole('list', { name: 'Nơi đã chọn' }).innerText()).toBe(
      'làng Ơi Briu\nthôn Sóc Mới\nTất cả (xã Ia Pia)',
    );
    await page.getByRole('button', { name: 'Xong' }).click();
    await page.getByRole('button', { name: 'Nơi nghe làng Ơi Briu, thôn Sóc Mới' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('brings in where villages end from a file with faults, and the map draws them', async () => {
    const { page, complaints } = await web.signedIn('admin', { size: PHONE, path: '/dia-ban/area_iapia' });
    await page.getByRole('link', { name: 'Thay bằng tệp khác' }).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'ranh.geojson', ...messyOutlines() });
    await page.getByText('3 hình có lỗi, sẽ không được lưu').waitFor();
    const faults = page.locator('.places-problem');
    expect(await faults.allInnerTexts()).toEqual([
      expect.stringContaining('Không có nơi nào tên “Thôn 8”'),
      expect.stringContaining('EPSG:4326'),
      expect.stringContaining('tự cắt'),
    ]);
    await page.getByRole('button', { name: 'Lưu 3 đường ranh' }).click();
    await page.getByText('Đã lưu 3 đường ranh.').waitFor();
    await page.goto('/dia-ban/area_plei');
    await page.getByRole('button', { name: 'Bỏ đường ranh' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ đường ranh' }).click();
    await page.getByText('Chưa có đường ranh.').waitFor();
    expect(complaints).toEqual([]);
  });
});
