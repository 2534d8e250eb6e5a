import { createHash, KeyObject, sign, verify } from 'node:crypto';
import type { SigningKey } from '@loa/shared/trust/keys';

/** How machines' signatures are made in a simulated world. People's (grants, rosters) are always Ed25519. */
export type SignatureKind =
  /** Real ones. */
  | 'ed25519'
  /** Ideal ones: a hash that only the simulator can make, which nobody forges. A verification costs 1 µs, not 80. */
  | 'ideal';

type Subtle = typeof crypto.subtle;

/**
 * Makes WebCrypto's signatures without the thread pool, so that a world comes to rest in one turn of the event loop
 * and the same seed takes the same course. Returns how to take it back.
 */
export function useSimulatedSignatures(kind: SignatureKind, machines: readonly SigningKey[]): () => void {
  const ideal = new Set(kind === 'ideal' ? machines.map(({ publicJwk }) => publicJwk.x) : []);
  const known = new WeakMap<object, { key: KeyObject; x: string }>();

  function look(cryptoKey: CryptoKey): { key: KeyObject; x: string } {
    const before = known.get(cryptoKey);
    if (before) return before;
    const key = KeyObject.from(cryptoKey);
    const found = { key, x: String(key.export({ format: 'jwk' }).x) };
    known.set(cryptoKey, found);
    return found;
  }

  const madeUp = (x: string, data: Uint8Array) => createHash('sha512').update(x).update(data).digest();

  const fakeSign: Subtle['sign'] = async (_algorithm, cryptoKey, data) => {
    const { key, x } = look(cryptoKey);
    const bytes = bytesOf(data);
    return toBuffer(ideal.has(x) ? madeUp(x, bytes) : sign(null, bytes, key));
  };
  const fakeVerify: Subtle['verify'] = async (_algorithm, cryptoKey, signature, data) => {
    const { key, x } = look(cryptoKey);
    const bytes = bytesOf(data);
    if (ideal.has(x)) return madeUp(x, bytes).equals(bytesOf(signature));
    return verify(null, bytes, key, bytesOf(signature));
  };
  Object.defineProperty(crypto.subtle, 'sign', { value: fakeSign, configurable: true });
  Object.defineProperty(crypto.subtle, 'verify', { value: fakeVerify, configurable: true });
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

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
