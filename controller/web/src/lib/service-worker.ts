const RELOADED = 'loa.reloaded';
/** Twice within this is no new build but something else, milliseconds. */
const ONCE_IN_MS = 60_000;

/** Keeps the app's files on the machine. Browsers have it only on https and on localhost. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // Without it the app works, only slower on a bad line.
    });
  };
  // After what the page itself needs; it may all be there already.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}

/**
 * A page that was open while the controller got a new build asks for parts that are gone: then it begins anew. `entry` is
 * the address of the app's first file, which every build names anew.
 */
export function reloadForNewBuild(entry: string): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - last < ONCE_IN_MS) return;
    void isGone(entry).then((gone) => {
      if (!gone) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
      location.reload();
    });
  });
}

/** Whether the controller has this file no more; where it does not answer, the line is at fault (`again`). */
async function isGone(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', cache: 'no-store' })).status === 404;
  } catch {
    return false;
  }
}
