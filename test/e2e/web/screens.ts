// `npm run screens`: a picture of every page at both widths into docs/screens, over the seeded commune.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@loa/shared/api/role';
import type { Page } from 'playwright-core';
import { findProgram } from '../../support/needs.js';
import { type BrowserWindow, DESKTOP, PHONE, startWebApp, type WebApp } from '../../support/web-app.js';
import { seedHistory } from '../../support/web-history.js';
import { LOOKED_AT, settled } from '../../support/web-pages.js';

const folder = join(import.meta.dirname, '../../../docs/screens');
const SIZES = { phone: PHONE, desktop: DESKTOP } as const;
/** Whoever wants a page's lower end opens the page. */
const TALLEST = 2_400;

const chromium = findProgram('chromium');
if (chromium === null) throw new Error('chromium is not installed: apt-get install chromium');
const only = process.argv.slice(2);
const web = await startWebApp(chromium);
await seedHistory(web.app);
try {
  if (only.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [size, viewport] of Object.entries(SIZES)) await screens(web, size, viewport);
} finally {
  await web.stop();
}

async function screens(
  app: WebApp,
  size: string,
  viewport: (typeof SIZES)[keyof typeof SIZES],
): Promise<void> {
  if (only.length === 0) {
    const { page, context } = await app.open({ size: viewport });
    await page.goto('/dang-nhap');
    await page.locator('form').waitFor();
    await picture(page, `sign-in-${size}`, viewport);
    await context.close();
  }
  // Each person signs in once: pages that list sign-ins would show nothing else.
  const windows = new Map<Role, BrowserWindow>();
  for (const { name, path, address = path, role, goOn } of LOOKED_AT) {
    if (only.length > 0 && !only.includes(name)) continue;
    const window = windows.get(role) ?? (await app.signedIn(role, { size: viewport }));
    windows.set(role, window);
    const { page } = window;
    await page.setViewportSize(viewport);
    await page.goto(address);
    await page.locator('#main h1').waitFor();
    await settled(page);
    await goOn?.(page);
    await picture(page, `${name}-${size}`, viewport);
  }
  for (const { context } of windows.values()) await context.close();
}

/** The window as tall as its page, so that the bar at its lower end stands where it belongs. */
async function picture(
  page: Page,
  name: string,
  { width, height }: { width: number; height: number },
): Promise<void> {
  await settled(page);
  // Twice: a map grows with the window.
  for (let at = 0; at < 2; at += 1) {
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(Math.max(tall, height), TALLEST) });
    await page.waitForTimeout(150);
  }
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}\n`);
}
