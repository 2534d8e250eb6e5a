import type { Role } from '@loa/shared/api/role';
import type { Page } from 'playwright-core';
import { messySims } from './messy-sims.js';
import { messyOutlines } from './web-outlines.js';

/** A page as it is looked at: by tests of every page, and for docs/screens. */
export interface LookedAt {
  /** Of its picture. */
  name: string;
  /** As the router has it; with `address` where it has parameters. */
  path: string;
  address?: string;
  role: Role;
  /** Goes on from the address: opens a dialog, a drawer, or the first line's page. */
  goOn?: (page: Page) => Promise<void>;
  /** Buttons of this page that open a dialog: it is looked at as the page is, and worked by keyboard. */
  asks?: readonly string[];
}

/** As a link of the app does, without loading the app anew; by way of “Thêm”, so that all of the page before goes. */
export async function goWithin(page: Page, address: string): Promise<void> {
  const heading = page.locator('#main h1');
  for (const to of address === '/them' ? [address] : ['/them', address]) {
    const before = await heading.elementHandle();
    await page.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, to);
    await page.waitForFunction((old) => old === null || !old.isConnected, before);
  }
}

async function firstRow(page: Page): Promise<void> {
  const before = page.url();
  await page.locator('#main a.rows-row').first().click();
  await page.waitForURL((url) => url.href !== before);
}

/** A page of the first bulletin in the list. */
async function firstBulletin(page: Page, name: string): Promise<void> {
  await firstRow(page);
  await goWithin(page, `${new URL(page.url()).pathname}/${name}`);
  await page.locator('#main form, #main .card, #main button').first().waitFor();
}

/** Comes back to what was begun before. */
async function begunBulletin(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Chữ thành tiếng|Text to speech/ }).click();
  await page.getByRole('textbox').first().fill('Mời bà con họp làng lúc 19 giờ.');
  await goWithin(page, '/phat-moi');
  await page.locator('#main .ant-alert').waitFor();
}

/** What somebody sees who opens the one-time link that they were sent. */
async function freshLink(page: Page): Promise<void> {
  const path = await page.evaluate(async () => {
    const answer = await fetch('/api/accounts/account_congtacvien/link', { method: 'POST' });
    const { path: made } = await answer.json();
    return String(made);
  });
  await page.goto(path);
  await page.locator('#main form').waitFor();
}

/** What somebody sees who has just made the address that phones follow. */
async function freshAddress(page: Page): Promise<void> {
  await page.evaluate(() => fetch('/api/areas/area_oibriu/calendar-address', { method: 'DELETE' }));
  await page.reload();
  await page.getByRole('button', { name: /^(Cấp địa chỉ|Make an address)$/ }).click();
  await page.locator('.qr-code').waitFor();
}

/** Every page, and what opens on it. A test finds what is missing here. */
export const LOOKED_AT: readonly LookedAt[] = [
  { name: 'today', path: '/hom-nay', role: 'broadcaster' },
  {
    name: 'stop',
    path: '/hom-nay',
    role: 'broadcaster',
    async goOn(page) {
      await page.getByRole('banner').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'incidents', path: '/su-co', role: 'technician' },
  { name: 'incidents-noticed', path: '/su-co', address: '/su-co?xem=noticed', role: 'technician' },
  { name: 'fleet', path: '/loa', role: 'technician' },
  { name: 'fleet-map', path: '/loa/ban-do', role: 'technician' },
  {
    name: 'box',
    path: '/loa/:boxId',
    address: '/loa/box_konbrung0',
    role: 'technician',
    asks: ['Tắt tiếng', 'Thay bộ thu', 'Ngừng dùng'],
  },
  {
    name: 'box-repair',
    path: '/loa/:boxId',
    address: '/loa/box_konbrung0',
    role: 'technician',
    async goOn(page) {
      await page.getByRole('button', { name: /Giao người khác|Give to somebody else/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'clusters', path: '/cum-loa', role: 'technician' },
  {
    name: 'cluster',
    path: '/cum-loa/:clusterId',
    address: '/cum-loa/cluster_konbrung0',
    role: 'technician',
  },
  {
    name: 'cluster-neighbours',
    path: '/cum-loa/:clusterId',
    address: '/cum-loa/cluster_konbrung0',
    role: 'technician',
    async goOn(page) {
      await page.getByRole('button', { name: /Sửa danh sách này|Change this list/ }).click();
      await page.locator('fieldset').first().waitFor();
    },
  },
  {
    name: 'cluster-rules',
    path: '/cum-loa/:clusterId',
    address: '/cum-loa/cluster_konbrung0',
    role: 'technician',
    async goOn(page) {
      await page.getByRole('button', { name: /Đổi giờ phát và giới hạn|Change hours and limits/ }).click();
      await page.getByLabel(/^(Giờ phát như cấp trên|Hours as above)$/).click();
      await page.getByRole('button', { name: /^(Lưu|Save)$/ }).waitFor();
    },
    asks: ['Lưu'],
  },
  { name: 'lists', path: '/danh-sach-excel', role: 'technician' },
  {
    name: 'lists-preview',
    path: '/danh-sach-excel',
    address: '/danh-sach-excel?loai=sims',
    role: 'technician',
    async goOn(page) {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'SIM loa xã.xlsx', ...(await messySims()) });
      await page.locator('.rows-read').first().waitFor();
    },
    asks: ['Nhập 2 dòng'],
  },
  { name: 'places', path: '/dia-ban', role: 'admin' },
  { name: 'place-new', path: '/dia-ban/moi', role: 'admin' },
  { name: 'place', path: '/dia-ban/:areaId', address: '/dia-ban/area_oibriu', role: 'admin' },
  {
    name: 'outlines',
    path: '/dia-ban/:areaId/ranh-gioi',
    address: '/dia-ban/area_iapia/ranh-gioi',
    role: 'admin',
    async goOn(page) {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'ranh giới thôn làng.geojson', ...messyOutlines() });
      await page.locator('.rows-read').first().waitFor();
      await page.locator('.area-map').waitFor();
    },
  },
  {
    name: 'merge',
    path: '/dia-ban/:areaId/sap-nhap',
    address: '/dia-ban/area_oibriu/sap-nhap?vao=area_plei',
    role: 'admin',
    async goOn(page) {
      await page.getByLabel(/Tôi đã đọc|I have read/).check();
    },
    asks: ['Nhập làng Ơi Briu vào làng Plei Kơ Tơnh'],
  },
  { name: 'overview', path: '/tong-quan', role: 'supervisor' },
  { name: 'province', path: '/toan-tinh', role: 'provinceViewer' },
  { name: 'communes', path: '/cac-xa', role: 'provinceViewer' },
  {
    name: 'commune',
    path: '/cac-xa',
    address: '/cac-xa?noi=area_iapia',
    role: 'provinceViewer',
  },
  { name: 'install', path: '/lap-moi', address: '/lap-moi?thon=area_thon3', role: 'technician' },
  {
    name: 'install-box',
    path: '/lap-moi/:boxId',
    address: '/lap-moi/box_plei0',
    role: 'technician',
    async goOn(page) {
      await page.getByRole('button', { name: /Lấy mã|Get a code/ }).click();
      await page.locator('.fleet-code').waitFor();
      await page.locator('.qr-code').waitFor();
    },
  },
  { name: 'history', path: '/nhat-ky', role: 'supervisor' },
  {
    name: 'evidence',
    path: '/nhat-ky',
    address: '/nhat-ky?tt=missed',
    role: 'supervisor',
    async goOn(page) {
      await page.locator('#main .rows-row').first().click();
      await page.getByRole('dialog').locator('.facts').waitFor();
    },
  },
  {
    name: 'evidence-page',
    path: '/nhat-ky/:playbackId',
    address: '/hom-nay',
    role: 'supervisor',
    async goOn(page) {
      await page.locator('a[href^="/nhat-ky/"]').first().click();
      await page.locator('.facts').waitFor();
    },
  },
  {
    name: 'why-sounded',
    path: '/vi-sao-loa-keu',
    address: '/vi-sao-loa-keu?cum=cluster_dongtam0&ngay=2026-11-02&gio=17:00',
    role: 'supervisor',
  },
  {
    name: 'why-silent',
    path: '/vi-sao-khong-phat',
    address: '/vi-sao-khong-phat?cum=cluster_dongtam0&ngay=2026-11-02&gio=12:00',
    role: 'contributor',
  },
  { name: 'audit', path: '/nhat-ky-thao-tac', role: 'admin' },
  { name: 'bulletins', path: '/ban-tin', role: 'broadcaster' },
  {
    name: 'bulletin',
    path: '/ban-tin/:bulletinId',
    address: '/ban-tin',
    role: 'broadcaster',
    goOn: firstRow,
    asks: ['Thu hồi'],
  },
  {
    name: 'bulletin-script',
    path: '/ban-tin/:bulletinId/ban-doc',
    address: '/ban-tin',
    role: 'broadcaster',
    goOn: (page) => firstBulletin(page, 'ban-doc'),
  },
  {
    name: 'bulletin-edit',
    path: '/ban-tin/:bulletinId/sua',
    address: '/ban-tin',
    role: 'broadcaster',
    goOn: (page) => firstBulletin(page, 'sua'),
  },
  {
    name: 'bulletin-language',
    path: '/ban-tin/:bulletinId/thu-tieng',
    address: '/ban-tin',
    role: 'broadcaster',
    goOn: (page) => firstBulletin(page, 'thu-tieng'),
  },
  { name: 'bulletin-new', path: '/phat-moi', role: 'broadcaster' },
  {
    name: 'bulletin-begun',
    path: '/phat-moi',
    role: 'broadcaster',
    goOn: begunBulletin,
    asks: ['Bỏ, soạn bài mới'],
  },
  { name: 'bulletin-send', path: '/gui-bai', role: 'contributor' },
  { name: 'abbreviations', path: '/chu-viet-tat', role: 'broadcaster' },
  { name: 'approvals', path: '/cho-duyet', role: 'approver' },
  {
    name: 'approve-set',
    path: '/cho-duyet/loat',
    role: 'approver',
    async goOn(page) {
      await page.getByRole('button', { name: /^Chọn cả|^Choose all/ }).click();
      await page.locator('#main .approval-foot').waitFor();
    },
  },
  { name: 'approved-sets', path: '/cho-duyet/loat-da-duyet', role: 'approver' },
  {
    name: 'approve',
    path: '/cho-duyet/:variantId',
    address: '/cho-duyet',
    role: 'approver',
    async goOn(page) {
      await firstRow(page);
      await page.locator('audio').waitFor();
    },
    asks: ['Trả lại'],
  },
  { name: 'schedule', path: '/lich-phat', role: 'broadcaster' },
  {
    name: 'schedule-day',
    path: '/lich-phat',
    address: '/lich-phat?kieu=ngay&ngay=2026-11-05',
    role: 'broadcaster',
  },
  { name: 'schedule-new', path: '/lich-phat/moi', role: 'broadcaster' },
  {
    name: 'schedule-map',
    path: '/lich-phat/moi',
    role: 'broadcaster',
    async goOn(page) {
      await page.locator('.area-picker').click();
      await page.getByText(/^(Bản đồ|Map)$/).click();
      await page.getByRole('button', { name: /Ơi Briu/ }).click();
      await page.getByRole('button', { name: /Sóc Mới/ }).click();
    },
  },
  {
    name: 'schedule-other',
    path: '/lich-phat/moi',
    // A draft of its own.
    address: '/lich-phat/moi?noi=area_oibriu',
    role: 'broadcaster',
    async goOn(page) {
      await page.getByRole('combobox', { name: /^(Khi nào|When)$/ }).click();
      await page.locator('.ant-select-item-option', { hasText: /Lặp lại khác|Repeat otherwise/ }).click();
      await page.getByRole('button', { name: /^(Thêm cách lặp nữa|Add another rule)$/ }).click();
      await page.getByRole('combobox', { name: /^(Cách lặp thứ 1|How rule 1 repeats)$/ }).click();
      await page.locator('.ant-select-item-option:visible', { hasText: /Tết/ }).click();
      await page.getByText(/^(Ngày lễ, ngày phát thêm|Holidays, extra days)$/).click();
      await page.getByText(/^(Thêm lựa chọn|More choices)$/).click();
    },
  },
  {
    name: 'schedule-one',
    path: '/lich-phat/:scheduleId',
    address: '/lich-phat?kieu=danh-sach',
    role: 'broadcaster',
    goOn: firstRow,
    asks: ['Hủy lịch này', 'Dời buổi này', 'Bỏ riêng buổi này'],
  },
  {
    name: 'schedule-edit',
    path: '/lich-phat/:scheduleId/sua',
    address: '/lich-phat?kieu=danh-sach',
    role: 'broadcaster',
    async goOn(page) {
      await firstRow(page);
      await page.getByRole('link', { name: /Đổi giờ|Change when/ }).click();
      await page.locator('#main form').waitFor();
    },
  },
  {
    name: 'schedule-copy',
    path: '/lich-phat/chep',
    address: '/lich-phat/chep?tuan=2026-11-09',
    role: 'broadcaster',
  },
  { name: 'programmes', path: '/chuong-trinh', role: 'broadcaster' },
  { name: 'programme-new', path: '/chuong-trinh/moi', role: 'broadcaster' },
  {
    name: 'programme',
    path: '/chuong-trinh/:programmeId',
    address: '/chuong-trinh',
    role: 'broadcaster',
    async goOn(page) {
      await firstRow(page);
      await page.locator('#main li.slot').first().waitFor();
    },
    asks: ['Cất vào kho'],
  },
  { name: 'stations', path: '/tiep-am', role: 'broadcaster' },
  { name: 'station-new', path: '/tiep-am/moi', role: 'broadcaster' },
  {
    name: 'station',
    path: '/tiep-am/:stationId',
    address: '/tiep-am',
    role: 'approver',
    goOn: firstRow,
  },
  {
    name: 'station-edit',
    path: '/tiep-am/:stationId/sua',
    address: '/tiep-am',
    role: 'broadcaster',
    async goOn(page) {
      await firstRow(page);
      await goWithin(page, `${new URL(page.url()).pathname}/sua`);
      await page.locator('#main form').waitFor();
    },
  },
  { name: 'suspensions', path: '/tam-dung', role: 'broadcaster', asks: ['Kết thúc sớm'] },
  { name: 'suspension-new', path: '/tam-dung/moi', role: 'broadcaster' },
  {
    name: 'decisions',
    path: '/uu-tien',
    role: 'approver',
    asks: ['Phát trước: Sơ tán dân vùng sạt lở'],
  },
  { name: 'campaigns', path: '/dot-cao-diem', role: 'broadcaster' },
  { name: 'campaign-new', path: '/dot-cao-diem/moi', role: 'broadcaster' },
  {
    name: 'campaign',
    path: '/dot-cao-diem/:campaignId',
    address: '/dot-cao-diem',
    role: 'broadcaster',
    goOn: firstRow,
    asks: ['Hủy đợt này'],
  },
  {
    name: 'campaign-edit',
    path: '/dot-cao-diem/:campaignId/sua',
    address: '/dot-cao-diem',
    role: 'broadcaster',
    async goOn(page) {
      await firstRow(page);
      await page.getByRole('link', { name: /Sửa|Change/ }).click();
      await page.locator('#main form').waitFor();
    },
  },
  { name: 'village', path: '/lang/:areaId', address: '/lang/area_oibriu', role: 'broadcaster' },
  { name: 'villages', path: '/lang', role: 'broadcaster' },
  {
    name: 'phone-calendar',
    path: '/lang/:areaId/dien-thoai',
    address: '/lang/area_oibriu/dien-thoai',
    role: 'villageHead',
  },
  {
    name: 'phone-calendar-made',
    path: '/lang/:areaId/dien-thoai',
    address: '/lang/area_oibriu/dien-thoai',
    role: 'broadcaster',
    goOn: freshAddress,
    asks: ['Cấp địa chỉ mới', 'Thu địa chỉ'],
  },
  { name: 'my-village', path: '/loa-lang-toi', role: 'villageHead' },
  { name: 'accounts', path: '/tai-khoan', role: 'admin' },
  { name: 'account-new', path: '/tai-khoan/moi', role: 'admin' },
  {
    name: 'account',
    path: '/tai-khoan/:accountId',
    address: '/tai-khoan/account_nguoiduyet',
    role: 'admin',
    asks: ['Bỏ cách xác nhận thứ hai', 'Khóa tài khoản'],
  },
  {
    name: 'account-handover',
    path: '/tai-khoan/:accountId',
    address: '/tai-khoan/account_nguoiduyet',
    role: 'admin',
    async goOn(page) {
      await page.getByLabel(/^(Bàn giao cho|Hand over to)/).click();
      await page.locator('.ant-select-item-option').first().click();
    },
    asks: ['Bàn giao và khóa tài khoản'],
  },
  { name: 'columns', path: '/chuyen-muc', role: 'admin' },
  {
    name: 'column',
    path: '/chuyen-muc',
    role: 'broadcaster',
    async goOn(page) {
      await page
        .getByRole('button', { name: /^(Sửa chuyên mục|Change the column)/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'calendars', path: '/ngay-le', role: 'broadcaster' },
  { name: 'calendar-new', path: '/ngay-le/moi', role: 'broadcaster' },
  {
    name: 'calendar',
    path: '/ngay-le/:calendarId',
    address: '/ngay-le/calendar_iapia',
    role: 'broadcaster',
    asks: ['Lưu'],
  },
  { name: 'settings', path: '/cai-dat', role: 'admin' },
  {
    name: 'settings-rules',
    path: '/cai-dat',
    role: 'admin',
    async goOn(page) {
      await page.getByRole('button', { name: /Đổi quy định|Change the rules/ }).click();
      await page.getByRole('button', { name: /^(Thêm giờ yên lặng|Add a quiet time)$/ }).click();
      await page.getByLabel(/^(Mọi ngày trong tuần|Every day of the week)$/).click();
    },
    asks: ['Lưu'],
  },
  { name: 'approvers', path: '/cai-dat/nguoi-duyet', role: 'admin' },
  { name: 'approvers-ask', path: '/cai-dat/nguoi-duyet/moi', role: 'admin' },
  { name: 'approve-again', path: '/cai-dat/duyet-lai', role: 'approver' },
  { name: 'tokens', path: '/cai-dat/ma-truy-cap', role: 'admin' },
  { name: 'profile', path: '/cua-toi', role: 'broadcaster' },
  { name: 'second-factor', path: '/them-cach-xac-nhan', role: 'broadcaster' },
  { name: 'join', path: '/join', address: '/tai-khoan', role: 'admin', goOn: freshLink },
  { name: 'more', path: '/them', role: 'admin' },
  { name: 'not-found', path: '*', address: '/khong-co-trang-nay', role: 'broadcaster' },
  // Stays open from here on.
  {
    name: 'guide',
    path: '/them',
    role: 'broadcaster',
    async goOn(page) {
      await page.getByRole('button', { name: /Xem hướng dẫn|Show the guide/ }).click();
      await page.getByRole('region', { name: /Xem nhanh|A first look/ }).waitFor();
    },
  },
];

/** Waits until nothing is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true], .ant-spin-spinning').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}
