import { SettingError } from '@loa/shared/errors';
import { BoxKeyChanged } from '@loa/shared/messages/agent-http';
import { signCompact } from '@loa/shared/trust/envelope';
import { importSigningKey, keyId } from '@loa/shared/trust/keys';
import type { Http } from './http.js';
import { loadOrMakeKey, loadOrMakeNextKey, takeNextKey } from './identity.js';

/** An answer of two short fields. */
const SMALL_BYTES = 4_096;

/**
 * Changes this box's key: the former one signs which is next. The next key is on the card before the controller hears of
 * it, so after a power cut at any instant the same command, typed again, ends the same way. Throws a SettingError where
 * the controller refuses or cannot be reached; then the former key goes on.
 */
export async function rotateKey(
  { dataDir, boxId, server, http }: { dataDir: string; boxId: string; server: string; http: Http },
  signal: AbortSignal,
): Promise<{ keyId: string }> {
  const former = await importSigningKey(loadOrMakeKey(dataDir));
  const next = await importSigningKey(loadOrMakeNextKey(dataDir));
  const change = { boxId, newKey: next.publicJwk };
  const text = async (signer: typeof former) =>
    Buffer.from(await signCompact('boxKey', change, signer)).toString('ascii');
  const body = { byFormer: await text(former), byNew: await text(next) };
  const answer = await http.post(`${server}/agent/key`, body, SMALL_BYTES, signal).catch((error: unknown) => {
    throw new SettingError(`The controller cannot be reached (${String(error)}). The key was not changed.`);
  });
  if (answer.status !== 200) {
    throw new SettingError(`The controller refused (${answer.status}). The key was not changed.`);
  }
  const changed = BoxKeyChanged.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
  if (changed.keyId !== keyId(next.publicJwk)) {
    throw new SettingError('The controller speaks of another key. Type the command again.');
  }
  takeNextKey(dataDir);
  return { keyId: changed.keyId };
}
