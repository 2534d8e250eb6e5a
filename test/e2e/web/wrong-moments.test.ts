import { Bulletin } from '@loa/shared/api/bulletins';
import { Programme } from '@loa/shared/api/programmes';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { PASSWORD, tokenOf } from '../../support/web-commune.js';

const TEXT = 'Mời bà con thôn Đồng Tâm đi tiêm phòng tại nhà văn hóa lúc 8 giờ sáng thứ bảy.';

describeInChromium('work that is interrupted, or meets other work', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  const bulletins = async (query = '') => {
    const answer = await call(web.app, tokenOf('phatthanh'), 'get', `/bulletins${query}`);
    return z.object({ items: z.array(Bulletin) }).parse(await answer.json()).items;
  };

  it('keeps a text that was being typed when the session ended, and sends it after the password', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    const signInAgain = async () => {
      await page.getByText('Phiên làm việc đã hết').waitFor();
      await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    // What a step asks for by itself is answered first: refused, it would ask for the password before any click.
    const estimate = page.waitForResponse('**/api/speech/estimate');
    await page.getByLabel('Nội dung bài').fill(TEXT);
    await estimate;
    await context.clearCookies();
    await page.getByRole('button', { name: 'Nghe thử' }).click();
    await signInAgain();
    await page.getByText('Bản nghe thử').first().waitFor();
    expect(await page.getByLabel('Nội dung bài').inputValue()).toBe(TEXT);
    const areas = page.waitForResponse('**/api/areas/tree');
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Tiêm phòng thứ bảy');
    await areas;
    await context.clearCookies();
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await signInAgain();
    await page.getByText(/^Chờ .*duyệt · phát/).waitFor();
    const found = await bulletins('?q=Ti%C3%AAm%20ph%C3%B2ng%20th%E1%BB%A9%20b%E1%BA%A3y');
    expect(found).toMatchObject([
      { title: 'Tiêm phòng thứ bảy', variants: [{ state: 'submitted', text: TEXT }] },
    ]);
    await context.close();
  });

  it('lets go of a microphone that was allowed after the clerk had gone on', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    await page.evaluate(() => {
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (asked) => {
        await new Promise((allow) => window.addEventListener('allow', allow, { once: true }));
        const stream = await open(asked);
        Object.assign(window, { microphone: stream.getAudioTracks()[0] });
        return stream;
      };
    });
    await page.getByRole('button', { name: /Thu giọng/ }).click();
    await page.getByRole('button', { name: 'Bắt đầu thu' }).click();
    await page.getByText('Trình duyệt hỏi quyền dùng micrô').waitFor();
    await page.getByRole('button', { name: 'Chọn cách khác' }).click();
    await page.evaluate(() => window.dispatchEvent(new Event('allow')));
    const microphone = () =>
      page.evaluate(() => {
        const track: unknown = Reflect.get(window, 'microphone');
        return track instanceof MediaStreamTrack ? track.readyState : null;
      });
    await expect.poll(microphone).toBe('ended');
    await context.close();
  });

  it('keeps a title that is typed while the voice is still being made', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    const { answer, until } = heldBack();
    await page.route('**/api/speech', async (route) => {
      await until;
      await route.continue();
    });
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill(TEXT);
    await page.getByRole('button', { name: 'Nghe thử' }).click();
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    const title = page.getByLabel('Tiêu đề');
    await title.fill('Tiêm phòng cho trẻ');
    answer();
    await page.waitForResponse('**/api/speech');
    await page.goBack();
    // It came, and was kept, too.
    await page.getByText('Bản nghe thử').first().waitFor();
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    expect(await title.inputValue()).toBe('Tiêm phòng cho trẻ');
    await context.close();
  });

  it('saves once, though the next page is long in coming', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/chuong-trinh' });
    const address = await page.locator('#main a.rows-row').first().getAttribute('href');
    await page.goto(address ?? '');
    const { answer, until } = heldBack();
    await page.route('**/assets/programmes-page*', async (route) => {
      await until;
      await route.continue();
    });
    const name = page.getByLabel('Tên chương trình');
    await name.fill('Chương trình mới đặt tên');
    await page.getByRole('button', { name: 'Lưu chương trình' }).click();
    await page.getByText('Đã lưu “Chương trình mới đặt tên”.').waitFor();
    // What it was called before does not stand there to be saved again.
    await name.waitFor({ state: 'detached' });
    answer();
    await page.waitForURL('**/chuong-trinh');
    await page.getByText('Chương trình mới đặt tên', { exact: true }).waitFor();
    await context.close();
  });

  it('says that a colleague changed the same programme, and keeps the one that the clerk chooses', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/chuong-trinh' });
    const address = await page.locator('#main a.rows-row').first().getAttribute('href');
    const path = `/programmes/${address?.split('/').at(-1)}`;
    const asColleague = async (name: string) => {
      await web.app.advance(60_000);
      expect((await call(web.app, tokenOf('phatthanh'), 'patch', path, { name })).status).toBe(200);
    };
    const stored = async () =>
      Programme.parse(await (await call(web.app, tokenOf('phatthanh'), 'get', path)).json()).name;
    const name = page.getByLabel('Tên chương trình');
    const save = page.getByRole('button', { name: 'Lưu chương trình' });
    const note = page.getByText(/^Người khác vừa sửa nội dung này lúc/);
    // Not told while it is typed: the page hears of it when it is saved.
    await page.route('**/api/events*', (route) => route.abort());
    await page.goto(address ?? '');
    await name.fill('Của tôi');
    await asColleague('Của đồng nghiệp');
    await save.click();
    await note.waitFor();
    expect(await stored()).toBe('Của đồng nghiệp');
    expect(await name.inputValue()).toBe('Của tôi');
    await page.getByRole('button', { name: 'Giữ bản này' }).click();
    await note.waitFor({ state: 'detached' });
    await save.click();
    await page.getByText('Đã lưu “Của tôi”.').waitFor();
    expect(await stored()).toBe('Của tôi');
    await page.goto(address ?? '');
    await name.fill('Của tôi lần nữa');
    await asColleague('Tên mới của đồng nghiệp');
    await save.click();
    await page.getByRole('button', { name: 'Xem bản mới' }).click();
    await expect.poll(() => name.inputValue()).toBe('Tên mới của đồng nghiệp');
    await note.waitFor({ state: 'detached' });
    await name.fill('Cả hai cùng đồng ý');
    await save.click();
    await page.getByText('Đã lưu “Cả hai cùng đồng ý”.').waitFor();
    await context.close();
  });

  it('says that a colleague put another recording there, and keeps the one that the clerk chooses', async () => {
    const [bulletin] = await bulletins('?state=draft');
    const path = `/bulletins/${bulletin?.id}/variants/vi`;
    const stored = async () =>
      (await bulletins())
        .find(({ id }) => id === bulletin?.id)
        ?.variants.find((each) => each.language === 'vi');
    const asColleague = async (text: string) => {
      await web.app.advance(60_000);
      const body = { recordingSha256: bulletin?.variants[0]?.recordingSha256, text };
      expect((await call(web.app, tokenOf('phatthanh'), 'put', path, body)).status).toBe(200);
    };
    const { page, context } = await web.signedIn('broadcaster');
    await page.route('**/api/events*', (route) => route.abort());
    const note = page.getByText(/^Người khác vừa sửa nội dung này lúc/);
    const words = page.getByLabel('Nội dung bài');
    const send = page.getByRole('button', { name: 'Gửi duyệt' });
    const speak = async (text: string) => {
      await page.goto(`/ban-tin/${bulletin?.id}/thu-tieng?tieng=vi`);
      await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
      await words.fill(text);
      await page.getByRole('button', { name: 'Nghe thử' }).click();
      await page.getByText('Bản nghe thử').first().waitFor();
    };
    await speak('Lời của tôi.');
    await asColleague('Lời của đồng nghiệp.');
    await send.click();
    await note.waitFor();
    expect(await stored()).toMatchObject({ state: 'draft', text: 'Lời của đồng nghiệp.' });
    await page.getByRole('button', { name: 'Giữ bản này' }).click();
    await note.waitFor({ state: 'detached' });
    await send.click();
    await page.waitForURL(`**/ban-tin/${bulletin?.id}`);
    expect(await stored()).toMatchObject({ state: 'submitted', text: 'Lời của tôi.' });
    await speak('Lời của tôi lần nữa.');
    await asColleague('Lời mới của đồng nghiệp.');
    await send.click();
    await page.getByRole('button', { name: 'Xem bản mới' }).click();
    await note.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await expect.poll(() => words.inputValue()).toBe('Lời mới của đồng nghiệp.');
    await context.close();
  });

  it('takes two quick presses on a slow phone for one', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/chuyen-muc' });
    page.setDefaultTimeout(6000);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
    });
    await slowPhone(page);
    // However long a press takes here: after an answer the second would be one of its own.
    let until = Promise.resolve();
    await page.route(/\/api\/(columns|stops)$/, async (route) => {
      if (route.request().method() === 'POST') await until;
      await route.continue();
    });
    const twice = async () => {
      const held = heldBack();
      until = held.until;
      for (const _ of [1, 2]) await page.keyboard.press('Enter');
      held.answer();
    };
    await page.getByRole('button', { name: 'Thêm chuyên mục' }).click();
    await page.getByRole('dialog').getByLabel('Tên chuyên mục').fill('Dân vận khéo');
    await twice();
    await page.getByText('Dân vận khéo', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Dừng loa' }).click();
    await expect.poll(() => focused(page)).toBe('Dừng loa ngay');
    await twice();
    await page.getByText(/^Loa ở .* đang dừng\.$/).waitFor();
    expect(sent.filter((path) => path === '/api/columns' || path === '/api/stops')).toEqual([
      '/api/columns',
      '/api/stops',
    ]);
    await context.close();
  });

  it('keeps both days that are typed one after the other on a slow phone', async () => {
    const { page, context } = await web.signedIn('supervisor', {
      path: '/nhat-ky?tu=2026-10-20&den=2026-10-20',
    });
    const [from, to] = [page.getByLabel('Từ ngày'), page.getByLabel('Đến ngày')];
    await to.waitFor();
    await slowPhone(page);
    await from.fill('10/10/2026');
    await page.keyboard.press('Enter');
    await to.fill('18/10/2026');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/nhat-ky?tu=2026-10-10&den=2026-10-18');
    await context.close();
  });

  it('keeps words that somebody is still typing: beside a dialog they touched, before the list had come', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/chuyen-muc' });
    await page.getByRole('button', { name: 'Thêm chuyên mục' }).click();
    const name = page.getByRole('dialog').getByLabel('Tên chuyên mục');
    await name.fill('Dân số');
    await page.mouse.click(5, 5);
    await page.getByRole('dialog').getByRole('button', { name: 'Thôi' }).click({ trial: true });
    expect(await name.inputValue()).toBe('Dân số');

    await page.goto('/chu-viet-tat');
    const { answer, until } = heldBack();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.route('**/api/abbreviations', async (route) => {
      if (route.request().method() === 'GET') await until;
      await route.continue();
    });
    const written = page.locator('form').getByLabel('Chữ viết tắt');
    await written.fill('ATTP');
    await page.locator('form').getByLabel('Đọc là').fill('an toàn thực phẩm');
    await page.keyboard.press('Enter');
    await page.waitForResponse((response) => response.request().method() === 'POST');
    await written.fill('KHHGĐ');
    answer();
    await page.getByText('ATTP', { exact: true }).waitFor();
    expect(await written.inputValue()).toBe('KHHGĐ');
    await context.close();
  });

  it('says why there is nothing to choose from, and asks again when told to', async () => {
    const { page, context } = await web.signedIn('supervisor');
    const busy = { error: { code: 'busy', message: 'Máy chủ đang bận.', details: null } };
    await page.route('**/api/clusters?*', (route) => route.fulfill({ status: 503, json: busy }));
    await page.goto('/vi-sao-loa-keu');
    await page.getByText('Máy chủ đang bận.').waitFor();
    await page.unroute('**/api/clusters?*');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByLabel('Cụm loa nào kêu').waitFor();
    await context.close();
  });

  it('says why places cannot be chosen, and opens them when they have come', async () => {
    const { page, context } = await web.signedIn('supervisor');
    const busy = { error: { code: 'busy', message: 'Máy chủ đang bận.', details: null } };
    await page.route('**/api/areas/tree*', (route) => route.fulfill({ status: 503, json: busy }));
    await page.goto('/nhat-ky');
    await page.getByRole('button', { name: /^Địa bàn/ }).click();
    await page.getByText('Máy chủ đang bận.').waitFor();
    await page.unroute('**/api/areas/tree*');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByRole('dialog').getByLabel('Tìm thôn, làng, xã').waitFor();
    await context.close();
  });

  it('silences nobody by what would have been silent on other days', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/tam-dung/moi' });
    const type = async (label: string, day: string) => {
      await page.getByLabel(label).fill(day);
      await page.keyboard.press('Enter');
    };
    const { answer, until } = heldBack();
    // Something falls silent on the first of these days alone, and what is said of both is long in coming.
    await page.route('**/api/suspensions/preview', async (route) => {
      const asked = Dates.parse(route.request().postDataJSON());
      if (asked.until !== asked.from) await until;
      const count = asked.until === asked.from ? 'Bỏ 3 lượt' : 'Bỏ 5 lượt';
      await route.fulfill({ json: { boxes: 9, until: web.app.clock.now(), diff: silent(count) } });
    });
    await page.getByLabel('Lý do').fill('Ngày bầu cử');
    await page.getByText('Mọi lịch phát', { exact: true }).click();
    await type('Từ ngày', '03/11/2026');
    await type('Đến hết ngày', '03/11/2026');
    await page.getByText('Bỏ 3 lượt').waitFor();
    await type('Đến hết ngày', '04/11/2026');
    await page.getByRole('button', { name: 'Tạm dừng', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Từ 03/11/2026 đến hết 04/11/2026').waitFor();
    expect(await dialog.getByText('Bỏ 3 lượt').count()).toBe(0);
    answer();
    await dialog.getByText('Bỏ 5 lượt').waitFor();
    await context.close();
  });

  it('takes an approver’s tick back when another text comes to stand there', async () => {
    const { page, context } = await web.signedIn('approver', { path: '/cho-duyet' });
    await page.getByRole('link', { name: /lừa đảo qua mạng/ }).click();
    const tick = page.getByLabel('Tôi xác nhận bài không có bí mật nhà nước');
    await tick.check();
    const [bulletin] = await bulletins('?q=lua dao');
    const variant = bulletin?.variants[0];
    const by = (method: 'put' | 'post', path: string, body: object) =>
      call(web.app, tokenOf('phatthanh'), method, path, body);
    const text = 'Không đọc mã OTP cho người lạ, kể cả người xưng là công an.';
    await by('put', `/bulletins/${bulletin?.id}/variants/vi`, {
      recordingSha256: variant?.recordingSha256,
      text,
    });
    await by('post', `/variants/${variant?.id}/submit`, {});
    await web.app.advance(5_000);
    await page.getByText(text).waitFor();
    expect(await tick.isChecked()).toBe(false);
    await context.close();
  });

  it('returns no text that an approver has not seen', async () => {
    const by = (method: 'put' | 'post', path: string, body: object) =>
      call(web.app, tokenOf('phatthanh'), method, path, body);
    const [bulletin] = await bulletins('?q=lua dao');
    const variant = bulletin?.variants[0];
    const { page, context } = await web.signedIn('approver', { path: `/cho-duyet/${variant?.id}` });
    await page.getByRole('button', { name: 'Trả lại', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nói rõ thêm (nếu cần)').fill('Sai số điện thoại.');
    // Nothing that comes meanwhile reaches the page.
    await page.route('**/api/approvals*', (route) => route.abort());
    const text = 'Gọi số 113 khi có người lạ hỏi mã OTP.';
    await by('put', `/bulletins/${bulletin?.id}/variants/vi`, {
      recordingSha256: variant?.recordingSha256,
      text,
    });
    await by('post', `/variants/${variant?.id}/submit`, {});
    await dialog.getByRole('button', { name: 'Trả lại bài' }).click();
    await dialog.getByText('Người khác đã sửa nội dung này').waitFor();
    expect((await bulletins('?q=lua dao'))[0]?.variants[0]).toMatchObject({ state: 'submitted', text });
    await context.close();
  });

  it('says what already sounds at that time, and moves to a free one by a tap', async () => {
    const [bulletin] = await bulletins();
    const { page, context } = await web.signedIn('broadcaster', {
      path: `/lich-phat/moi?bai=${bulletin?.id}`,
    });
    await page.getByText(/^Một lần, lúc 17:00 .*thôn Đồng Tâm.* — 4 phút — tiếng Việt$/).waitFor();
    const time = page.getByLabel('Giờ phát', { exact: false }).first();
    await time.fill('19:45');
    await page.keyboard.press('Enter');
    // Near what was asked for, not near the time that stood there before.
    const move = page.getByRole('button', { name: /^Dời sang (19|20):/ }).first();
    await move.waitFor();
    const free = /\d\d:\d\d/.exec(await move.innerText())?.[0] ?? '';
    await move.click();
    await expect.poll(() => time.inputValue()).toBe(free);
    await expect.poll(() => page.getByRole('button', { name: /^Dời sang/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Lưu lịch' }).click();
    await page.waitForURL(/lich-phat\/schedule_/);
    await context.close();
  });

  it('leaves a time that is being typed as it is, though an answer comes in between', async () => {
    const [bulletin] = await bulletins();
    const { page, context } = await web.signedIn('broadcaster', {
      path: `/lich-phat/moi?bai=${bulletin?.id}`,
    });
    const words = page.getByText(/^Một lần, lúc 17:00/);
    await words.waitFor();
    const { answer, until } = heldBack();
    await page.route('**/api/schedules/preview', async (route) => {
      await until;
      await route.continue();
    });
    await page.getByLabel('Ngày', { exact: true }).fill('05/11/2026');
    await page.keyboard.press('Enter');
    const time = page.getByLabel('Giờ phát', { exact: false }).first();
    await time.fill('19:40');
    answer();
    await page.getByText(/^Một lần, lúc 17:00 .*05\/11/).waitFor();
    expect(await time.inputValue()).toBe('19:40');
    await page.keyboard.press('Enter');
    await page.getByText(/^Một lần, lúc 19:40/).waitFor();
    await context.close();
  });

  it('shows another bulletin its own words, where one goes from form to form', async () => {
    const [first, second] = await bulletins();
    const { page, context } = await web.signedIn('broadcaster', { path: `/ban-tin/${second?.id}/sua` });
    const title = page.getByLabel('Tiêu đề');
    await expect.poll(() => title.inputValue()).toBe(second?.title);
    // Back to one that was read already: nothing is waited for in between.
    for (const bulletin of [first, second]) {
      await page.evaluate((path) => {
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `/ban-tin/${bulletin?.id}/sua`);
      await expect.poll(() => title.inputValue()).toBe(bulletin?.title);
    }
    await context.close();
  });

  it('asks again for a part of the page that did not come, and keeps what is typed beside it', async () => {
    const { page, context } = await web.signedIn('broadcaster');
    // Whenever the page asks for it: when it is needed, or before.
    const lost = page.waitForEvent('requestfailed', (request) => /area-drawer/.test(request.url()));
    await page.route(/area-drawer.*\.js$/, (route) => route.abort('internetdisconnected'), { times: 1 });
    await page.goto('/lich-phat/moi');
    const time = page.getByLabel('Giờ phát', { exact: false }).first();
    await time.fill('19:40');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Nơi nghe/ }).click();
    await lost;
    const drawer = page.getByRole('dialog');
    await drawer.getByText('làng Ơi Briu').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => drawer.count()).toBe(0);
    expect(await time.inputValue()).toBe('19:40');
    await context.close();
  });
});

async function slowPhone(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

const Dates = z.object({ from: z.string(), until: z.string() });

/** What the controller says of one run that falls silent. */
function silent(text: string) {
  const run = { title: 'Bản tin', language: 'vi', scheduleId: 'schedule_daily', after: null };
  const at = { date: '2026-11-03', before: Date.UTC(2026, 10, 3, 10), villages: [], clusters: 1 };
  const changes = [{ change: 'removed', ...run, ...at }];
  return { boxes: 9, clusters: 1, more: 0, changes, text };
}

/** Something that waits until it is told to go on. */
function heldBack() {
  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return { answer, until };
}
