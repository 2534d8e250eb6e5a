import { RequestOptions } from '@loa/shared/api/keys';
import { Me } from '@loa/shared/api/session';
import { ask } from '../../lib/api.js';
import { showPasskey } from '../../lib/passkey.js';

/** No name is typed: the key knows whose it is. */
export async function signInByPasskey(): Promise<Me> {
  const options = await ask('POST', '/session/passkey/prepare', RequestOptions);
  const credential = await showPasskey(options);
  return ask('POST', '/session/passkey', Me, { body: { credential } });
}
