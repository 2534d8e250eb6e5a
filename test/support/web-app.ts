import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Role } from '@loa/shared/api/role';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type ControllerApp, startControllerApp } from './controller-app.js';
import { createFakeClock } from './fake-clock.js';
import { EVENING, PASSWORD, seedWebCommune, type WebCommune } from './web-commune.js';

/** Where somebody built the app apart, else where everybody does. */
const webFolder =
  process.env.LOA_WEB_DIST ?? fileURLToPath(new URL('../../controller/web/dist', import.meta.url));

/** The two widths that every page is looked at. */
export const PHONE = { width: 390, height: 844 } as const;
export const DESKTOP = { width: 1280, height: 800 } as const;

export interface WebApp {
  app: ControllerApp;
  commune: WebCommune;
  browser: Browser;
  /** A fresh browser window, whose clock stands at the controller's. */
  open(options?: OpenOptions): Promise<BrowserWindow>;
  /** From then on that person's, though another was signed in before. */
  signIn(context: BrowserContext, role: Role): Promise<void>;
  /** A window of somebody who is signed in, on their first page or on `path`. */
  signedIn(role: Role, options?: OpenOptions & { path?: string }): Promise<BrowserWindow>;
  stop(): Promise<void>;
}

export interface OpenOptions {
  size?: { width: number; height: number };
  language?: 'vi' | 'en';
  /** The app's own files are kept on the machine, as in real life; else each page is loaded anew. */
  keepsFiles?: boolean;
  /** The browser's own letter size, of 100. */
  fontPercent?: number;
}

export interface BrowserWindow {
  page: Page;
  context: BrowserContext;
  /** What the page complained of: errors of scripts, refusals of the Content-Security-Policy. */
  complaints: string[];
}

/** A real controller in this process over a seeded commune, the built app, and Chromium to look at it. */
export async function startWebApp(chromiumPath: string): Promise<WebApp> {
  if (!existsSync(`${webFolder}/index.html`)) throw new Error('The staff’s app is not built: npm run build');
  const app = await startControllerApp({
    clock: createFakeClock(EVENING),
    webFolder,
    // The browser counts a cookie's life by its own clock.
    settings: { sessionLifeMs: 3_000 * 86_400_000, signInAttempts: 1_000 },
  });
  const commune = await seedWebCommune(app);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    // A microphone that beeps, and nobody asks.
    args: [
      ...['--no-sandbox', '--disable-gpu', '--lang=vi-VN'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ],
  });

  async function open({
    size = PHONE,
    language = 'vi',
    fontPercent = 100,
    keepsFiles = false,
  }: OpenOptions = {}): Promise<BrowserWindow> {
    const context = await browser.newContext({
      baseURL: app.url,
      viewport: size,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      hasTouch: size.width < 600,
      // A page that was kept would hide what the controller answers now.
      serviceWorkers: keepsFiles ? 'allow' : 'block',
    });
    await context.addInitScript((chosen) => localStorage.setItem('loa.language', chosen), language);
    const page = await context.newPage();
    await page.clock.setFixedTime(app.clock.now());
    if (fontPercent !== 100) await largerLetters(page, fontPercent);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // A refused request is told to the person in words; the browser notes it, too.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    return { page, context, complaints };
  }

  async function signIn(context: BrowserContext, role: Role): Promise<void> {
    const answer = await context.request.post('/api/session', {
      data: { login: commune.logins[role], password: PASSWORD },
      headers: { origin: app.url },
    });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
  }

  return {
    ...{ app, commune, browser, open, signIn },
    async signedIn(role, { path = '/', ...options } = {}) {
      const window = await open(options);
      const { page, context } = window;
      await signIn(context, role);
      await page.goto(path);
      await page.locator('#main h1').waitFor();
      return window;
    },
    async stop() {
      await browser.close();
      await app.stop();
    },
  };
}

/** As a person sets it in the browser: the page's own sizes follow it before anything is drawn. */
async function largerLetters(page: Page, percent: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: Math.round((16 * percent) / 100) } });
}
