/** So long after a touch or a key somebody is taken to be there still: they read, or listen, milliseconds. */
const THERE_MS = 5 * 60_000;

/** When somebody last did something on this page; null: nobody watches for it. */
const last: { at: number | null } = { at: null };
const here = () => {
  last.at = Date.now();
};

/** Notices from now on whether somebody is at this page. Returns how to stop. */
export function watchPresence(): () => void {
  here();
  const signs = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const sign of signs) window.addEventListener(sign, here, { capture: true, passive: true });
  return () => {
    last.at = null;
    for (const sign of signs) window.removeEventListener(sign, here, { capture: true });
  };
}

/**
 * Whether the page asks by itself: pages read again what an event names, and some ask every minute. Told to the
 * controller, or the session of somebody who went home would never end for want of use.
 */
export const isUnattended = (): boolean => last.at !== null && Date.now() - last.at > THERE_MS;
