import type { OutputHealth } from '../output.js';

/** What switches an amplifier. Neither call blocks or throws; what went wrong is in `health`. */
export interface Relay {
  on(): void;
  off(): void;
  health(): OutputHealth;
}
