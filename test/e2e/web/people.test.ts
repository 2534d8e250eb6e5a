import { Area } from '@loa/shared/api/areas';
import { Bulletin } from '@loa/shared/api/bulletins';
import { NO_RULES } from '@loa/shared/place-rules';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { writeSignInPolicy } from '../../../controller/src/db/second-factors.js';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, PASSWORD, tokenOf } from '../../support/web-commune.js';

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.locator('.ant-select-item-option:visible').filter({ hasText: option }).click();
}

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

const shot = (name: string, on: Page) =>
  PICTURES ? on.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;

describeInChromium('people in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const patchCommune = async (body: object) =>
    Area.parse(await (await call(web.app, tokenOf('admin'), 'patch', `/areas/${COMMUNE}`, body)).json());

  it('invites a colleague, who chooses a password by the link and is in', { timeout: 40_000 }, async () => {
    const { page, complaints } = await web.signedIn('admin');
    await page.goto('/tai-khoan');
    await page.getByRole('link', { name: /Lê Hoàng Nam/ }).waitFor();
    await shot('accounts', page);
    await page.getByRole('link', { name: 'Mời người mới' }).click();
    await page.getByLabel('Họ tên').fill('Rơ Châm Hyơi');
    expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe('hyoirc');
    await shot('account-new', page);
    await page.getByRole('button', { name: 'Mời và lấy đường dẫn' }).click();
    const link = await page.getByLabel('Đường dẫn dùng một lần').last().inputValue();
    await shot('account-link', page);

    const guest = await web.open();
    await guest.page.goto(link);
    await guest.page.getByText('Bạn được mời dùng Loa Làng').waitFor();
    await shot('join', guest.page);
    await guest.page.getByLabel('Chọn mật khẩu').fill('nhà rông có chín bậc');
    await guest.page.getByRole('button', { name: /Lưu mật khẩu/ }).click();
    // Through "/" to the role's own first page.
    await guest.page.waitForURL((url) => !['/join', '/'].includes(url.pathname));
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

  it('asks a role that needs it for a second factor, then for its code, and takes a recovery code', {
    timeout: 40_000,
  }, async () => {
    await writeSignInPolicy(web.app.db, { secondFactorFor: ['supervisor'] });
    const { page, complaints } = await web.open();
    const signIn = async () => {
      await page.goto('/dang-nhap');
      await page.getByLabel('Tên đăng nhập').fill('giamsat');
      await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    };
    await signIn();
    await page.getByRole('heading', { name: 'Thêm cách xác nhận thứ hai' }).waitFor();
    await page.getByLabel('Nhập lại mật khẩu để xác nhận').fill(PASSWORD);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('img', { name: 'Hình để quét' }).waitFor();
    await shot('second-factor', page);
    const secret = (await page.locator('.profile-secret').innerText()).replaceAll(' ', '');
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: web.app.clock.now() });
    await page.getByLabel('Nhập 6 số đang hiện').fill(code);
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    const recovery = await page.locator('.profile-codes code').first().innerText();
    expect(await page.locator('.profile-codes code').count()).toBe(10);
    await shot('recovery-codes', page);
    await page.getByRole('button', { name: 'Tôi đã cất mã' }).click();
    await page.locator('#main h1').waitFor();

    await page.context().clearCookies();
    await signIn();
    await page.getByLabel('Mã 6 số hoặc mã dự phòng').fill(code);
    await page.getByRole('button', { name: 'Xác nhận', exact: true }).click();
    await page.getByText('đã dùng rồi').waitFor();
    await shot('code-again', page);
    await page.getByLabel('Mã 6 số hoặc mã dự phòng').fill(recovery);
    await page.getByRole('button', { name: 'Xác nhận', exact: true }).click();
    await page.locator('#main h1').waitFor();
    expect(complaints).toEqual([]);
  });

  it('gives hours to a commune that had none without making its early morning louder', {
    timeout: 40_000,
  }, async () => {
    const usual = await patchCommune({ hours: null });
    expect(usual.hours).toBe(null);
    const { page, context, complaints } = await web.signedIn('admin', { path: '/cai-dat' });
    await page.getByRole('button', { name: /Đổi quy định của xã Ia Pia/ }).click();
    await page.getByLabel('Giờ phát như cấp trên').click();
    await page.getByLabel('Đến giờ').last().fill('20:00');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('button', { name: /Đổi quy định của xã Ia Pia/ }).waitFor();
    expect((await patchCommune({})).hours).toEqual([
      { from: '05:30', to: '06:00', maxGainDb: -6 },
      { from: '06:00', to: '20:00', maxGainDb: 0 },
    ]);
    expect(complaints).toEqual([]);
    await context.close();
    await patchCommune({ hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }] });
  });

  it('says what new hours will silence, and where, before it saves them', { timeout: 40_000 }, async () => {
    const listed = await call(web.app, tokenOf('phatthanh'), 'get', '/bulletins?limit=1');
    const { items } = z.object({ items: z.array(Bulletin) }).parse(await listed.json());
    const evening = await call(web.app, tokenOf('phatthanh'), 'post', '/schedules', {
      ...{ bulletinId: items[0]?.id, name: 'Tin tối', areaIds: [COMMUNE] },
      timetable: { kind: 'once', date: '2026-11-04', time: '20:30' },
    });
    expect(evening.status).toBe(201);
    const { page, complaints } = await web.signedIn('admin', { path: '/cai-dat' });
    await page.getByText('05:30–21:00 (âm lượng thường)', { exact: true }).waitFor();
    await shot('settings', page);
    await page.getByRole('button', { name: /Đổi quy định của xã Ia Pia/ }).click();
    const until = page.getByLabel('Đến giờ').first();
    await until.fill('20:00');
    await page.keyboard.press('Enter');
    await choose(page, 'Buổi sớm (trước 06:00)', /Nhỏ hơn 6 dB/);
    await choose(page, 'Bài có nhiều thứ tiếng', 'phát lần lượt từng tiếng của cụm loa');
    await choose(page, 'Buổi sau trong ngày', 'phát bài mới hơn, nếu có');
    await page.getByRole('button', { name: 'Thêm giờ yên lặng' }).click();
    await page.getByLabel('Mọi ngày trong tuần').uncheck();
    await page.getByLabel('T6').uncheck();
    await shot('rules-form', page);
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    const asked = page.getByRole('dialog', { name: 'Đổi giờ phát?' });
    await asked.getByText('Giờ phát mới: 05:30–06:00 (nhỏ hơn 6 dB), 06:00–20:00 (âm lượng').waitFor();
    await asked.getByText('Bài có nhiều thứ tiếng: phát lần lượt').waitFor();
    await asked.getByText('xã Ia Pia và mọi nơi bên dưới').waitFor();
    await asked
      .getByText('“Tin tối”, buổi 20:30 ngày 04/11/2026: nằm ngoài khung giờ phát, loa sẽ im.')
      .waitFor();
    // What falls silent is not followed by a word that nothing does.
    expect(await asked.getByText('không buổi phát nào').count()).toBe(0);
    await shot('rules-ask', page);
    await asked.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('11:30–13:30 các ngày T2, T3, T4, T5 (giờ nghỉ trưa)').waitFor();
    await page.getByText('05:30–06:00 (nhỏ hơn 6 dB), 06:00–20:00 (âm lượng thường)').waitFor();
    await page.getByText('phát bài mới hơn, nếu có').waitFor();
    const quiet = [{ from: '11:30', to: '13:30', days: [1, 2, 3, 4], why: 'giờ nghỉ trưa' }];
    expect((await patchCommune({})).rules).toEqual({
      ...{ ...NO_RULES, quiet, languagePolicy: 'eachInTurn', repeatInEvening: false },
    });
    await page.goto('/cai-dat/nguoi-duyet');
    await page.getByText('Xã chưa có danh sách').waitFor();
    await shot('approvers', page);
    await page.getByRole('link', { name: 'Yêu cầu thay đổi' }).click();
    await page.getByText('Được duyệt', { exact: true }).waitFor();
    await shot('approvers-ask', page);
    await page.goto('/tai-khoan/account_nguoiduyet');
    await page.getByRole('heading', { name: 'Ký thay (KT.)' }).waitFor();
    await shot('account', page);
    expect(complaints).toEqual([]);
  });
});
