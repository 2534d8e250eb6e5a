import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Roster } from '@loa/shared/messages/roster';
import { createDocumentStore } from './document-store.js';
import type { Identity } from './identity.js';
import { openJournalDb } from './journal-schema.js';
import { followAuthorities, type TlsTrust } from './tls-trust.js';

/**
 * For commands that talk to the controller without the agent: whom the roster that the agent kept names now, for the
 * authority that was pinned at enrolment may have been followed by another. Without a roster the pinned one stays.
 */
export function followKeptRoster(trust: TlsTrust, identity: Identity, dataDir: string): void {
  const path = join(dataDir, 'box.db');
  if (trust.kind !== 'pinned' || !existsSync(path)) return;
  const db = openJournalDb(path);
  try {
    const roster = createDocumentStore({ db }).inForce('roster', identity.communeId, Roster);
    followAuthorities(trust, identity.tls?.ca ?? '', roster?.tlsAuthorities);
  } finally {
    db.close();
  }
}
