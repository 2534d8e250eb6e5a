import { Account } from '@loa/shared/api/accounts';
import { Bulletin } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { describeInChromium } from '../../support/needs.js';
import { countTaps } from '../../support/taps.js';
import { PASSWORD, startVillage, type Village, type VillageBox } from '../../support/village.js';
import { addVirtualAuthenticator } from '../../support/virtual-authenticator.js';
import { DESKTOP, PHONE } from '../../support/web-app.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;
const WAIT_MS = 20_000;
const TITLE = 'Lịch tiêm vắc xin sởi';
const TEXT = 'Lịch tiêm vắc xin sởi. Mời bà con đưa trẻ đến trạm y tế.';

describeInChromium('a day in the commune, from the clerk’s phone to the log', (path) => {
  let village: Village;
  let boxes: VillageBox[];
  let browser: Browser;
  let bulletin: Bulletin;
  beforeAll(async () => {
    village = await startVillage();
    const staff = { areaId: village.communeId, password: PASSWORD };
    const clerk = { login: 'phatthanh', name: 'Rơ Châm H’Lan', role: 'broadcaster' };
    const supervisor = { login: 'giamsat', name: 'Đỗ Thị Sát', role: 'supervisor' };
    for (const person of [clerk, supervisor])
      await village.api.post('/accounts', { ...staff, ...person }, Account);
    boxes = [await village.addBox('Ơi Briu'), await village.addBox('Kon Brung')];
    browser = await chromium.launch({
      executablePath: path,
      args: [
        ...['--no-sandbox', '--disable-gpu'],
        // A microphone that beeps, and nobody asks.
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      ],
    });
    for (const box of boxes) await village.connected(box);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await village?.close();
  }, 30_000);

  /** At localhost, where a browser has passkeys without a certificate. */
  async function signIn(
    login: string,
    to: string,
    viewport: { width: number; height: number } = PHONE,
  ): Promise<Page> {
    const context = await browser.newContext({
      ...{ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' },
      baseURL: village.server.replace('127.0.0.1', 'localhost'),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await addVirtualAuthenticator(page);
    await page.goto(`/dang-nhap?ve=${encodeURIComponent(to)}`);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/dang-nhap');
    return page;
  }

  it('the clerk has a text spoken, and hands it in', { timeout: 60_000 }, async () => {
    const page = await signIn('phatthanh', '/hom-nay');
    const tap = countTaps();
    await tap(page.getByRole('link', { name: 'Phát mới' }));
    await tap(page.getByRole('button', { name: /Chữ thành tiếng/ }));
    await page.getByLabel('Nội dung bài').fill(TEXT);
    await tap(page.getByRole('button', { name: 'Nghe thử' }));
    await page.getByText('Bản nghe thử').first().waitFor();
    await tap(page.getByRole('button', { name: 'Tiếp', exact: true }));
    await tap(page.getByRole('button', { name: 'Gửi duyệt' }));
    await page.getByText(/^Chờ .*duyệt · phát 17:00/).waitFor();
    expect(tap.count()).toBeLessThanOrEqual(6);
    await picture(page, 'sent');
    bulletin = await ofThisDay();
    expect(bulletin.variants).toMatchObject([{ language: 'vi', state: 'submitted', text: TEXT }]);
  });

  it('the approver makes a passkey, hears all of it, and signs', { timeout: 90_000 }, async () => {
    const page = await signIn('approver', '/cua-toi');
    await page.getByRole('button', { name: 'Thêm khóa trên máy này' }).click();
    await page.getByText('Chưa dùng lần nào').waitFor();
    const { accountId } = await accountOf('approver');
    await village.changeRoster({ kind: 'newKeys', personId: 'person_approver', accountId, former: 'kept' });

    await page.goto('/cho-duyet');
    const tap = countTaps();
    await tap(page.getByRole('link', { name: new RegExp(TITLE) }));
    const approve = page.getByRole('button', { name: 'Duyệt', exact: true });
    const sound = page.getByLabel(/^Bản thu/);
    await tap({ click: () => sound.evaluate((audio: HTMLAudioElement) => audio.play()) });
    await page.getByText('Đã nghe hết bài.').waitFor({ timeout: 40_000 });
    expect(await approve.isDisabled()).toBe(true);
    await tap(page.getByLabel('Tôi xác nhận bài không có bí mật nhà nước'));
    await tap(approve);
    await page.getByText(`Đã duyệt “${TITLE}`).waitFor();
    // And the finger.
    expect(tap.count() + 1).toBeLessThanOrEqual(5);
    await picture(page, 'approved');
  });

  it('a Jrai recording that waits for approval keeps the approved Vietnamese on air', {
    timeout: 60_000,
  }, async () => {
    const page = await signIn('phatthanh', `/ban-tin/${bulletin.id}`, DESKTOP);
    await page.getByRole('link', { name: 'Thêm thứ tiếng' }).click();
    await page.getByRole('button', { name: /Chọn tệp/ }).click();
    await page.locator('input[type=file]').setInputFiles('audio-samples/lua-dao-truc-tuyen.jra.opus');
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.waitForURL(`**/ban-tin/${bulletin.id}`);
    await expect
      .poll(async () =>
        (await ofThisDay()).variants.map(({ language, state }) => `${language} ${state}`).sort(),
      )
      .toEqual(['jra submitted', 'vi approved']);
    await picture(page, 'two-languages');
  });

  it('a voice is recorded though the line is lost meanwhile, and handed in when it is back', {
    timeout: 60_000,
  }, async () => {
    const page = await signIn('phatthanh', '/phat-moi');
    await page.getByRole('button', { name: /Thu giọng/ }).click();
    await page.getByRole('button', { name: 'Bắt đầu thu' }).click();
    await page.context().setOffline(true);
    await page.getByText('Đã thu 0:03').waitFor();
    await page.getByRole('button', { name: 'Xong' }).click();
    await page.getByRole('button', { name: 'Dùng bản này' }).click();
    await page.getByText(/Bản thu đã lưu trong máy/).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText(/Dài 0:0[2-5]/).waitFor();
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Giọng của đài');
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByText(/^Chờ .*duyệt · phát 17:00/).waitFor();
    await picture(page, 'recorded');
  });

  it('sounds in two villages as soon as the clerk says so, and the supervisor opens the evidence', {
    timeout: 120_000,
  }, async () => {
    const page = await signIn('phatthanh', `/lich-phat/moi?bai=${bulletin.id}`);
    await page.getByRole('button', { name: /Nơi nghe/ }).click();
    const places = page.getByRole('dialog');
    await places.locator('.ant-tree-treenode-checkbox-checked .ant-tree-checkbox').click();
    for (const village of ['Ơi Briu', 'Kon Brung'])
      await places.locator('.ant-tree-treenode', { hasText: village }).locator('.ant-tree-checkbox').click();
    await page.getByRole('button', { name: 'Xong' }).click();
    await page.getByRole('combobox', { name: 'Khi nào' }).click();
    await page.getByText('Phát ngay', { exact: true }).click();
    await picture(page, 'now');
    await page.getByRole('button', { name: 'Phát ngay', exact: true }).click();
    const asked = page.getByRole('dialog', { name: 'Phát ngay?' });
    await asked.getByRole('definition').first().waitFor();
    expect(await asked.getByRole('definition').allInnerTexts()).toEqual([
      TITLE,
      'làng Ơi Briu, làng Kon Brung\n2 bộ thu',
      'Ngay bây giờ, một lần',
    ]);
    await picture(page, 'now-asked');
    await asked.getByRole('button', { name: 'Phát ngay', exact: true }).click();
    await page.waitForURL(/lich-phat\/(?!moi)/);
    const heard = await Promise.all(boxes.map((box) => village.playbackIn(box, ['finished'], 60_000)));
    for (const playback of heard) {
      expect(playback).toMatchObject({ bulletinId: bulletin.id, language: 'vi' });
      // Two boxes and three browsers on two cores: that nothing is dropped is held where nothing else runs.
      expect(playback.deliveredMs).toBeGreaterThan(0.9 * playback.durationMs);
      expect(Math.abs(playback.startErrorMs ?? 1e9)).toBeLessThan(100);
      expect(playback.rmsDbfs).toBeGreaterThan(-40);
    }

    const log = await signIn('giamsat', '/nhat-ky');
    // The day's later runs may stand above it.
    const heardRows = log.locator('#main .rows-row', { hasText: TITLE }).filter({ hasText: 'Đã phát xong' });
    await heardRows.first().click();
    await log.getByRole('dialog').getByText('Đã phát xong').first().waitFor();
    await log.getByRole('dialog').getByText(/Nam/).first().waitFor();
    await picture(log, 'evidence');
  });

  async function ofThisDay(): Promise<Bulletin> {
    const { items } = await village.api.get(`/bulletins?q=${encodeURIComponent(TITLE)}`, pageOf(Bulletin));
    const [only] = items;
    if (!only) throw new Error('There is no such bulletin.');
    return only;
  }

  async function accountOf(login: string): Promise<{ accountId: string }> {
    const { items } = await village.api.get('/accounts', z.object({ items: z.array(Account) }));
    const found = items.find((account) => account.login === login);
    if (!found) throw new Error(`There is no account ${login}.`);
    return { accountId: found.id };
  }
});

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
