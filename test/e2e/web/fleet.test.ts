import { Cluster } from '@loa/shared/api/clusters';
import { Sim } from '@loa/shared/api/fleet';
import type { Roster } from '@loa/shared/messages/roster';
import { NO_RULES } from '@loa/shared/place-rules';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findVolume } from '../../../controller/src/db/fleet.js';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { call } from '../../support/controller-world.js';
import { messySims } from '../../support/messy-sims.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeInChromium('loudspeakers in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const shot = (page: Page, name: string) =>
    PICTURES ? page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;

  it('say why one is silent, whom to call and who mends it in three taps from home', async () => {
    let taps = 0;
    const tap = (target: Locator) => {
      taps += 1;
      return target.click();
    };
    const { page, complaints } = await web.signedIn('technician');
    expect(new URL(page.url()).pathname).toBe('/su-co');
    await tap(page.getByRole('link', { name: /Sóc Mới · Nhà sinh hoạt/ }));
    const why = page.getByRole('region', { name: 'Vì sao loa im' });
    await why.getByText('Bộ thu mất liên lạc.').waitFor();
    const phone = why.getByRole('link', { name: /Gọi Bà Thạch Thị Sa Rinh/ });
    expect(await phone.getAttribute('href')).toBe('tel:0977888111');
    await tap(button(page, 'Giao thợ'));
    // Whoever answers for the place stands there already.
    await expect.poll(() => page.getByLabel('Giao cho ai').inputValue()).toBe('Siu Blưh');
    await tap(page.getByRole('dialog').getByRole('button', { name: 'Giao' }));
    await why.getByText(/đã giao Siu Blưh lúc/).waitFor();
    expect(taps).toBe(3);
    await page.goto('/su-co?xem=open');
    await page.getByText('Đầy bộ nhớ').waitFor();
    expect(await page.getByRole('link', { name: /Sóc Mới/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('lead a broadcaster from today’s red line to the village head in two', async () => {
    const { page } = await web.signedIn('broadcaster');
    const line = page.getByRole('region', { name: 'Loa đang im' }).getByRole('link');
    await line.filter({ hasText: 'Kon Brung' }).click();
    const phone = page.getByRole('link', { name: /Gọi Ông A Brưk/ });
    await phone.waitFor();
    expect(await phone.getAttribute('href')).toBe('tel:0368111222');
  });

  it('become quieter, sound a test and fall silent only after it was said what, where and when', async () => {
    await allowSound(web);
    const { page, complaints } = await web.signedIn('technician', { path: '/loa/box_dongtam0' });
    const dialog = page.getByRole('dialog');
    await button(page, 'Chỉnh to nhỏ').click();
    await dialog.getByText('Khoảng một nửa (−10 dB)').click();
    await dialog.getByText(/Loa kêu nhỏ hơn: từ “To nhất được phép” xuống/).waitFor();
    await shot(page, 'volume');
    await dialog.getByRole('button', { name: 'Đặt mức này' }).click();
    await page.getByText('Đang đặt: Khoảng một nửa (−10 dB).').waitFor();
    expect(await findVolume(web.app.db, 'box_dongtam0')).toEqual({ maxGainDb: -10, muted: false });

    await button(page, 'Phát thử').click();
    await dialog.getByText('Đồng Tâm · Nhà văn hóa · Bộ thu Đồng Tâm 1').waitFor();
    await dialog.getByRole('button', { name: 'Phát thử ngay' }).click();
    await page.getByText(/Đã gửi. Loa sẽ nói/).waitFor();

    await button(page, 'Tắt tiếng').click();
    await dialog.getByRole('button', { name: 'Tắt tiếng' }).click();
    await page.getByText(/đang được tắt tiếng từ xa: không bài nào kêu/).waitFor();
    expect(await findVolume(web.app.db, 'box_dongtam0')).toEqual({ maxGainDb: -10, muted: true });
    expect(complaints).toEqual([]);
  });

  it('are installed by a code, and the page tells when the receiver has come', async () => {
    const { page, complaints } = await web.signedIn('technician', { path: '/lap-moi?thon=area_oibriu' });
    await page.getByLabel('Cụm loa').click();
    await page.getByText('＋ Cụm loa mới').click();
    await page.getByLabel('Tên cụm loa mới').fill('Ngã ba');
    await button(page, 'Lấy mã lắp đặt').click();
    await page.waitForURL(/\/lap-moi\/box_/);
    await button(page, 'Lấy mã').click();
    await page
      .getByText(/Bộ thu số \d+ – làng Ơi Briu/)
      .first()
      .waitFor();
    const code = await page.locator('.fleet-code').textContent();
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
    // A page that is loaded anew on a ladder does not cost the code.
    await page.reload();
    await page.locator('.fleet-code', { hasText: code ?? '' }).waitFor();

    const boxId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const now = web.app.clock.now();
    const status = { boxId, connected: true, at: now };
    await web.app.db
      .updateTable('box')
      .set({ state: 'enrolled', enrolled_at: now, last_seen_at: now, last_status: JSON.stringify(status) })
      .where('id', '=', boxId)
      .execute();
    web.app.changes.notify({ kind: 'status', boxId });
    await web.app.advance(1_000);
    await page.getByText('Bộ thu đã báo về.').waitFor();
    expect(await button(page, 'Phát thử').isEnabled()).toBe(true);

    // One that broke: the new one's code is there at once, and goes onto paper.
    await page.goto('/loa/box_thon30');
    await button(page, 'Thay bộ thu').click();
    await button(page, 'Thay, lấy mã cho bộ mới').click();
    await page.waitForURL(/\/lap-moi\/box_(?!thon30)/);
    await page.locator('.fleet-code').waitFor();
    await page.locator('.qr-code').waitFor();
    const command = page.getByText(/^loa-agent enrol/);
    expect(await command.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    // Nobody unfolds paper.
    expect(await command.isVisible()).toBe(true);
    expect(await page.getByText('Đang chờ bộ thu').isVisible()).toBe(false);
    expect(await page.locator('.qr-code').isVisible()).toBe(true);
    await shot(page, 'install-print');
    expect(complaints).toEqual([]);
  });

  it('get their SIMs from a messy sheet: looked at, the good rows applied, the bad ones left with a reason', async () => {
    const { page, complaints } = await web.signedIn('technician', { path: '/danh-sach-excel' });
    const file = { name: 'SIM loa xã.xlsx', ...(await messySims()) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('3 dòng có lỗi, sẽ không được nhập').waitFor();
    await page.getByText('Không có bộ thu “Bộ thu Làng Xa 9” ở đây.').waitFor();
    const before = await call(web.app, tokenOf('kythuat'), 'get', '/boxes/box_socmoi0/sim');
    expect(Sim.parse(await before.json()).number).toBeNull();
    await button(page, 'Nhập 2 dòng').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Nhập 2 dòng' }).click();
    await page.getByText('Đã nhập: thêm 1, sửa 1.').waitFor();
    const after = await call(web.app, tokenOf('kythuat'), 'get', '/boxes/box_socmoi0/sim');
    expect(Sim.parse(await after.json())).toMatchObject({ number: '0868100004', expiresOn: '2027-06-30' });
    expect(complaints).toEqual([]);
  });

  it('are seen by the province commune by commune, and village by village in one', async () => {
    const { page, complaints } = await web.signedIn('provinceViewer');
    expect(new URL(page.url()).pathname).toBe('/toan-tinh');
    const figures = page.getByRole('list', { name: 'Số liệu toàn tỉnh' });
    await figures.getByText('Xã không phát được bài nào').waitFor();
    expect((await figures.textContent())?.replaceAll(/\s+/g, ' ')).toMatch(/Số xã6.*bài nào2/);
    const first = page.getByRole('list', { name: 'Xã cần xem trước' }).getByRole('listitem').first();
    expect(await first.textContent()).toMatch(/xã Ayun.*Bài nào cũng lỡ/);
    await page.getByRole('link', { name: 'Xem mọi xã' }).click();
    await page.getByRole('link', { name: /xã Ia Pia/ }).click();
    await page.getByRole('heading', { name: 'xã Ia Pia' }).waitFor();
    await page.getByText('làng Kon Brung').waitFor();
    const table = page.getByRole('table', { name: 'Phát trọn từng tuần' });
    expect(await table.getByRole('row', { name: /02\/11\/2026/ }).textContent()).toContain('66,7%');
    expect(complaints).toEqual([]);
  });

  it('are renamed without undoing what a colleague changed of them meanwhile', async () => {
    const path = '/clusters/cluster_konbrung0';
    const { page, context, complaints } = await web.signedIn('technician', {
      path: '/cum-loa/cluster_konbrung0',
    });
    await button(page, 'Sửa tên, tiếng, âm lượng, vị trí').click();
    await page.getByLabel('Tên cụm loa').fill('Nhà rông mới');
    const quieter = await call(web.app, tokenOf('kythuat'), 'patch', path, { maxGainDb: -6 });
    expect(quieter.status).toBe(200);
    await button(page, 'Lưu').click();
    await page.getByText('Nhà rông mới').first().waitFor();
    const stored = Cluster.parse(await (await call(web.app, tokenOf('kythuat'), 'get', path)).json());
    expect(stored).toMatchObject({ name: 'Nhà rông mới', maxGainDb: -6 });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('are given hours stricter than their village’s, quieter evenings and a quiet Sunday', async () => {
    const path = '/clusters/cluster_oibriu0';
    const { page, context, complaints } = await web.signedIn('technician', {
      path: '/cum-loa/cluster_oibriu0',
    });
    await page.getByText('Như cấp trên: 05:30–21:00 (âm lượng thường)').waitFor();
    await button(page, 'Đổi giờ phát và giới hạn').click();
    const clinic = { kind: 'hospital', name: 'Trạm y tế', quiet: [], maxGainDb: -6 };
    const noted = await call(web.app, tokenOf('kythuat'), 'patch', path, { rules: { neighbours: [clinic] } });
    expect(noted.status).toBe(200);
    await page.getByLabel('Giờ phát như cấp trên').click();
    await page.getByLabel('Từ giờ').fill('06:30');
    await page.keyboard.press('Enter');
    await page.getByLabel('Buổi tối (từ 18:00)').click();
    await page.locator('.ant-select-item-option:visible', { hasText: 'khoảng một nửa' }).click();
    await button(page, 'Thêm giờ yên lặng').click();
    await page.getByLabel('Mọi ngày trong tuần').uncheck();
    for (const day of ['T2', 'T3', 'T4', 'T5', 'T6']) await page.getByLabel(day).uncheck();
    await page.getByRole('alert').getByText('Hãy chọn ít nhất một ngày').waitFor();
    await page.getByLabel('CN').check();
    await button(page, 'Lưu').click();
    const asked = page.getByRole('dialog', { name: 'Đổi giờ phát?' });
    await asked.getByText('06:30–18:00 (âm lượng thường), 18:00–21:00 (nhỏ hơn 10 dB)').waitFor();
    await asked.getByText('làng Ơi Briu · Nhà rông').waitFor();
    await asked.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('11:30–13:30 các ngày CN (giờ nghỉ trưa)').waitFor();
    const stored = Cluster.parse(await (await call(web.app, tokenOf('kythuat'), 'get', path)).json());
    expect(stored.hours).toEqual([
      { from: '06:30', to: '18:00', maxGainDb: 0 },
      { from: '18:00', to: '21:00', maxGainDb: -10 },
    ]);
    expect(stored.rules).toEqual({
      ...{ ...NO_RULES, neighbours: [clinic] },
      quiet: [{ from: '11:30', to: '13:30', days: [7], why: 'giờ nghỉ trưa' }],
    });
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('hear what another village or another volume changes, before anybody saves it', async () => {
    const { page, context, complaints } = await web.signedIn('technician', {
      path: '/cum-loa/cluster_konbrung0',
    });
    await button(page, 'Sửa tên, tiếng, âm lượng, vị trí').click();
    await page.getByLabel('Âm lượng tối đa').click();
    await page.locator('.ant-select-item-option').last().click();
    await button(page, 'Lưu').click();
    const dialog = page.getByRole('dialog', { name: 'Đổi cách phát ở cụm loa?' });
    await dialog.getByText(/^Những ngày tới không buổi phát nào bị bỏ/).waitFor();
    await dialog.getByText(/^Đã xem lịch phát của \d bộ thu đến hết ngày/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('say before it is saved that they will be louder, and not where the village’s hours forbid it', async () => {
    const path = '/clusters/cluster_socmoi0';
    const hours = [{ from: '05:30', to: '21:00', maxGainDb: -6 }];
    await call(web.app, tokenOf('kythuat'), 'patch', path, { hours });
    const { page, context } = await web.signedIn('technician', { path: '/cum-loa/cluster_socmoi0' });
    await button(page, 'Đổi giờ phát và giới hạn').click();
    await page.getByLabel('Ban ngày (06:00–18:00)').click();
    await page.locator('.ant-select-item-option:visible', { hasText: 'Âm lượng thường' }).click();
    await page.getByText('Loa sẽ kêu to hơn trước: 06:00–18:00 (âm lượng thường).').waitFor();
    const village = { hours: [{ from: '05:00', to: '22:00', maxGainDb: -10 }] };
    await call(web.app, tokenOf('admin'), 'patch', '/areas/area_socmoi', village);
    await page.reload();
    await page.getByText('Thực tế được phát').waitFor();
    await page.getByText('05:30–21:00 (nhỏ hơn 10 dB)').waitFor();
    await button(page, 'Đổi giờ phát và giới hạn').click();
    await page.getByLabel('Ban ngày (06:00–18:00)').click();
    await page.locator('.ant-select-item-option:visible', { hasText: 'Âm lượng thường' }).click();
    await button(page, 'Lưu').click();
    const asked = page.getByRole('dialog', { name: 'Đổi giờ phát?' });
    await asked.getByText('Giờ phát mới: 05:30–06:00 (nhỏ hơn 6 dB)').waitFor();
    expect(await page.getByText('kêu to hơn trước').count()).toBe(0);
    await call(web.app, tokenOf('admin'), 'patch', '/areas/area_socmoi', { hours: null });
    await context.close();
  });

  it('spare whom a colleague wrote down while a list of neighbours was open, or left half done', async () => {
    const path = '/clusters/cluster_konbrung0';
    const { page, context, complaints } = await web.signedIn('technician', {
      path: '/cum-loa/cluster_konbrung0',
    });
    const stored = async () =>
      Cluster.parse(await (await call(web.app, tokenOf('kythuat'), 'get', path)).json()).rules.neighbours;
    const write = async (...added: string[]) => {
      const others = added.map((name) => ({ kind: 'hospital', name, quiet: [], maxGainDb: -6 }));
      const rules = { neighbours: [...(await stored()), ...others] };
      expect((await call(web.app, tokenOf('kythuat'), 'patch', path, { rules })).status).toBe(200);
    };
    const names = async () => (await stored()).map(({ name }) => name);
    const open = () => button(page, 'Sửa danh sách này').click();
    const last = page.getByLabel('Tên', { exact: true }).last();
    const begin = async (name: string) => {
      await open();
      await button(page, 'Thêm một nơi').click();
      await last.fill(name);
      // Kept on this machine.
      await page.waitForTimeout(600);
    };
    await begin('Chùa');
    await page.reload();
    await open();
    await page.getByText('Đã mở lại bản đang soạn dở lúc').waitFor();
    expect(await last.inputValue()).toBe('Chùa');
    // What it was begun from is no longer so: nobody takes up where it stood.
    await write('Trạm y tế');
    await page.reload();
    await open();
    await expect.poll(() => last.inputValue()).toBe('Trạm y tế');
    await button(page, 'Thôi').click();
    await begin('Nhà thờ');
    await write('Trường mầm non');
    await button(page, 'Lưu').click();
    await page
      .getByRole('dialog')
      .getByText(/Trường mầm non.*Nhà thờ/)
      .waitFor();
    // Nobody among them asks for silence.
    await page
      .getByRole('dialog')
      .getByText(/^Những ngày tới không buổi phát nào bị bỏ/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Nhà thờ', { exact: true }).waitFor();
    expect((await names()).slice(1)).toEqual(['Trạm y tế', 'Trường mầm non', 'Nhà thờ']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('move with a village that is merged, after it was read what moves', async () => {
    const { page, complaints } = await web.signedIn('admin', { path: '/dia-ban/area_naphieng/sap-nhap' });
    await page.getByLabel('Nhập vào nơi nào').click();
    await page.getByText('thôn Đồng Tâm', { exact: true }).last().click();
    await page.getByText('1 cụm loa với 1 bộ thu chuyển sang thôn Đồng Tâm').waitFor();
    const merge = button(page, 'Nhập bản Nà Phiêng vào thôn Đồng Tâm');
    expect(await merge.isDisabled()).toBe(true);
    await page.getByLabel(/Tôi đã đọc/).check();
    await merge.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sáp nhập' }).click();
    // The signed list of approvers must say so, too: on to asking for that, with the merger chosen.
    await page.waitForURL(/\/cai-dat\/nguoi-duyet\/moi/);
    await page.getByText('bản Nà Phiêng → thôn Đồng Tâm').waitFor();
    await page.getByLabel('Lý do').fill('Quyết định 12/QĐ-UBND');
    await button(page, 'Gửi yêu cầu').click();
    await page.getByText('Ghi việc sáp nhập: bản Nà Phiêng nay là một phần của thôn Đồng Tâm.').waitFor();
    await page.goto('/dia-ban/area_naphieng');
    await page.getByText(/đã sáp nhập vào thôn Đồng Tâm/).waitFor();
    expect(complaints).toEqual([]);
  });
});

/** A list of hours in force, so that something may sound at all. */
async function allowSound({ app }: WebApp): Promise<void> {
  const controllerKey = await importSigningKey(generatePrivateJwk());
  const roster: Roster = {
    ...{ communeId: COMMUNE, version: 1, issuedAt: app.clock.now(), needs: {}, successors: {}, people: [] },
    ...{
      zone: 'Asia/Ho_Chi_Minh',
      controllerKeys: [{ kid: controllerKey.kid, key: controllerKey.publicJwk }],
    },
    limits: [{ areas: [COMMUNE], windows: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] }],
  };
  const bytes = await signGeneral('roster', roster, [await importSigningKey(app.rootKey)]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
}
