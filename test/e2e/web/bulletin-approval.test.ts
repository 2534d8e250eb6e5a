import { Bulletin } from '@loa/shared/api/bulletins';
import { Schedule } from '@loa/shared/api/schedules';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../../support/controller-world.js';
import { describeInChromium } from '../../support/needs.js';
import { countTaps } from '../../support/taps.js';
import { startWebApp, type WebApp } from '../../support/web-app.js';
import { tokenOf } from '../../support/web-commune.js';

/** Where a person who looks at this test's pages wants their pictures; none are taken without it. */
const PICTURES = process.env.LOA_PICTURES;
/** Longer than anything here takes on a busy machine. */
const WAIT_MS = 8_000;
const TEXT =
  'Lịch tiêm vắc xin sởi cho trẻ từ 9 tháng tuổi. UBND xã mời bà con đưa trẻ đến trạm y tế lúc 07:30 ngày 05/11.';

describeInChromium('bulletins and approval in the browser', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  it('sends a pasted text for approval in six taps, with tomorrow’s evening chosen by itself', async () => {
    const { page, complaints } = await web.signedIn('broadcaster');
    page.setDefaultTimeout(WAIT_MS);
    const tap = countTaps();
    await tap(page.getByRole('link', { name: 'Phát mới' }));
    await picture(page, 'new');
    await tap(page.getByRole('button', { name: /Chữ thành tiếng/ }));
    await page.getByLabel('Nội dung bài').fill(TEXT);
    await page.getByText(/từ · đọc khoảng/).waitFor();
    await tap(page.getByRole('button', { name: 'Nghe thử' }));
    await page.getByText('Bản nghe thử').first().waitFor();
    await picture(page, 'text');
    await tap(page.getByRole('button', { name: 'Tiếp', exact: true }));
    expect(await page.getByLabel('Tiêu đề').inputValue()).toMatch(/^Lịch tiêm vắc xin sởi/);
    await page.getByText(/loa phát 17:00 03\/11\/2026 tại xã Ia Pia/).waitFor();
    await picture(page, 'details');
    await tap(page.getByRole('button', { name: 'Gửi duyệt' }));
    await page.getByText(/^Chờ .*duyệt · phát 17:00/).waitFor();
    await page.getByRole('button', { name: 'Gửi Zalo' }).waitFor();
    await picture(page, 'sent');
    expect(tap.count()).toBeLessThanOrEqual(5);
    const [bulletin] = await stored(web, '/bulletins?q=vac xin soi', Bulletin);
    expect(bulletin?.variants).toMatchObject([{ language: 'vi', state: 'submitted', text: TEXT }]);
    const schedules = await stored(web, '/schedules', Schedule);
    expect(schedules.find(({ bulletinId }) => bulletinId === bulletin?.id)?.timetable).toEqual({
      kind: 'once',
      date: '2026-11-03',
      time: '17:00',
    });
    expect(complaints).toEqual([]);
  });

  it('keeps a half-written text over a closed tab, and refuses a file that is no sound in words', async () => {
    const { page, context } = await web.signedIn('contributor', { path: '/gui-bai' });
    page.setDefaultTimeout(WAIT_MS);
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
    await page.getByLabel('Nội dung bài').fill('Bài còn dở');
    // Told after the pause at which it is kept.
    await page.getByText(/từ · đọc khoảng/).waitFor();
    await page.close();
    const again = await context.newPage();
    again.setDefaultTimeout(WAIT_MS);
    await again.clock.setFixedTime(web.app.clock.now());
    await again.goto('/gui-bai');
    await again.getByText('Đây là bài bạn đang soạn dở.').waitFor();
    expect(await again.getByLabel('Nội dung bài').inputValue()).toBe('Bài còn dở');
    await again.getByRole('button', { name: 'Chọn cách khác' }).click();
    await again.getByRole('button', { name: /Chọn tệp/ }).click();
    await choose(again, 'cong-van.pdf', 'no sound at all');

    await again.getByText(/không phải là tệp âm thanh/).waitFor();
    expect(await again.getByRole('button', { name: 'Tiếp', exact: true }).count()).toBe(0);
    await again.getByRole('button', { name: 'Chọn tệp khác' }).click();
    await choose(again, 'bài đọc.m4a', 'sound:a file of the phone');
    await again.getByText(/Dài 0:20/).waitFor();
    await again.getByRole('button', { name: 'Cắt đầu, cuối' }).click();
    await picture(again, 'file');
  });

  it('loses nothing of a voice when the page is closed in the middle', async () => {
    const { page, context, complaints } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    page.setDefaultTimeout(WAIT_MS);
    await page.getByRole('button', { name: /Thu giọng/ }).click();
    await page.getByRole('button', { name: 'Bắt đầu thu' }).click();
    await page.getByText('Đã thu 0:03').waitFor();
    await picture(page, 'recording');
    await page.close();
    const again = await context.newPage();
    again.setDefaultTimeout(WAIT_MS);
    await again.clock.setFixedTime(web.app.clock.now());
    await again.goto('/phat-moi');
    await again.getByText(/^Bản thu lúc 17:05 chưa dùng/).waitFor();
    const sound = again.locator('audio');
    await sound.evaluate((audio) => (audio as HTMLAudioElement).load());
    await expect
      .poll(() =>
        sound.evaluate(async (audio) => (await (await fetch((audio as HTMLAudioElement).src)).blob()).size),
      )
      .toBeGreaterThan(2_000);
    await picture(again, 'unused');
    await again.getByRole('button', { name: 'Bắt đầu thu' }).click();
    await again.getByText('Đã thu 0:01').waitFor();
    await again.getByRole('button', { name: 'Xong' }).click();
    await again.getByRole('button', { name: 'Dùng bản này' }).waitFor();
    await picture(again, 'recorded');
    await again.getByRole('button', { name: 'Thu lại' }).click();
    await again.getByText('Bỏ hẳn bản đã thu này?').waitFor();
    await again.getByRole('button', { name: 'Giữ lại' }).click();
    await again.getByRole('button', { name: 'Dùng bản này' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps a finished item while the line is lost, and sends it when it is back', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    page.setDefaultTimeout(WAIT_MS);
    await page.getByRole('button', { name: /Chọn tệp/ }).click();
    await page.getByRole('button', { name: 'Chọn tệp âm thanh' }).waitFor();
    await context.setOffline(true);
    await choose(page, 'loi-keu-goi.mp3', 'sound:spoken far from any line');
    await page.getByText(/Bản thu đã lưu trong máy/).waitFor({ timeout: 15_000 });
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText(/Dài 0:20/).waitFor();
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Lời kêu gọi giữ rừng');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByRole('heading', { name: 'Bài đã lưu trong máy, sẽ gửi khi có mạng.' }).waitFor();
    await picture(page, 'kept');
    await context.setOffline(false);
    await expect
      .poll(async () => (await stored(web, '/bulletins?q=giu rung', Bulletin))[0]?.state, { timeout: 10_000 })
      .toBe('submitted');
  });

  it('opens what was refused when the line was back, to be mended and sent', async () => {
    const { page, context } = await web.signedIn('broadcaster', { path: '/phat-moi' });
    page.setDefaultTimeout(WAIT_MS);
    const write = async (text: string) => {
      await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
      await page.getByLabel('Nội dung bài').fill(text);
      await page.getByRole('button', { name: 'Nghe thử' }).click();
      await page.getByText('Bản nghe thử').first().waitFor();
    };
    await write('Họp thôn tối nay. Mời bà con đến nhà rông lúc 19:00.');
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    await page.getByLabel('Tiêu đề').fill('Họp thôn ở nhà rông');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByRole('heading', { name: 'Bài đã lưu trong máy, sẽ gửi khi có mạng.' }).waitFor();
    await page.route('**/api/bulletins', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'Không được.' } } })
        : route.fallback(),
    );
    await context.setOffline(false);
    await page.getByText('“Họp thôn ở nhà rông” chưa gửi được: Không được.').waitFor();

    // Not in the place of what is half-written.
    await page.getByRole('button', { name: 'Soạn bài khác' }).click();
    await write('Bài khác.');
    const mend = page.getByRole('button', { name: 'Sửa lại' });
    await mend.click();
    await page.getByText('Đang có bài khác soạn dở ở đó', { exact: false }).waitFor();
    await picture(page, 'refused');
    await page.getByRole('link', { name: 'Hôm nay' }).click();
    await page.getByRole('link', { name: 'Phát mới' }).click();
    await page.getByRole('button', { name: 'Bỏ, soạn bài mới' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ bài này' }).click();
    await page.getByRole('button', { name: /Chữ thành tiếng/ }).waitFor();

    await mend.click();
    await expect.poll(() => page.getByLabel('Nội dung bài').inputValue()).toMatch(/^Họp thôn tối nay/);
    await mend.waitFor({ state: 'detached' });
    await page.unroute('**/api/bulletins');
    await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
    expect(await page.getByLabel('Tiêu đề').inputValue()).toBe('Họp thôn ở nhà rông');
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByText(/^Chờ .*duyệt · phát 17:00/).waitFor();
    const [bulletin] = await stored(web, '/bulletins?q=nha rong', Bulletin);
    expect(bulletin).toMatchObject({ title: 'Họp thôn ở nhà rông', state: 'submitted' });
  });

  it('lets the approver hear, read and return with a reason, and the clerk send it again', async () => {
    const { page, complaints } = await web.signedIn('approver', { path: '/cho-duyet' });
    page.setDefaultTimeout(WAIT_MS);
    await picture(page, 'inbox');
    await page.getByRole('link', { name: /lừa đảo qua mạng/ }).click();
    await page.getByText('Tôi xác nhận bài không có bí mật nhà nước').waitFor();
    expect(await page.getByRole('button', { name: 'Duyệt', exact: true }).isDisabled()).toBe(true);
    await picture(page, 'approve');
    await page.getByRole('button', { name: 'Trả lại' }).click();
    await page.getByRole('button', { name: 'Tiếng nhỏ, rè hoặc có tạp âm' }).click();
    await picture(page, 'return');
    await page.getByRole('button', { name: 'Trả lại bài' }).click();
    await page.getByText(/^Đã trả lại “Phòng, chống lừa đảo/).waitFor();
    const [bulletin] = await stored(web, '/bulletins?q=lua dao', Bulletin);
    expect(bulletin?.variants[0]).toMatchObject({
      state: 'rejected',
      stateReason: 'Tiếng nhỏ, rè hoặc có tạp âm',
    });
    expect(complaints).toEqual([]);

    const clerk = await web.signedIn('broadcaster', { path: `/ban-tin/${bulletin?.id}` });
    await clerk.page
      .getByText(/Tiếng nhỏ, rè hoặc có tạp âm/)
      .first()
      .waitFor();
    await clerk.page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await clerk.page.getByText('Đã gửi duyệt.').waitFor();
    await page.goto('/cho-duyet');
    await page.getByRole('link', { name: /lừa đảo qua mạng/ }).waitFor();
  });
});

function choose(page: Page, name: string, content: string): Promise<void> {
  const file = { name, mimeType: 'audio/mp4', buffer: Buffer.from(content) };
  return page.locator('input[type=file]').setInputFiles(file);
}

async function stored<T>(web: WebApp, path: string, schema: z.ZodType<T>): Promise<T[]> {
  const answer = await call(web.app, tokenOf('phatthanh'), 'get', path);
  return z.object({ items: z.array(schema) }).parse(await answer.json()).items;
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
