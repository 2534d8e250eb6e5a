import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setPersonOfAccount } from '../../../controller/src/db/accounts.js';
import { rosterInForce } from '../../../controller/src/db/rosters.js';
import { writeSignInPolicy } from '../../../controller/src/db/second-factors.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { atMachine, listPeople } from '../../support/web-approvers.js';
import { COMMUNE, PASSWORD } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;
const shot = (name: string, on: Page) =>
  PICTURES ? on.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;

describeInChromium('who may approve, in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  /** The root lets both sign the list; one of them also approves. */
  const seedRoster = async () => {
    await setPersonOfAccount(web.app.db, 'account_admin', 'person_quan');
    const uses = ['roster'] as const;
    await listPeople(web.app, [
      { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam', uses },
      { accountId: 'account_admin', personId: 'person_quan', name: 'Trần Văn Quản', uses },
    ]);
  };

  it('changes the list only once two people have read and signed it', { timeout: 60_000 }, async () => {
    const admin = await atMachine(web, 'admin');
    const approver = await atMachine(web, 'nguoiduyet');
    await shot('passkeys', admin.page);
    await seedRoster();

    await admin.open('/cai-dat/nguoi-duyet/moi');
    const { page } = admin;
    await page.getByLabel('Việc cần làm').click();
    await page.getByTitle('Thôi duyệt', { exact: false }).click();
    await page.getByLabel('Người trong danh sách').click();
    await page.getByTitle('Lê Hoàng Nam').click();
    await page.getByLabel('Lý do').fill('Đ/c Nam chuyển công tác từ tháng 12');
    await page.getByRole('button', { name: 'Gửi yêu cầu' }).click();
    await page.getByText('Cần thêm 2 người ký').waitFor();
    await shot('request', page);
    await page.getByRole('button', { name: 'Ký bằng khóa trên máy' }).click();
    await page.getByText('Bạn đã ký.').waitFor();
    expect((await rosterInForce(web.app.db, COMMUNE))?.roster.version).toBe(1);

    await approver.open('/cai-dat/nguoi-duyet');
    await approver.page.getByText('Đã ký: Trần Văn Quản.').waitFor();
    await shot('request-second', approver.page);
    await approver.page.getByRole('button', { name: 'Ký bằng khóa trên máy' }).click();
    await approver.page.getByText('Đã thôi', { exact: true }).waitFor();
    await shot('request-done', approver.page);
    const after = (await rosterInForce(web.app.db, COMMUNE))?.roster;
    expect(after?.version).toBeGreaterThan(1);
    expect(after?.people.find(({ personId }) => personId === 'person_nam')?.retiredAt).toBeDefined();

    await writeSignInPolicy(web.app.db, { secondFactorFor: ['approver'] });
    await approver.page.context().clearCookies();
    await approver.open('/dang-nhap');
    await approver.page.getByLabel('Tên đăng nhập').fill('nguoiduyet');
    await approver.page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await approver.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await approver.page.getByText('phải đăng nhập bằng khóa').waitFor();
    await shot('passkey-needed', approver.page);
    await approver.page.getByRole('button', { name: 'Đăng nhập bằng khóa' }).click();
    await approver.page.locator('#main h1').waitFor();
    expect([...admin.complaints, ...approver.complaints]).toEqual([]);
  });
});
