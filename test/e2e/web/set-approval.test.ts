import { Bulletin } from '@loa/shared/api/bulletins';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { findAccount, updateAccount } from '../../../controller/src/db/accounts.js';
import { call, OTHER_RECORDING, RECORDING } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { type AtMachine, atMachine, listPeople } from '../../support/web-approvers.js';
import { COMMUNE, tokenOf } from '../../support/web-commune.js';

/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 10_000;
/** As long as the seeded recordings. */
const LENGTH_MS = 222_000;
const Made = z.object({ id: z.string() });

describeInChromium('a programme’s recordings approved as a set', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const byClerk = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(web.app, tokenOf('phatthanh'), method, path, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };

  /** A new programme of a tune and an ident that nobody has sent for approval. */
  const givenProgramme = async () => {
    const slots = [];
    const bulletinIds = [];
    for (const [kind, title, recordingSha256] of [
      ['tune', 'Nhạc hiệu xã Ia Pia', RECORDING],
      ['ident', 'Lời xướng buổi sáng', OTHER_RECORDING],
    ]) {
      const { id } = Made.parse(
        await byClerk('post', '/bulletins', { title, kind: 'tin', areaId: COMMUNE, sound: 'music' }),
      );
      await byClerk('put', `/bulletins/${id}/variants/vi`, { recordingSha256 });
      slots.push({ slot: `slot_${kind}`, kind, bulletinId: id });
      bulletinIds.push(id);
    }
    const { id } = Made.parse(
      await byClerk('post', '/programmes', { areaId: COMMUNE, name: 'Thời sự sáng', slots }),
    );
    return { id, bulletinIds };
  };

  const variantsOf = async (bulletinIds: readonly string[]) => {
    const read = bulletinIds.map((id) => byClerk('get', `/bulletins/${id}`));
    return (await Promise.all(read)).flatMap((each) => Bulletin.parse(each).variants);
  };

  /** What the players report while they play each to its end. */
  const hear = async (page: Page, variantIds: readonly string[]) => {
    for (const id of variantIds) {
      for (const ms of [0, LENGTH_MS]) {
        await web.app.advance(ms);
        const status = await page.evaluate(
          async ([path, body]) => {
            const headers = { 'content-type': 'application/json' };
            return (await fetch(path, { method: 'POST', headers, body })).status;
          },
          [`/api/variants/${id}/heard`, JSON.stringify({ ms })] as const,
        );
        expect(status).toBe(200);
      }
    }
  };

  it('is sent by one tap, heard one by one, signed once, and taken back at once', async () => {
    const { id, bulletinIds } = await givenProgramme();
    const clerk = await web.signedIn('broadcaster', { path: `/chuong-trinh/${id}` });
    clerk.page.setDefaultTimeout(WAIT_MS);
    await clerk.page.getByRole('button', { name: 'Gửi duyệt cả 2 bản' }).click();
    await clerk.page.getByText('Đã gửi duyệt 2 bản.').waitFor();
    await clerk.page.getByRole('button', { name: 'Gửi Zalo' }).waitFor();

    const { page, complaints, open } = await atMachine(web, 'nguoiduyet');
    page.setDefaultTimeout(WAIT_MS);
    const nam = { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam' };
    await listPeople(web.app, [{ ...nam, uses: ['set'] }]);
    await open(`/cho-duyet/loat?ct=${id}`);
    await page.getByText('Đã chọn 2 bài').waitFor();
    await page.getByText('Còn 2 bài chưa nghe hết').waitFor();
    const approve = page.getByRole('button', { name: 'Duyệt 2 bài đã chọn' });
    await page.getByLabel('Tôi xác nhận không bài nào có bí mật nhà nước').check();
    expect(await approve.isEnabled()).toBe(false);
    await hear(
      page,
      (await variantsOf(bulletinIds)).map((variant) => variant.id),
    );
    await open(`/cho-duyet/loat?ct=${id}`);
    await expect
      .poll(() => page.getByLabel('Tên loạt bài').inputValue(), { timeout: WAIT_MS })
      .toBe('Thời sự sáng');
    await page.getByLabel('Tôi xác nhận không bài nào có bí mật nhà nước').check();
    await page.getByText('xã Ia Pia', { exact: true }).waitFor();
    await approve.click();
    await page.getByText('Đã duyệt loạt “Thời sự sáng” gồm 2 bài.').waitFor();
    const approved = await variantsOf(bulletinIds);
    expect(approved.map(({ state }) => state)).toEqual(['approved', 'approved']);
    expect(new Set(approved.map(({ grantId }) => grantId)).size).toBe(1);

    await page.getByRole('link', { name: 'Loạt đã duyệt' }).click();
    await page.getByRole('link', { name: 'Lời xướng buổi sáng' }).waitFor();
    await page.getByRole('button', { name: 'Thu hồi cả loạt' }).click();
    await page.getByRole('dialog').getByText('2 bài của loạt').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi cả loạt' }).click();
    await page.getByText('Chưa có loạt bài nào đang có hiệu lực.').waitFor();
    expect((await variantsOf(bulletinIds)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect([...complaints, ...clerk.complaints]).toEqual([]);
  });

  it('that a colleague leads to is there as a whole, or not to be signed', async () => {
    const { bulletinIds } = await givenProgramme();
    const ids = (await variantsOf(bulletinIds)).map((variant) => variant.id);
    for (const id of ids) await byClerk('post', `/variants/${id}/submit`, {});
    const { page, open } = await atMachine(web, 'nguoiduyet');
    page.setDefaultTimeout(WAIT_MS);
    // As where a hundred others wait that are more urgent.
    await page.route(
      ({ pathname, searchParams }) => pathname === '/api/approvals' && !searchParams.has('variant'),
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), items: [], next: 'more' } });
      },
    );
    await open(`/cho-duyet/loat?bai=${ids.join()}`);
    await page.getByText('Đã chọn 2 bài').waitFor();
    const approve = page.getByRole('button', { name: 'Duyệt 2 bài đã chọn' });
    await approve.waitFor();

    // As if a text had been changed that the page has not heard of.
    const nam = { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam' };
    await listPeople(web.app, [{ ...nam, uses: ['set'] }], { version: 2 });
    await hear(page, ids);
    await page.route('**/api/sets/approval/prepare', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), texts: ['Lời khác', null] } });
    });
    await page.reload();
    await page.getByLabel('Tôi xác nhận không bài nào có bí mật nhà nước').check();
    await page.getByText('Lời đọc hoặc bản thu vừa được sửa', { exact: false }).waitFor();
    expect(await approve.isEnabled()).toBe(false);
    await page.unroute('**/api/sets/approval/prepare');
    await page.getByRole('button', { name: 'Xem lại' }).click();
    await expect.poll(() => approve.isEnabled(), { timeout: WAIT_MS }).toBe(true);

    const [first, second] = ids;
    await byClerk('post', `/variants/${second}/withdraw`);
    await open(`/cho-duyet/loat?bai=${ids.join()}`);
    await page.getByText('Loạt này còn 1 bài không duyệt chung được', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /^Duyệt \d+ bài đã chọn$/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Duyệt loạt không có các bài đó' }).click();
    await page.getByRole('button', { name: 'Duyệt 1 bài đã chọn' }).waitFor();
    expect(new URL(page.url()).searchParams.get('bai')).toBe(first);
  });

  const anotherApprover = async (id: string, personId: string) => {
    const account = await findAccount(web.app.db, id);
    if (account) await updateAccount(web.app.db, { ...account, role: 'approver', personId });
  };

  it('stands in the inbox of the second of two who must sign it, and in nobody’s when both have', {
    timeout: 60_000,
  }, async () => {
    const { id, bulletinIds } = await givenProgramme();
    const variantIds = (await variantsOf(bulletinIds)).map((variant) => variant.id);
    for (const variantId of variantIds) await byClerk('post', `/variants/${variantId}/submit`, {});
    await anotherApprover('account_congtacvien', 'person_hyoi');
    const [first, second] = [await atMachine(web, 'nguoiduyet'), await atMachine(web, 'congtacvien')];
    const uses = ['set'] as const;
    await listPeople(
      web.app,
      [
        { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam', uses },
        { accountId: 'account_congtacvien', personId: 'person_hyoi', name: 'Rơ Châm Hyơi', uses },
      ],
      { version: 3, needs: { set: 2 } },
    );
    const sign = async ({ page, open }: AtMachine, path: string) => {
      page.setDefaultTimeout(WAIT_MS);
      // A passkey is shown only to the window in front.
      await page.bringToFront();
      await open(path);
      await page.getByText('Đã chọn 2 bài').waitFor();
      await hear(page, variantIds);
      await page.reload();
      await page.getByLabel('Tôi xác nhận không bài nào có bí mật nhà nước').check();
      await page.getByRole('button', { name: 'Duyệt 2 bài đã chọn' }).click();
    };
    const waiting = ({ page }: AtMachine) => page.getByRole('list', { name: 'Loạt bài chờ thêm chữ ký' });

    await sign(first, `/cho-duyet/loat?ct=${id}`);
    await first.page.getByText('Còn cần 1 người nữa', { exact: false }).waitFor();
    await first.open('/cho-duyet');
    await waiting(first).getByText('Bạn đã ký').waitFor();
    expect(await waiting(first).getByRole('link').count()).toBe(0);

    await second.open('/cho-duyet');
    await waiting(second).getByText('Lê Hoàng Nam đã ký', { exact: false }).waitFor();
    const path = await waiting(second).getByRole('link').getAttribute('href');
    await sign(second, path ?? '');
    await second.page.getByText('Đã duyệt loạt “Thời sự sáng” gồm 2 bài.').waitFor();
    await second.open('/cho-duyet');
    await second.page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => waiting(second).count()).toBe(0);
    expect((await variantsOf(bulletinIds)).map(({ state }) => state)).toEqual(['approved', 'approved']);
  });
});
