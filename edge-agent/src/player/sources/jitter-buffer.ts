/** Sound that arrives unevenly, waiting to be taken evenly; in samples of 48 kHz mono. */
export interface JitterBuffer {
  push(bytes: Buffer): void;
  /** What is pushed from now on begins with a whole sample: another decoder makes it. */
  realign(): void;
  /** The next samples, or null when there are fewer. `squeeze` takes that many more (or fewer) for the same time. */
  take(samples: number, squeeze?: number): Int16Array | null;
  size(): number;
  /** Forgets the oldest until at most so many are left. */
  trim(samples: number): void;
}

export function createJitterBuffer(): JitterBuffer {
  const chunks: Int16Array[] = [];
  let size = 0;
  /** Half a sample that came at the end of a chunk. */
  let half: number | null = null;

  function pull(samples: number): Int16Array {
    const out = new Int16Array(samples);
    let filled = 0;
    while (filled < samples) {
      const head = chunks.shift();
      if (!head) break;
      const part = head.subarray(0, samples - filled);
      out.set(part, filled);
      filled += part.length;
      if (part.length < head.length) chunks.unshift(head.subarray(part.length));
    }
    size -= filled;
    return out;
  }

  return {
    push(bytes) {
      const whole = half === null ? bytes : Buffer.concat([Buffer.of(half), bytes]);
      half = whole.length % 2 === 1 ? (whole[whole.length - 1] ?? null) : null;
      const samples = new Int16Array(whole.length >> 1);
      for (let index = 0; index < samples.length; index++) samples[index] = whole.readInt16LE(index * 2);
      if (samples.length > 0) chunks.push(samples);
      size += samples.length;
    },
    realign() {
      half = null;
    },
    take(samples, squeeze = 0) {
      const wanted = samples + squeeze;
      if (size < wanted) return null;
      return squeeze === 0 ? pull(samples) : squeezed(pull(wanted), samples);
    },
    size: () => size,
    trim(samples) {
      while (size > samples) {
        const head = chunks.shift();
        if (!head) return;
        const drop = Math.min(head.length, size - samples);
        if (drop < head.length) chunks.unshift(head.subarray(drop));
        size -= drop;
      }
    },
  };
}

/** The same sound in a few samples more or fewer, by linear interpolation: ends fall on ends. */
export function squeezed(from: Int16Array, samples: number): Int16Array {
  const step = samples > 1 ? (from.length - 1) / (samples - 1) : 0;
  return Int16Array.from({ length: samples }, (_, index) => {
    const at = index * step;
    const left = Math.floor(at);
    const a = from[left] ?? 0;
    const b = from[left + 1] ?? a;
    return Math.round(a + (b - a) * (at - left));
  });
}
