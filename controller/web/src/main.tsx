import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.js';
import { startI18n } from './lib/i18n.js';
import { createQueryClient } from './lib/query.js';
import { reloadForNewBuild, startServiceWorker } from './lib/service-worker.js';
import { meQuery } from './lib/session.js';
import { giveStylesTheirNonce, styleNonce } from './lib/style-nonce.js';
import './app/base.css';

// zod would compile its checks with `new Function`, which the Content-Security-Policy refuses.
z.config({ jitless: true });
const nonce = styleNonce();
giveStylesTheirNonce(nonce);
reloadForNewBuild();
const client = createQueryClient();
// On every page, also where nobody need be signed in: an answer that came ahead and was not taken would be taken for a
// later one.
void client.prefetchQuery(meQuery);
await startI18n();

const place = document.getElementById('app');
// In small steps: a slow phone takes taps meanwhile.
if (place) startTransition(() => createRoot(place).render(<App client={client} nonce={nonce} />));
startServiceWorker();
