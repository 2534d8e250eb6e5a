import type { LiveStreams } from './playable.js';
import type { TlsTrust } from './tls-trust.js';
import type { TokenKeeper } from './token-keeper.js';

/** Live speech from the controller, asked for with the box's own token. */
export function createLiveStreams(ports: {
  /** The controller's address, without a trailing slash. */
  server: string;
  trust: TlsTrust;
  tokens: Pick<TokenKeeper, 'kept' | 'current'>;
  signal: AbortSignal;
}): LiveStreams {
  const { server, tokens, signal } = ports;
  const pinned = ports.trust.kind === 'pinned' ? { ca: ports.trust.ca } : {};
  let asking = false;

  /** The one that the bus was joined with is nearly always there; else it is asked for, and found at the next look. */
  function token(): string | null {
    const known = tokens.kept();
    if (known === null && !asking) {
      asking = true;
      void tokens
        .current(signal)
        .catch(() => null)
        .finally(() => {
          asking = false;
        });
    }
    return known;
  }

  return {
    ready: () => token() !== null,
    open(overrideId, epoch) {
      const known = token();
      if (known === null) return null;
      const url = `${server}/agent/live/${overrideId}?epoch=${epoch}`;
      return { url, headers: { authorization: `Bearer ${known}` }, ...pinned };
    },
  };
}
