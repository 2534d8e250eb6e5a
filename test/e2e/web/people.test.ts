import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeNeeding('chromium', 'people in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  it('invites a colleague, who chooses a password by the link and is in', { timeout: 40_000 }, async () => {
    const { page, complaints } = await web.signedIn('admin');
    const shot = (name: string, on = page) =>
      PICTURES ? on.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;
    await page.goto('/tai-khoan');
    await page.getByRole('link', { name: /Lê Hoàng Nam/ }).waitFor();
    await shot('accounts');
    await page.getByRole('link', { name: 'Mời người mới' }).click();
    await page.getByLabel('Họ tên').fill('Rơ Châm Hyơi');
    expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe('hyoirc');
    await shot('account-new');
    await page.getByRole('button', { name: 'Mời và lấy đường dẫn' }).click();
    const link = await page.getByLabel('Đường dẫn dùng một lần').last().inputValue();
    await shot('account-link');

    const guest = await web.open();
    await guest.page.goto(link);
    await guest.page.getByText('Bạn được mời dùng Loa Làng').waitFor();
    await shot('join', guest.page);
    await guest.page.getByLabel('Chọn mật khẩu').fill('nhà rông có chín bậc');
    await guest.page.getByRole('button', { name: /Lưu mật khẩu/ }).click();
    await guest.page.locator('#main h1').waitFor();
    await guest.page.goto('/cua-toi');
    await guest.page.getByText('Rơ Châm Hyơi').first().waitFor();
    await guest.page.getByText('Máy này', { exact: true }).waitFor();
    await shot('profile', guest.page);

    await guest.page.goto(link);
    await guest.page.getByText('Đường dẫn này đã dùng rồi').waitFor();
    expect(complaints).toEqual([]);
    expect(guest.complaints).toEqual([]);
  });
});
