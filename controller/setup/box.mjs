// `npm run box`: the same set-up as `npm start`, then the box alone, without the demonstration.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'edge-agent'],
  // A small heap and no threads for compiling and collecting: boxes have little memory.
  program: (root) => [
    ...['--optimize-for-size', '--max-semi-space-size=1', '--v8-pool-size=0', '--enable-source-maps'],
    join(root, 'edge-agent', 'dist', 'main.js'),
  ],
});
