import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@loa/shared/api/role';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium } from '../../support/needs.js';
import { type BrowserWindow, DESKTOP, PHONE, startWebApp, type WebApp } from '../../support/web-app.js';
import { closesByEscape, opensByEnter, walkedByTab } from '../../support/web-keyboard.js';
import { chooseLanguage, cutOff, machineWords, violations } from '../../support/web-looks.js';
import { goWithin, LOOKED_AT, type LookedAt, settled } from '../../support/web-pages.js';

/** Longer than anything here takes on a busy machine; the test itself may take several such steps. */
const WAIT_MS = 10_000;
const features = join(import.meta.dirname, '../../../controller/web/src/features');
/** By the person who looks, so that each signs in once. */
const BY_ROLE = LOOKED_AT.toSorted((a, b) => a.role.localeCompare(b.role));

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

describeInChromium('every page, with letters at 130 %', (chromium) => {
  let web: WebApp;
  let window: BrowserWindow;
  beforeAll(async () => {
    web = await startWebApp(chromium);
    window = await web.open({ fontPercent: 130 });
    window.page.setDefaultTimeout(WAIT_MS);
  });
  afterAll(() => web.stop());

  let role: Role | null = null;
  /** Going on within the app costs a third of loading it anew. */
  const open = async ({ path, address = path, goOn, ...looked }: LookedAt) => {
    const { page, context } = window;
    if (role === looked.role) await goWithin(page, address);
    else {
      await web.signIn(context, looked.role);
      await page.goto(address, { waitUntil: 'commit' });
      role = looked.role;
    }
    await page.locator('#main h1').waitFor();
    await settled(page);
    await goOn?.(page);
    await settled(page);
  };

  it.each(BY_ROLE)(
    '$name: nothing is cut off, and screen readers, weak eyes and keyboards find their way',
    { timeout: 4 * WAIT_MS },
    async (looked) => {
      const { page, complaints } = window;
      await open(looked);
      const found = await lookAround(page);
      if (await page.getByRole('dialog').isVisible()) found.push(...(await closesByEscape(page)));
      for (const button of looked.asks ?? []) {
        found.push(...(await opensByEnter(page, button)));
        found.push(...(await lookAround(page)));
        found.push(...(await closesByEscape(page, button)));
      }
      expect([...found, ...complaints.splice(0)]).toEqual([]);
    },
  );

  it('the sign-in page, too', async () => {
    const { page, context, complaints } = await web.open({ fontPercent: 130 });
    await page.goto('/dang-nhap');
    await page.getByLabel('Tên đăng nhập').waitFor();
    await settled(page);
    expect([...(await lookAround(page)), ...complaints]).toEqual([]);
    await context.close();
  });
});

/** At both widths in both languages, from the width that is there to the other. */
async function lookAround(page: Page): Promise<string[]> {
  const there = page.viewportSize()?.width === PHONE.width ? DESKTOP : PHONE;
  const found = [...(await look(page, 'vi')), ...(await walkedByTab(page))];
  await chooseLanguage(page, 'en');
  found.push(...(await look(page, 'en')));
  await page.setViewportSize(there);
  // Some pages are others on a desk than on a phone; a map moves in the frame after the one that tells it of its new size.
  await page.waitForFunction((width) => window.innerWidth === width, there.width);
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  found.push(...(await look(page, 'en')), ...(await walkedByTab(page)));
  await chooseLanguage(page, 'vi');
  found.push(...(await look(page, 'vi')));
  return found;
}

async function look(page: Page, language: string): Promise<string[]> {
  await settled(page);
  const width = page.viewportSize()?.width;
  // On a desk, how tall a session stands in the week is how long it lasts; its words stand in its title, too.
  const wrong = await cutOff(page, { below: width === PHONE.width });
  // Colours are the same in both languages, and half of what axe costs.
  wrong.push(...(await violations(page, { colours: language === 'vi' })));
  if (language === 'vi') wrong.push(...(await machineWords(page)));
  return wrong.map((line) => `${width} ${language}: ${line}`);
}
