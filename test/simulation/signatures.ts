import crypto, { createHash, KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** How signatures are made in a simulated world. */
export type SignatureKind =
  /** Real Ed25519 ones. */
  | 'ed25519'
  /**
   * Ideal ones, which nobody forges and everybody can check in a microsecond: a hash over the signer's public key and the
   * signed bytes. Who may sign what, and over which bytes, is judged by the same code as ever.
   */
  | 'ideal';

type Subtle = typeof globalThis.crypto.subtle;

/**
 * Makes and checks Ed25519 signatures of both of Node's interfaces at once instead of in the thread pool, so that a world
 * comes to rest in one turn of the event loop and the same seed takes the same course. Returns how to take it back.
 */
export function useSimulatedSignatures(kind: SignatureKind): () => void {
  const real = { sign: crypto.sign, verify: crypto.verify };
  const make =
    kind === 'ideal' ? idealSignature : (data: Uint8Array, key: KeyObject) => real.sign(null, data, key);
  const check = (data: Uint8Array, key: KeyObject, signature: Uint8Array) =>
    kind === 'ideal' ? idealSignature(data, key).equals(signature) : real.verify(null, data, key, signature);

  const { subtle } = globalThis.crypto;
  const signNow: Subtle['sign'] = async (_algorithm, key, data) =>
    Uint8Array.from(make(bytesOf(data), KeyObject.from(key))).buffer;
  const verifyNow: Subtle['verify'] = async (_algorithm, key, signature, data) =>
    check(bytesOf(data), KeyObject.from(key), bytesOf(signature));
  Object.defineProperty(subtle, 'sign', { value: signNow, configurable: true });
  Object.defineProperty(subtle, 'verify', { value: verifyNow, configurable: true });
  const signAtOnce = (_algorithm: unknown, data: Uint8Array, key: KeyObject) => make(data, key);
  const verifyAtOnce = (_algorithm: unknown, data: Uint8Array, key: KeyObject, signature: Uint8Array) =>
    check(data, key, signature);
  Object.assign(crypto, { sign: signAtOnce, verify: verifyAtOnce });
  syncBuiltinESMExports();
  return () => {
    Reflect.deleteProperty(subtle, 'sign');
    Reflect.deleteProperty(subtle, 'verify');
    Object.assign(crypto, real);
    syncBuiltinESMExports();
  };
}

const publicHalves = new WeakMap<KeyObject, string>();

function idealSignature(data: Uint8Array, key: KeyObject): Buffer {
  const half = publicHalves.get(key) ?? String(key.export({ format: 'jwk' }).x);
  publicHalves.set(key, half);
  return createHash('sha512').update(half).update(data).digest();
}

function bytesOf(data: Parameters<Subtle['sign']>[2]): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
