/** One measured figure beside its peer's (or a limit's) from the same run. */
export interface Figure {
  bench: string;
  measure: string;
  /** Median over the rounds. */
  value: number;
  unit: string;
  /** What it is compared with. */
  peer: string;
  peerValue: number;
  /** value / peerValue. */
  ratio: number;
}

export interface Bench {
  name: string;
  /** Yields each figure as soon as it is known. */
  run(options: { rounds: number }): AsyncIterable<Figure>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
