import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstPaint } from './vite/first-paint.js';
import { leanAntd } from './vite/lean-antd.js';
import { leanSchemas } from './vite/lean-schemas.js';
import { noDataFonts } from './vite/no-data-fonts.js';
import { pageFiles } from './vite/page-files.js';
import { precompress } from './vite/precompress.js';
import { serviceWorker } from './vite/service-worker-list.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The controller that `npx vite` hands its requests to while a page is being built. */
const CONTROLLER = process.env.LOA_DEV_SERVER ?? 'http://127.0.0.1:8080';

const REACT =
  /node_modules[\\/](react|react-dom|scheduler|react-router|i18next|react-i18next|@tanstack)[\\/]/;
const ANTD_OF_MOST_PAGES =
  /node_modules[\\/](@ant-design[\\/](cssinjs|cssinjs-utils)|antd[\\/]es[\\/](button|alert|config-provider|theme|style|_util)|stylis)[\\/]/;
/** They only define, and do not say so. */
const NO_SIDE_EFFECTS = /node_modules[\\/](@rc-component|@ant-design)[\\/].*\.js$/;
/** What is read before the first page stands: two files, for making schemas holds a slow phone up. */
const SCHEMAS_OF_SIGN_IN = /shared[\\/]src[\\/]api[\\/](session|health|problem)\.ts/;
const SCHEMAS_OF_HOME = /shared[\\/]src[\\/]api[\\/](stops|today|areas|fleet)\.ts/;
/**
 * The week that every bar leads to: else a dozen small files. With `lib/suspensions`, which would wait for this file as
 * this for it.
 */
const WEEK =
  /web[\\/]src[\\/](lib[\\/]suspensions\.ts|components[\\/]choice\.(tsx|css))|shared[\\/]src[\\/](timetable|messages[\\/]plan|api[\\/](answers|conflicts|schedules|schedule-week|suspensions))\.ts|features[\\/]schedule[\\/](schedule-page|board|week|week-list|looked-week|schedules|suspended|use-suspended|suspended-notes|use-wide)\.tsx?/;
/** What stands around every page, and the page that is opened first. */
const SHELL = /web[\\/]src[\\/](app[\\/]shell|features[\\/]today[\\/]today-page)\.tsx/;
/**
 * What every page, or most, runs at its start. Chromium (136 and later) compiles these beside the page's own work as
 * they come, instead of each function in its turn when it is first called; other browsers read a comment.
 */
const RUN_AT_ONCE = /^(react|zod|who|schemas|antd|base|common|shell|week)$/;
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';
/** What so many pages use is loaded with the first of them. With fewer, date pickers come with the sign-in. */
const PAGES_THAT_SHARE = 20;

export default defineConfig({
  root: here('.'),
  plugins: [
    react(),
    noDataFonts(),
    leanAntd(),
    leanSchemas(),
    firstPaint(),
    pageFiles(),
    serviceWorker(),
    precompress(),
  ],
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
      treeshake: {
        // Schemas that no page reads: they are made by calls, which might do something.
        manualPureFunctions: ['z', 'Line', 'Lines'],
        moduleSideEffects: [{ test: NO_SIDE_EFFECTS, sideEffects: false }],
      },
      output: {
        postBanner: ({ name }) => (RUN_AT_ONCE.test(name) ? COMPILE_AT_ONCE : ''),
        codeSplitting: {
          // Few files: on a slow line each costs a journey there and back, and a browser fetches six at a time. The
          // libraries change seldom, so a new build of ours loads only ours again.
          groups: [
            { name: 'react', test: REACT, priority: 6 },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/, priority: 6 },
            { name: 'who', test: SCHEMAS_OF_SIGN_IN, priority: 6 },
            { name: 'schemas', test: SCHEMAS_OF_HOME, priority: 5 },
            {
              name: 'base',
              test: /^(?!.*web[\\/]src[\\/]main\.tsx|.*\.html)/,
              tags: ['$initial'],
              priority: 5,
            },
            {
              name: 'common',
              test: /web[\\/]src[\\/](lib|components)[\\/]|shared[\\/]src/,
              minShareCount: PAGES_THAT_SHARE,
              priority: 4,
            },
            // After `common`, which stands on the pages that are drawn without it.
            { name: 'antd', test: ANTD_OF_MOST_PAGES, priority: 3 },
            { name: 'shell', test: SHELL, priority: 2 },
            { name: 'week', test: WEEK, includeDependenciesRecursively: false, priority: 2 },
          ],
        },
      },
    },
  },
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': CONTROLLER } },
});
