import { type LoadedKey, loadKeyFile } from '../trust/key-files.js';
import { PassphraseError } from '../trust/wrapped-key.js';
import type { CliPorts } from './command.js';

type Asking = Pick<CliPorts, 'env' | 'askSecret'>;

/** A key file to sign with; its passphrase is asked for where it has one, or taken from LOA_KEY_PASSPHRASE. */
export function openKey(path: string, ports: Asking): Promise<LoadedKey> {
  return loadKeyFile(path, () => passphraseOf(path, ports));
}

export async function passphraseOf(path: string, { env, askSecret }: Asking): Promise<string | null> {
  return env.LOA_KEY_PASSPHRASE ?? (await askSecret(`Passphrase of ${path}: `));
}

/** A new passphrase, typed twice. */
export async function newPassphrase({ env, askSecret }: Asking): Promise<string> {
  if (env.LOA_KEY_PASSPHRASE !== undefined) return env.LOA_KEY_PASSPHRASE;
  const first = await askSecret('New passphrase: ');
  if (first === null)
    throw new PassphraseError('There is no terminal to ask for a passphrase at: set LOA_KEY_PASSPHRASE.');
  if ((await askSecret('The same again: ')) !== first)
    throw new PassphraseError('The two differ. Nothing was changed.');
  return first;
}
