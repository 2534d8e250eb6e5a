// `npm run bench -- NAME`: the same set-up as `npm start`, then one figure beside a peer. `--list` names them.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'controller', 'edge-agent'],
  program: (root) => ['--conditions=source', '--import', 'tsx', join(root, 'test', 'bench', 'main.ts')],
});
