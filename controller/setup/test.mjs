// `npm test`: the same set-up as `npm start`, then types, lint and every test. Arguments go to vitest.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['.'],
  webApp: true,
  checks: [
    {
      title: 'Checking style',
      args: (root) => [
        join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
        'ci',
        '--error-on-warnings',
      ],
    },
  ],
  program: (root) => [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
});
