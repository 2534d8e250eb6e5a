import { join } from 'node:path';

/** Everything of the demonstration, in one folder of its own beside real data: removing it removes nothing else. */
export function demoFolders(dataDir: string) {
  const root = join(dataDir, 'demo');
  const keys = join(root, 'keys');
  return {
    root,
    /** What was set up, written last: without it the set-up did not finish. */
    stateFile: join(root, 'demo.json'),
    /** The launcher's process id while it runs. */
    pidFile: join(root, 'demo.pid'),
    controller: join(root, 'controller'),
    boxes: join(root, 'boxes'),
    logs: join(root, 'logs'),
    keys,
    rootKey: join(keys, 'demo-root.jwk'),
    approverKey: join(keys, 'demo-approver.jwk'),
    adminToken: join(keys, 'demo-admin.token'),
    approverToken: join(keys, 'demo-approver.token'),
  };
}
export type DemoFolders = ReturnType<typeof demoFolders>;
