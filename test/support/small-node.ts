/** How Node runs on a small box: a small heap, and no threads beside its own for compiling and collecting. */
export const SMALL_NODE = ['--optimize-for-size', '--max-semi-space-size=1', '--v8-pool-size=0'] as const;
