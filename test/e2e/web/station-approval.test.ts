import { Bulletin } from '@loa/shared/api/bulletins';
import { Station } from '@loa/shared/api/stations';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { findGrant } from '../../../controller/src/db/grants.js';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { atMachine, listPeople } from '../../support/web-approvers.js';
import { tokenOf } from '../../support/web-commune.js';

/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 10_000;
/** As long as the seeded recordings. */
const FALLBACK_MS = 222_000;
/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;

describeInChromium('a station approved in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const byClerk = (method: string, path: string, body?: unknown) =>
    call(web.app, tokenOf('phatthanh'), method, path, body);
  const theStation = async () => {
    const answer = await byClerk('get', '/stations');
    const [only] = z.object({ items: z.array(Station) }).parse(await answer.json()).items;
    if (!only) throw new Error('There is no station.');
    return only;
  };

  /** What the player reports while it plays the fallback to its end. */
  const hearFallback = async (page: Page) => {
    const { fallbackBulletinId } = await theStation();
    const answer = await byClerk('get', `/bulletins/${fallbackBulletinId}`);
    const [variant] = Bulletin.parse(await answer.json()).variants;
    for (const ms of [0, FALLBACK_MS]) {
      await web.app.advance(ms);
      const status = await page.evaluate(
        async ([path, body]) => {
          const headers = { 'content-type': 'application/json' };
          return (await fetch(path, { method: 'POST', headers, body })).status;
        },
        [`/api/variants/${variant?.id}/heard`, JSON.stringify({ ms })] as const,
      );
      expect(status).toBe(200);
    }
  };

  it('is read, signed with a passkey, and said to be approved until its last day; not once it was changed', async () => {
    const { page, complaints, open } = await atMachine(web, 'nguoiduyet');
    page.setDefaultTimeout(WAIT_MS);
    const shot = (name: string) =>
      PICTURES && page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
    const nam = { accountId: 'account_nguoiduyet', personId: 'person_nam', name: 'Lê Hoàng Nam' };
    await listPeople(web.app, [{ ...nam, uses: ['relay'] }]);
    const { id } = await theStation();

    await open(`/tiep-am/${id}`);
    await page.getByText('Đài này chưa được duyệt').waitFor();
    await page.getByLabel('Ngày hết hạn').fill('30/11/2026');
    await page.keyboard.press('Enter');
    const look = page.getByRole('button', { name: 'Xem lại trước khi duyệt' });
    const sign = page.getByRole('button', { name: 'Duyệt bằng vân tay, khuôn mặt' });
    const change = async (what: object) => {
      await web.app.advance(60_000);
      expect((await byClerk('patch', `/stations/${id}`, what)).status).toBe(200);
    };
    // What is read is what will be signed, though the page around it is older.
    await change({ hours: [{ from: '05:30', to: '06:45' }] });
    await look.click();
    await page.getByText('Hãy nghe hết bài dự phòng').waitFor();
    await page.getByLabel('Bài dự phòng khi mất tiếng').waitFor();
    expect(await sign.count()).toBe(0);
    await shot('unheard');
    await hearFallback(page);
    await look.click();
    await page.getByText('tiếp âm VOV4 tiếng Jrai trong khung 05:30–06:45, đến hết 30/11/2026').waitFor();
    await shot('read');

    // And not signed any more once somebody gives it other hours meanwhile.
    await change({ hours: [{ from: '05:30', to: '06:30' }] });
    await sign.click();
    await page.getByText('Nội dung đã đổi hoặc đã quá hạn ký').waitFor();
    await shot('changed');
    expect((await theStation()).grantId).toBeNull();

    await look.click();
    await page.getByText(/trong khung 05:30–06:30, đến hết 30\/11\/2026/).waitFor();
    await sign.click();
    await page.getByText('Đã duyệt tiếp âm VOV4 tiếng Jrai.').waitFor();
    await page.getByText('Đã duyệt đến hết 30/11/2026').waitFor();
    await page.getByText('Đài này được tiếp âm').waitFor();
    expect(await sign.count()).toBe(0);
    await shot('approved');
    const station = await theStation();
    const grant = await findGrant(web.app.db, station.grantId ?? '');
    expect(grant).toMatchObject({ use: 'relay', signers: ['person_nam'], validUntil: station.approvedUntil });
    expect(complaints).toEqual([]);
  });
});
