import { sha256Hex } from '@loa/shared/jcs';
import { refuse } from '@loa/shared/trust/refusal';
import type { ControllerClient } from './controller-client.js';
import type { DocumentStore } from './document-store.js';
import type { GrantBook } from './grant-book.js';
import type { Journal } from './journal.js';
import type { Refusals } from './refusals.js';

/** Fetches a grant by its hash; bytes that do not match are refused and nothing of them is kept. */
export function createGrantFetch(ports: {
  client: Pick<ControllerClient, 'object'>;
  store: DocumentStore;
  journal: Journal;
  book: GrantBook;
  refusals: Refusals;
  now(): number;
}): (grantId: string, signal: AbortSignal) => Promise<boolean> {
  const { client, store, journal, book, refusals } = ports;
  return async (grantId, signal) => {
    const answer = await client.object(grantId, signal);
    if (!answer.ok) return false;
    const actual = sha256Hex(answer.value);
    if (actual !== grantId) {
      refusals.report('grant', refuse('bad_signature', `its bytes are not those of ${grantId}`), actual);
      return false;
    }
    journal.commit(() => store.keepGrant(grantId, answer.value, ports.now()));
    // Judged at once, so that a bad one is told of ahead of its air time.
    book.get(grantId);
    return true;
  };
}
