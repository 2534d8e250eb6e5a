import { Account } from '@loa/shared/api/accounts';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from '../support/needs.js';
import { type SlowLink, startSlowLink } from '../support/slow-link.js';
import { PASSWORD, startVillage, type Village } from '../support/village.js';
import { PHONE } from '../support/web-app.js';
import type { Proof, Proven } from './proof.js';

/** A telephone at the edge of a village (APP.md). */
const BITS_PER_SECOND = 400_000;
const MOST_BYTES = 5_000_000;
const WAIT_MS = 60_000;
const SAMPLES = ['xin-chao.opus', 'vneid.opus', 'lua-dao-truc-tuyen.opus', 'binh-dan-hoc-vu-so.opus'];
const TEXT =
  'Chiều nay 15 giờ, điện lực sửa đường dây ở làng Ơi Briu và làng Kon Brung. Bà con tắt các thiết bị điện, ' +
  'không lại gần cột điện đang sửa, và xem lại nồi cơm, tủ lạnh khi có điện trở lại.';

export const proof: Proof = { name: 'data-day', title: 'What a clerk’s day costs on a telephone', run };

/** From the first visit, with nothing kept, to the last look in the evening. */
async function run({ say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const executablePath = findProgram('chromium');
  if (executablePath === null) return { ok: false, lines: ['Chromium is not installed (Debian: chromium).'] };
  const village = await startVillage();
  const link = await startSlowLink(Number(new URL(village.server).port), BITS_PER_SECOND);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await furnish(village);
    const context = await browser.newContext({
      ...{ viewport: PHONE, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' },
      baseURL: `http://127.0.0.1:${link.port}`,
    });
    const rows: string[] = [];
    for (const [what, walk] of dayOf(context, link)) {
      const before = link.bytes();
      await walk();
      const kB = (link.bytes() - before) / 1_000;
      say(`${what}: ${kB.toFixed(0)} kB`);
      rows.push(`| ${what} | ${kB.toFixed(0)} |`);
    }
    return {
      ok: link.bytes() <= MOST_BYTES,
      lines: [
        `Chromium at 390 px against a real controller, through a line of ${BITS_PER_SECOND / 1_000} kbit/s on which every byte of TCP, up and`,
        `down, is counted; it drops between the parts of the day. In all **${(link.bytes() / 1e6).toFixed(2)} MB** (aim: ${MOST_BYTES / 1e6} MB).`,
        '',
        '| part of the day | kB |',
        '|---|---|',
        ...rows,
      ],
    };
  } finally {
    await browser.close();
    await link.close();
    await village.close();
  }
}

/** Somebody to be, and bulletins to find. */
async function furnish(village: Village): Promise<void> {
  const clerk = { login: 'phatthanh', name: 'Rơ Châm H’Lan', role: 'broadcaster', password: PASSWORD };
  await village.api.post('/accounts', { ...clerk, areaId: village.communeId }, Account);
  for (const name of ['Ơi Briu', 'Kon Brung']) await village.connected(await village.addBox(name));
  for (const sample of SAMPLES) await village.approvedBulletin(sample, sample);
}

function dayOf(context: BrowserContext, link: SlowLink): [what: string, walk: () => Promise<void>][] {
  const visit = async (look: (page: Page) => Promise<void>) => {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.goto('/hom-nay');
    await look(page);
    await page.close();
    link.drop();
    link.heal();
  };
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation').getByRole('link', { name }).first().click();
  const heading = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  return [
    ['first visit: the app itself, sign-in, home', () => visit(signIn)],
    ['morning: home again', () => visit((page) => heading(page, /Hôm nay/))],
    ['a new text, spoken, heard and handed in', () => visit(writeText)],
    [
      'a schedule for another bulletin',
      () =>
        visit(async (page) => {
          await tab(page, 'Bản tin');
          await page.locator('#main .rows-row', { hasText: 'vneid' }).click();
          await page.getByRole('link', { name: 'Xếp lịch phát' }).click();
          // What was handed in before may sound at the time that the form proposes: a free one is taken.
          const free = page.getByRole('button', { name: /^Dời sang/ }).first();
          await page.addLocatorHandler(free, () => free.click());
          await page.getByRole('button', { name: 'Lưu lịch' }).click();
          await page.getByRole('heading', { name: 'Những buổi sắp tới' }).waitFor();
        }),
    ],
    [
      'noon: the week, the loudspeakers, the log',
      () =>
        visit(async (page) => {
          await tab(page, 'Lịch phát');
          await heading(page, /Lịch phát/);
          for (const path of ['/loa', '/nhat-ky']) {
            await page.goto(path);
            await page.locator('#main h1').waitFor();
          }
        }),
    ],
    [
      'the line drops while the next text is written; it is sent when it is back',
      () =>
        visit(async (page) => {
          await tab(page, 'Phát mới');
          await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
          link.drop();
          await page.getByLabel('Nội dung bài').fill(TEXT.toUpperCase());
          link.heal();
          await handIn(page);
        }),
    ],
    ['evening: home', () => visit((page) => heading(page, /Hôm nay/))],
    ['and once more', () => visit((page) => heading(page, /Hôm nay/))],
  ];
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill('phatthanh');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /Hôm nay/ }).waitFor();
  // What the app keeps for later visits is part of what it costs.
  await page.evaluate(() => navigator.serviceWorker.ready);
}

async function writeText(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Phát mới' }).click();
  await page.getByRole('button', { name: /Chữ thành tiếng/ }).click();
  await page.getByLabel('Nội dung bài').fill(TEXT);
  await handIn(page);
}

/** Hears it once, to its end, and hands it in. */
async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Nghe thử' }).click();
  const sound = page.locator('audio').first();
  await sound.waitFor();
  await sound.evaluate(
    (audio: HTMLAudioElement) =>
      new Promise((resolve, reject) => {
        audio.addEventListener('ended', resolve);
        audio.playbackRate = 4;
        audio.play().catch(reject);
      }),
  );
  await page.getByRole('button', { name: 'Tiếp', exact: true }).click();
  await page.getByRole('button', { name: 'Gửi duyệt' }).click();
  await page.getByText(/^Chờ .*duyệt · phát/).waitFor();
}
