// Keeps the app's own files on the machine: a slow or lost line still opens it. It never keeps what the API answers,
// which would be yesterday's truth on a shared computer.
const VERSION = '__VERSION__';
const SHELL = ['__SHELL__'];
const CACHE = `loa-${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('loa-') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/agent/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/') || SHELL.includes(url.pathname))
    event.respondWith(kept(request));
});

/** The page as it is now, or the one that is kept when the line is down or takes too long. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const fresh = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, 3000));
  try {
    const answer = await Promise.race([fresh, late]);
    if (answer !== undefined) return answer;
  } catch {
    // No line: below.
  }
  return (await cache.match('/')) ?? fresh;
}

/** Names hold the hash of what is in them, so what is kept is right for ever. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
