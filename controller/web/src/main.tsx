import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './app/app.js';
import { createRouter } from './app/router.js';
import { startI18n } from './lib/i18n.js';
import { watchPresence } from './lib/presence.js';
import { createQueryClient } from './lib/query.js';
import { reloadForNewBuild, startServiceWorker } from './lib/service-worker.js';
import { meQuery } from './lib/session.js';
import { giveStylesTheirNonce, styleNonce } from './lib/style-nonce.js';
import './app/base.css';

// zod would compile its checks with `new Function`, which the Content-Security-Policy refuses. Not `z.config`: calls of
// `z` make schemas, and those that nobody reads are left out of the build.
config({ jitless: true });
giveStylesTheirNonce(styleNonce());
reloadForNewBuild(import.meta.url);
watchPresence();
const client = createQueryClient();
// On every page, also where nobody need be signed in: an answer that came ahead and was not taken would be taken for a
// later one.
void client.prefetchQuery(meQuery);
await startI18n();
const place = document.getElementById('app');
if (!place) throw new Error('index.html has no place for the app.');
const root = createRoot(place);
// A slow phone takes taps before it goes on.
await new Promise((resolve) => setTimeout(resolve));
const router = createRouter(client);
// In small steps: a slow phone takes taps meanwhile.
startTransition(() => root.render(<App client={client} router={router} />));
startServiceWorker();
