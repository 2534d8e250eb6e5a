import { newId } from '@loa/shared/ids';
import { insertAccount } from '../../controller/src/db/accounts.js';
import type { ControllerApp } from './controller-app.js';

/** An administrator who can sign in with a password. */
export async function createAccountForTest(
  app: ControllerApp,
  { login, password, areaId }: { login: string; password: string; areaId: string },
): Promise<void> {
  const id = newId('account', app.random);
  const createdAt = app.clock.now();
  const account = { id, login, name: login, role: 'admin', areaId, personId: null } as const;
  const passwordHash = await app.api.passwords.hash(password);
  await insertAccount(app.db, { ...account, createdAt, disabledAt: null }, passwordHash);
}
