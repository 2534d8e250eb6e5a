/** Randomness as a port: cryptographic in production, seeded in tests. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1), for jitter only. */
  unit(): number;
}
