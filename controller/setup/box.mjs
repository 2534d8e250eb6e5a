// `npm run box`: the same set-up as `npm start`, then the box alone, without the demonstration.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'edge-agent'],
  program: (root) => ['--enable-source-maps', join(root, 'edge-agent', 'dist', 'main.js')],
});
