import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { KEPT_OUT } from './vietnamese-texts.js';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What axe finds serious or critical in the page, or in the dialog that is open over it, in a line each. */
export async function violations(page: Page, { colours }: { colours: boolean }): Promise<string[]> {
  // Not by a script element, which the page's policy would refuse.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (enabled) => {
    const { violations: found } = await window.axe.run(document.querySelector('[role=dialog]') ?? document, {
      rules: { 'color-contrast': { enabled } },
      resultTypes: ['violations'],
      preload: false,
      iframes: false,
    });
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }, colours);
}

/** Texts that stand outside the screen's width or are clipped by what holds them; `below`: at its lower edge, too. */
export function cutOff(page: Page, { below }: { below: boolean }): Promise<string[]> {
  return page.evaluate((looksBelow) => {
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
      const { overflowX, overflowY } = getComputedStyle(element);
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        wrong.push(`clipped: ${name}`);
      const hides = overflowY === 'hidden' || overflowY === 'clip';
      if (looksBelow && hides && element.scrollHeight > element.clientHeight + 2)
        wrong.push(`clipped below: ${name}`);
    }
    return wrong;
  }, below);
}

/** Words of the machine room that stand on the page, whoever has put them there: a text, a name, an answer. */
export async function machineWords(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const said = ['aria-label', 'title', 'placeholder', 'alt'];
    const attributes = [...document.querySelectorAll(said.map((name) => `[${name}]`).join())];
    const named = attributes.flatMap((element) => said.map((name) => element.getAttribute(name) ?? ''));
    return [document.title, ...document.body.innerText.split('\n'), ...named];
  });
  return texts.filter((text) => KEPT_OUT.test(text)).map((text) => `keep out of Vietnamese: ${text}`);
}

/** As another tab of the same person would have it, with what was opened on the page still open. */
export async function chooseLanguage(page: Page, language: 'vi' | 'en'): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem('loa.language', chosen);
    window.dispatchEvent(new StorageEvent('storage', { key: 'loa.language' }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}
