import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstPaint } from './vite/first-paint.js';
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
/** What stands around every page, and the page that is opened first. */
const SHELL = /web[\\/]src[\\/](app[\\/]shell|features[\\/]today[\\/]today-page)\.tsx/;
/** What so many pages use is loaded with the first of them. With fewer, date pickers come with the sign-in. */
const PAGES_THAT_SHARE = 20;

export default defineConfig({
  root: here('.'),
  plugins: [react(), noDataFonts(), firstPaint(), serviceWorker(), precompress()],
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
          // Few files: on a slow line each costs a journey there and back, and a browser fetches six at a time. The
          // libraries change seldom, so a new build of ours loads only ours again.
          groups: [
            { name: 'react', test: REACT, priority: 5 },
            { name: 'antd', test: ANTD_OF_EVERY_PAGE, priority: 4 },
            {
              name: 'base',
              test: /^(?!.*web[\\/]src[\\/]main\.tsx|.*\.html)/,
              tags: ['$initial'],
              priority: 3,
            },
            { name: 'shell', test: SHELL, priority: 2 },
            {
              name: 'common',
              test: /web[\\/]src[\\/](lib|components)[\\/]|shared[\\/]src/,
              minShareCount: PAGES_THAT_SHARE,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': CONTROLLER } },
});
