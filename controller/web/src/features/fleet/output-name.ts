/** What a receiver calls an output that nobody named (edge-agent’s kinds of outputs). */
const UNNAMED = new Set(['alsa', 'wav', 'pipe', 'rtp', 'axis', 'icecast']);

/** The name that somebody gave an output of a receiver; null: it bears the name of its kind, which says nothing to staff. Pure. */
export function outputName(id: string): string | null {
  return UNNAMED.has(id) ? null : id;
}
