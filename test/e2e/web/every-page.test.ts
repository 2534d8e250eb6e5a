import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@loa/shared/api/role';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeNeeding } from '../../support/needs.js';
import { type BrowserWindow, DESKTOP, PHONE, startWebApp, type WebApp } from '../../support/web-app.js';
import { LOOKED_AT, type LookedAt, settled } from '../../support/web-pages.js';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const features = join(import.meta.dirname, '../../../controller/web/src/features');

it('every page of the app is looked at', () => {
  const paths = readdirSync(features)
    .flatMap((name) => {
      const file = join(features, name, 'pages.tsx');
      const code = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return [...code.matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path);
    })
    .filter((path) => !LOOKED_AT.some((page) => page.path === path));
  expect(paths).toEqual([]);
});

describeNeeding('chromium', 'every page', (chromium) => {
  let web: WebApp;
  beforeAll(async () => {
    web = await startWebApp(chromium);
  });
  afterAll(() => web.stop());

  /** One window for each role: opening one costs more than the page. */
  const windows = new Map<Role, BrowserWindow>();
  const open = async ({ path, address = path, role, goOn }: LookedAt): Promise<BrowserWindow> => {
    const window = windows.get(role) ?? (await web.signedIn(role, { size: PHONE, fontPercent: 130 }));
    windows.set(role, window);
    const { page } = window;
    await page.goto(address);
    await page.locator('#main h1').waitFor();
    await settled(page);
    await goOn?.(page);
    await settled(page);
    return window;
  };

  it.each(LOOKED_AT)(
    '$name: nothing is cut off on a phone with letters at 130 %, and screen readers and weak eyes find their way',
    async (looked) => {
      const { page, complaints } = await open(looked);
      expect(await cutOff(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await inEnglishAtADesk(page, async () => expect(await violations(page)).toEqual([]));
      expect(complaints.splice(0)).toEqual([]);
    },
  );

  it('the sign-in page, too', async () => {
    const { page, context, complaints } = await web.open({ fontPercent: 130 });
    await page.goto('/dang-nhap');
    await page.getByLabel('Tên đăng nhập').waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    expect(await cutOff(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** Looks at the same page as another tab would have it, with what was opened on it still open. */
async function inEnglishAtADesk(page: Page, look: () => Promise<void>): Promise<void> {
  await page.setViewportSize(DESKTOP);
  await chooseLanguage(page, 'en');
  await settled(page);
  await look();
  await page.setViewportSize(PHONE);
  await chooseLanguage(page, 'vi');
}

async function chooseLanguage(page: Page, language: 'vi' | 'en'): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem('loa.language', chosen);
    window.dispatchEvent(new StorageEvent('storage', { key: 'loa.language' }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor();
}

/** What axe finds serious or critical, in a line each. */
async function violations(page: Page): Promise<string[]> {
  // Not by a script element, which the page's policy would refuse.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Texts that stand outside the screen's width or are clipped by what holds them. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      wrong.push(`page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const box = element.getBoundingClientRect();
      if (!own || box.width === 0 || element.closest('.only-read, .shell-skip, [aria-hidden=true]')) continue;
      const name = `${element.className}: ${element.textContent?.slice(0, 60)}`;
      if (box.right > width + 1 || box.left < -1) wrong.push(`beyond the edge: ${name}`);
      const { overflowX } = getComputedStyle(element);
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        wrong.push(`clipped: ${name}`);
    }
    return wrong;
  });
}
