import { KeyObject, sign, verify } from 'node:crypto';
import type { SigningKey } from '@loa/shared/trust/keys';

type Subtle = typeof crypto.subtle;
type WebKey = SigningKey['key'];

/**
 * Makes and checks WebCrypto's Ed25519 signatures at once instead of in the thread pool: the same signatures, but a
 * world comes to rest in one turn of the event loop, and the same seed always takes the same course. Returns how to
 * take it back.
 */
export function useSynchronousSignatures(): () => void {
  const known = new WeakMap<WebKey, KeyObject>();
  const keyOf = (webKey: WebKey): KeyObject => {
    const key = known.get(webKey) ?? KeyObject.from(webKey);
    known.set(webKey, key);
    return key;
  };
  const signNow: Subtle['sign'] = async (_algorithm, key, data) =>
    Uint8Array.from(sign(null, bytesOf(data), keyOf(key))).buffer;
  const verifyNow: Subtle['verify'] = async (_algorithm, key, signature, data) =>
    verify(null, bytesOf(data), keyOf(key), bytesOf(signature));
  Object.defineProperty(crypto.subtle, 'sign', { value: signNow, configurable: true });
  Object.defineProperty(crypto.subtle, 'verify', { value: verifyNow, configurable: true });
  return () => {
    Reflect.deleteProperty(crypto.subtle, 'sign');
    Reflect.deleteProperty(crypto.subtle, 'verify');
  };
}

function bytesOf(data: Parameters<Subtle['sign']>[2]): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
