import { LoaError } from '@loa/shared/errors';
import { HOUR } from '@loa/shared/instant';
import type { TokenAnswer } from '@loa/shared/messages/agent-http';
import type { Clock } from '@loa/shared/ports/clock';
import type { Answer } from './controller-client.js';

/** The box's token for the bus and for objects: asked for when needed, kept while it is surely good. */
export interface TokenKeeper {
  /** A kept token or a fresh one; null when the controller gives none. */
  current(signal: AbortSignal): Promise<string | null>;
  /** A fresh one; the kept one if the controller is away, for the broker may be up without it. Throws without both. */
  forConnection(signal: AbortSignal): Promise<string>;
  /** The kept token where it is surely good, else null: for those who cannot wait. */
  kept(): string | null;
  /** The token was refused: the next one is fresh. */
  drop(): void;
}

/** Tokens live 24 h on the controller's clock; half of it leaves room for any difference. */
const KEPT_MS = 12 * HOUR;

export function createTokenKeeper(ports: {
  ask(signal: AbortSignal): Promise<Answer<TokenAnswer>>;
  clock: Clock;
}): TokenKeeper {
  const { ask, clock } = ports;
  let kept: { token: string; at: number } | null = null;

  const young = () => (kept && clock.monotonic() - kept.at < KEPT_MS ? kept.token : null);

  async function fresh(signal: AbortSignal): Promise<Answer<TokenAnswer>> {
    const answer = await ask(signal);
    if (answer.ok) kept = { token: answer.value.token, at: clock.monotonic() };
    return answer;
  }

  return {
    kept: young,
    async current(signal) {
      const known = young();
      if (known !== null) return known;
      const answer = await fresh(signal);
      return answer.ok ? answer.value.token : null;
    },
    async forConnection(signal) {
      const answer = await fresh(signal);
      if (answer.ok) return answer.value.token;
      if (kept && answer.status === null) return kept.token;
      throw new NoTokenError(answer.detail);
    },
    drop() {
      kept = null;
    },
  };
}

/** Without a token the broker cannot be reached; the bus tries again later. */
export class NoTokenError extends LoaError {
  constructor(detail: string) {
    super('no_token', `The controller gave no token: ${detail}`);
  }
}
