import type { Roster } from '@loa/shared/messages/roster';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setPersonOfAccount } from '../../../controller/src/db/accounts.js';
import { passkeysOf } from '../../../controller/src/db/passkeys.js';
import { insertRoster, rosterInForce } from '../../../controller/src/db/rosters.js';
import { writeSignInPolicy } from '../../../controller/src/db/second-factors.js';
import { describeNeeding } from '../../support/needs.js';
import { addVirtualAuthenticator } from '../../support/virtual-authenticator.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { COMMUNE, PASSWORD } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;
const shot = (name: string, on: Page) =>
  PICTURES ? on.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true }) : null;

describeNeeding('chromium', 'who may approve, in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  /** Signed in where passkeys work, at a machine that can hold them. */
  const atMachine = async (login: string) => {
    const { page, complaints } = await web.open();
    await addVirtualAuthenticator(page);
    const origin = web.app.url.replace('127.0.0.1', 'localhost');
    await page.goto(`${origin}/dang-nhap?ve=/cua-toi`);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('button', { name: 'Thêm khóa trên máy này' }).click();
    await page.getByText('Chưa dùng lần nào').waitFor();
    return { page, complaints, open: (path: string) => page.goto(`${origin}${path}`) };
  };

  /** The root lets both sign the list; one of them also approves. */
  const seedRoster = async () => {
    const { app } = web;
    const people: [account: string, person: string, name: string][] = [
      ['account_nguoiduyet', 'person_nam', 'Lê Hoàng Nam'],
      ['account_admin', 'person_quan', 'Trần Văn Quản'],
    ];
    await setPersonOfAccount(app.db, 'account_admin', 'person_quan');
    const controllerKey = await importSigningKey(generatePrivateJwk());
    const roster: Roster = {
      ...{ communeId: COMMUNE, version: 1, issuedAt: app.clock.now(), needs: {}, successors: {} },
      ...{ zone: 'Asia/Ho_Chi_Minh', limits: [] },
      controllerKeys: [{ kid: controllerKey.kid, key: controllerKey.publicJwk }],
      people: await Promise.all(
        people.map(async ([account, personId, name]) => ({
          ...{ personId, name, rights: [{ use: 'roster' as const, areas: [COMMUNE] }] },
          keys: (await passkeysOf(app.db, account)).map(({ kid, alg, jwk, rpId, origin }) => ({
            ...{ kid, alg, key: jwk, passkey: { rpId, origins: [origin] } },
          })),
        })),
      ),
    };
    const bytes = await signGeneral('roster', roster, [await importSigningKey(app.rootKey)]);
    await insertRoster(app.db, { roster, bytes }, app.clock.now());
  };

  it('changes the list only once two people have read and signed it', { timeout: 60_000 }, async () => {
    const admin = await atMachine('admin');
    const approver = await atMachine('nguoiduyet');
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
