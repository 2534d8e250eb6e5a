// `npm start`: makes the machine ready, then starts the demonstration. Needs nothing but Node and npm.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'controller', 'edge-agent'],
  webApp: true,
  program: (root) => ['--enable-source-maps', join(root, 'controller', 'dist', 'demo', 'main.js')],
});
