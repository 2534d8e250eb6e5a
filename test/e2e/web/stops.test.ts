import { Stop } from '@loa/shared/api/stops';
import { HOUR, MINUTE } from '@loa/shared/instant';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { tokenOf } from '../../support/web-commune.js';

describeInChromium('stopping the loudspeakers', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const api = (method: string, path: string, body?: unknown) =>
    call(web.app, tokenOf('phatthanh'), method, path, body);
  const stops = async () =>
    z.object({ items: z.array(Stop) }).parse(await (await api('get', '/stops')).json()).items;
  const liftAll = async () => {
    for (const { id } of await stops()) await api('post', `/stops/${id}/lift`);
  };

  it.each([-70, -50, 90])('for an hour lasts an hour on a phone that is %i minutes off', async (minutes) => {
    const { page, context, complaints } = await web.signedIn('broadcaster');
    await page.clock.setFixedTime(web.app.clock.now() + minutes * MINUTE);
    await page.reload();
    await page.getByRole('button', { name: 'Dừng loa' }).click();
    // The session that is running is found by the controller's clock, and the hour is shown by it: it is 17:05.
    await page.getByText('Ngay bây giờ, hết buổi này').waitFor();
    await page.getByText('1 giờ, đến 18:05').click();
    await page.getByRole('button', { name: 'Dừng loa ngay' }).click();
    await page.getByText('Loa ở xã Ia Pia đang dừng từ').waitFor();
    expect(await stops()).toMatchObject([{ until: web.app.clock.now() + HOUR }]);
    expect(complaints).toEqual([]);
    await liftAll();
    await context.close();
  });

  it('one of two that overlap is lifted, and who lifts it is told that the place stays silent', async () => {
    const above = await call(web.app, tokenOf('admin'), 'post', '/stops', {
      areaId: 'area_iapia',
      forMinutes: 60,
    });
    expect(above.status).toBe(201);
    await api('post', '/stops', { areaId: 'area_oibriu', forMinutes: 30 });
    const { page, context, complaints } = await web.signedIn('broadcaster');
    const lift = async (place: string) => {
      const note = page.getByRole('alert').filter({ hasText: `Loa ở ${place} đang dừng từ` });
      await note.getByRole('button', { name: 'Mở lại loa' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Mở lại loa' }).click();
    };
    await lift('làng Ơi Briu');
    await page.getByText('loa ở làng Ơi Briu vẫn im: còn lệnh dừng loa khác (xã Ia Pia) đến 18:05').waitFor();
    await lift('xã Ia Pia');
    await page.getByText('Loa ở xã Ia Pia phát lại theo lịch.').waitFor();
    expect(await stops()).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
