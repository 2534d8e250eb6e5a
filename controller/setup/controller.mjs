// `npm run controller`: the same set-up as `npm start`, then the controller alone, without the demonstration.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'controller'],
  webApp: true,
  program: (root) => ['--enable-source-maps', join(root, 'controller', 'dist', 'main.js')],
});
