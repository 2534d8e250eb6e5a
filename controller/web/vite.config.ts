import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { noDataFonts } from './vite/no-data-fonts.js';
import { precompress } from './vite/precompress.js';
import { serviceWorker } from './vite/service-worker-list.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The controller that `npx vite` hands its requests to while a page is being built. */
const CONTROLLER = process.env.LOA_DEV_SERVER ?? 'http://127.0.0.1:8080';

const REACT =
  /node_modules[\\/](react|react-dom|scheduler|react-router|i18next|react-i18next|@tanstack)[\\/]/;
const ANTD_OF_EVERY_PAGE =
  /node_modules[\\/](@ant-design[\\/](cssinjs|cssinjs-utils|colors|fast-color)|antd[\\/]es[\\/](button|alert|config-provider|theme|style|_util)|stylis|clsx)[\\/]/;

export default defineConfig({
  root: here('.'),
  plugins: [react(), noDataFonts(), serviceWorker(), precompress()],
  resolve: {
    // Schemas come from sources, so that a page never shows yesterday's build of them.
    conditions: ['source', 'module', 'browser', 'development|production'],
    // Some of shared's files name things by their hash; pages only read their schemas.
    alias: { 'node:crypto': here('src/lib/no-node-crypto.ts') },
  },
  build: {
    // Old office PCs: Chrome 109 is the last for Windows 7 and 8.
    target: 'chrome109',
    // The strict Content-Security-Policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs in few files: on a slow line each file costs a journey there and back. The libraries
          // change seldom, so a new build of ours loads only ours again.
          groups: [
            { name: 'react', test: REACT, priority: 3 },
            { name: 'antd', test: ANTD_OF_EVERY_PAGE, priority: 2 },
            {
              name: 'base',
              test: /web[\\/]src[\\/](lib|components)[\\/]|shared[\\/]src|zod/,
              tags: ['$initial'],
            },
          ],
        },
      },
    },
  },
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': CONTROLLER } },
});
