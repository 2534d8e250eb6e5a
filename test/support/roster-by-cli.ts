import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyFile } from '../../controller/src/trust/key-files.js';
import { runLoa } from './cli-bench.js';
import type { ControllerApp } from './controller-app.js';
import { addAccount, PLACES, seedPlaces } from './controller-world.js';

export interface RosterKeys {
  rootFile: string;
  approverFile: string;
  adminToken: string;
  approverToken: string;
}

/** Places without a roster, to which an administrator adds one approver with the `loa` command. */
export async function givenRoster(app: ControllerApp, folder: string): Promise<RosterKeys> {
  await seedPlaces(app);
  const rootFile = join(folder, 'root.jwk');
  await writeFile(rootFile, JSON.stringify({ label: 'root', ...app.rootKey }), { mode: 0o600 });
  const approverFile = join(folder, 'nam.jwk');
  await createKeyFile(approverFile, 'Nam');
  const adminToken = await addAccount(app, 'account_admin', 'admin', PLACES.commune);
  const approverToken = await addAccount(app, 'account_nam', 'approver', PLACES.commune);
  const person = ['--person', 'person_nam', '--name', 'Nam', '--key', approverFile];
  const signed = ['--commune', PLACES.commune, '--root', rootFile, '--yes'];
  const { code, output } = await runLoa(['roster', 'add-person', ...person, ...signed], {
    clock: app.clock,
    env: { LOA_SERVER: app.url, LOA_TOKEN: adminToken },
  });
  if (code !== 0) throw new Error(output);
  return { rootFile, approverFile, adminToken, approverToken };
}
