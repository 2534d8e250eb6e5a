// `npm run screens [NAME …]`: the same set-up as `npm start`, then pictures of the staff's app into docs/screens.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared'],
  webApp: true,
  program: (root) => [
    '--conditions=source',
    '--import',
    'tsx',
    join(root, 'test', 'e2e', 'web', 'screens.ts'),
  ],
});
