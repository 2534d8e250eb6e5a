import type { CDPSession, Page } from 'playwright-core';

/** What can be worked by mouse or finger, and so must be by keyboard. */
const WORKED =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [contenteditable=true], ' +
  '[tabindex="0"], [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=slider]';

declare global {
  interface Window {
    /** What this file notes of the page while Tab is pressed. */
    walked?: {
      /** What lies open over the page, if anything does. */
      open: Element | undefined;
      all: Element[];
      stops: Element[];
      unseen: Element[];
      /** Where each stood before anything was scrolled. */
      places: Map<Element, DOMRect>;
      plain(element: Element): boolean;
      end(): void;
    };
  }
}

/**
 * Goes through the page, or through what is open over it, by Tab alone, and says what it never came to, where it
 * stood without showing so, where it jumped back up, and what only a mouse can work.
 */
export async function walkedByTab(page: Page): Promise<string[]> {
  const keys = await page.context().newCDPSession(page);
  let left = await page.evaluate(beginWalk, WORKED);
  // Whatever scrolls is a stop, too, and a player is several.
  for (let lap = 0; lap < 2 && left > 0; lap += 1) {
    await Promise.all(Array.from({ length: left + 3 }, () => pressTab(keys)));
    left = await page.evaluate(
      () => window.walked?.all.filter((each) => !window.walked?.stops.includes(each)).length ?? 0,
    );
  }
  await keys.detach();
  return page.evaluate(endWalk, WORKED);
}

/** Opens by keyboard what a button opens, and says whether the focus went there. */
export async function opensByEnter(page: Page, name: string): Promise<string[]> {
  const button = page.locator('#main').getByRole('button', { name, exact: true }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  const inside = await focusComes(page, '[role=dialog] *, [role=dialog]');
  return inside === null ? [`${name}: what opens does not take the focus`] : [];
}

/** Closes what is open by Escape, and says if the focus does not go back to what had opened it. */
export async function closesByEscape(page: Page, name = ''): Promise<string[]> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const back = await focusComes(page, '#main *, header *');
  return back?.includes(name) ? [] : [`${name}: closed by Escape, it leaves the focus at ${back}`];
}

/** The words of what has the focus, once it is where it should be; null: it does not come. */
function focusComes(page: Page, where: string): Promise<string | null> {
  return page.evaluate(async (selector) => {
    for (let frame = 0; frame < 60; frame += 1) {
      await new Promise(requestAnimationFrame);
      const element = document.activeElement;
      if (element?.matches(selector)) return element.textContent;
    }
    return null;
  }, where);
}

/** Much cheaper than a whole key of Playwright's. */
async function pressTab(keys: CDPSession): Promise<void> {
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
}

/** In the page. Answers how many stops there may be. */
async function beginWalk(worked: string): Promise<number> {
  /** With what is drawn around it. */
  const looks = (element: Element) =>
    [
      element,
      element.parentElement,
      element.closest('.ant-select, .ant-picker, .ant-input-affix-wrapper'),
      element.nextElementSibling,
      element.firstElementChild,
    ]
      .map((at) => {
        if (!at) return '';
        const style = getComputedStyle(at);
        const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.left].join();
      })
      .join(';');
  const open = [...document.querySelectorAll('[role=dialog]')]
    .filter((each) => each.checkVisibility())
    .at(-1);
  const all = [...(open ?? document.body).querySelectorAll(worked)].filter((element) => {
    const shown =
      element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;
    return shown && !element.matches(':disabled, [aria-disabled=true], [inert] *, [aria-hidden=true] *');
  });
  // What has the focus now would look the same with it.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  const before = new Map(all.map((element) => [element, looks(element)]));
  const places = new Map(all.map((element) => [element, element.getBoundingClientRect()]));
  const plain = (element: Element) => before.get(element) === looks(element);
  const stops: Element[] = [];
  const unseen: Element[] = [];
  const note = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || stops.includes(target)) return;
    stops.push(target);
    if (plain(target)) unseen.push(target);
  };
  document.addEventListener('focusin', note);
  window.walked = {
    open,
    all,
    places,
    stops,
    unseen,
    plain,
    end: () => document.removeEventListener('focusin', note),
  };
  if (!open) {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  }
  return all.length;
}

/** In the page. */
async function endWalk(worked: string): Promise<string[]> {
  if (!window.walked) return ['nobody walked'];
  const { open, all, places, stops, unseen, plain, end } = window.walked;
  end();
  const named = (element: Element) =>
    `${element.outerHTML.slice(0, element.outerHTML.indexOf('>') + 1).slice(0, 120)} ${element.textContent?.trim().slice(0, 40)}`;
  const group = (element: Element) =>
    element.closest('[role=radiogroup], [role=tablist], [role=tree], [role=listbox], [role=toolbar]');
  /** Arrow keys go on from the one that Tab comes to. */
  const byArrows = (element: Element) =>
    (element instanceof HTMLInputElement &&
      element.type === 'radio' &&
      stops.some((stop) => stop instanceof HTMLInputElement && stop.name === element.name)) ||
    (group(element) !== null && stops.some((stop) => group(stop) === group(element)));
  const missed = all.filter(
    (element) =>
      !stops.includes(element) &&
      element.isConnected &&
      !byArrows(element) &&
      !element.matches('.ant-input-number-action'),
  );
  const wrong = missed.map((element) => `Tab never comes to ${named(element)}`);
  for (const element of unseen) {
    if (!(element instanceof HTMLElement) || !element.isConnected) continue;
    // Some show it a moment later.
    element.focus();
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    if (plain(element)) wrong.push(`does not show that it has the focus: ${named(element)}`);
  }
  const loose = 'header, nav, .shell-skip, section[tabindex], .leaflet-container';
  let inFlow = stops.filter((stop) => all.includes(stop) && !stop.closest(loose));
  // Within a dialog it goes round, from wherever it was.
  const first = open
    ? inFlow.findIndex((stop) =>
        inFlow.every((each) => !(stop.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING)),
      )
    : 0;
  inFlow = [...inFlow.slice(first), ...inFlow.slice(0, first)];
  for (const [at, stop] of inFlow.entries()) {
    const next = inFlow[at + 1];
    if (!next) continue;
    const [from, to] = [places.get(stop), places.get(next)];
    if (from && to && to.bottom <= from.top - 4 && to.left < from.right)
      wrong.push(`jumps back up from ${named(stop)} to ${named(next)}`);
  }
  const hand = (element: Element) => getComputedStyle(element).cursor === 'pointer';
  for (const element of (open ?? document.body).querySelectorAll('*')) {
    if (!hand(element) || (element.parentElement && hand(element.parentElement))) continue;
    if (element.closest(`${worked}, label, [aria-hidden=true]`) || element.querySelector(worked)) continue;
    if (element.checkVisibility()) wrong.push(`only a mouse can work ${named(element)}`);
  }
  return wrong;
}
