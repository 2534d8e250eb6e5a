import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.js';
import { startI18n } from './lib/i18n.js';
import { createQueryClient } from './lib/query.js';
import { reloadForNewBuild, startServiceWorker } from './lib/service-worker.js';
import { giveStylesTheirNonce, styleNonce } from './lib/style-nonce.js';
import './app/base.css';

// zod would compile its checks with `new Function`, which the Content-Security-Policy refuses.
z.config({ jitless: true });
const nonce = styleNonce();
giveStylesTheirNonce(nonce);
reloadForNewBuild();
await startI18n();

const place = document.getElementById('app');
if (place) createRoot(place).render(<App client={createQueryClient()} nonce={nonce} />);
startServiceWorker();
