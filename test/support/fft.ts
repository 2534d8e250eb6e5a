/** Radix-2 transform in place; the length is a power of two. `inverse` does not divide by it. */
export function fft(re: Float64Array, im: Float64Array, inverse = false): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const angle = ((inverse ? 2 : -2) * Math.PI) / size;
    const half = size >> 1;
    const cos = Float64Array.from({ length: half }, (_, k) => Math.cos(angle * k));
    const sin = Float64Array.from({ length: half }, (_, k) => Math.sin(angle * k));
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const c = cos[k] ?? 0;
        const s = sin[k] ?? 0;
        const x = (re[b] ?? 0) * c - (im[b] ?? 0) * s;
        const y = (re[b] ?? 0) * s + (im[b] ?? 0) * c;
        re[b] = (re[a] ?? 0) - x;
        im[b] = (im[a] ?? 0) - y;
        re[a] = (re[a] ?? 0) + x;
        im[a] = (im[a] ?? 0) + y;
      }
    }
  }
}

/** sum over i of `long[i + lag] * short[i]`, for lags 0 … n−1 (negative ones at the end). */
export function crossCorrelate(long: Float64Array, short: Float64Array): Float64Array {
  let n = 1;
  while (n < long.length + short.length) n <<= 1;
  const ar = new Float64Array(n);
  const ai = new Float64Array(n);
  const br = new Float64Array(n);
  const bi = new Float64Array(n);
  ar.set(long);
  br.set(short);
  fft(ar, ai);
  fft(br, bi);
  for (let k = 0; k < n; k++) {
    const [a, b, c, d] = [ar[k] ?? 0, ai[k] ?? 0, br[k] ?? 0, bi[k] ?? 0];
    ar[k] = (a * c + b * d) / n;
    ai[k] = (b * c - a * d) / n;
  }
  fft(ar, ai, true);
  return ar;
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i] ?? 0;
  values[i] = values[j] ?? 0;
  values[j] = kept;
}
