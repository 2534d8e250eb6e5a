// `npm run prove -- NAME`: the same set-up as `npm start`, then one long proof. `--list` names them.
import { join } from 'node:path';
import { runMain } from './run-main.mjs';

await runMain({
  projects: ['shared', 'controller', 'edge-agent'],
  program: (root) => ['--conditions=source', '--import', 'tsx', join(root, 'test', 'proofs', 'main.ts')],
});
