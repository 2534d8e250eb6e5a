// `npm run plan -- --village NAME --days 7`: the same set-up as `npm start`, then a village's timeline.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'controller'],
  program: (root) => ['--enable-source-maps', join(root, 'controller', 'dist', 'cli', 'main.js'), 'plan'],
});
