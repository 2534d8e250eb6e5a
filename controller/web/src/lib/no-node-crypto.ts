/** Stands in for `node:crypto` in the browser: shared's files that hash are read here for their schemas alone. */
export function hash(): never {
  throw new TypeError('Pages hash nothing.');
}
export const createHash = hash;
