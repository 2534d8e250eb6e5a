import { z } from 'zod';
import { AreaId } from '../ids.js';
import { Instant } from '../instant.js';
import { Ed25519Jwk } from '../messages/jwk.js';
import { Roster } from '../messages/roster.js';

/** The public keys that a roster needs to name or to be signed by. */
export const ControllerKeys = z
  .object({ rootKey: Ed25519Jwk, controllerKey: Ed25519Jwk })
  .meta({ id: 'ControllerKeys' });
export type ControllerKeys = z.infer<typeof ControllerKeys>;

/** The final bytes of a signed roster (General JWS JSON), as text. */
export const PutRoster = z.strictObject({ roster: z.string().min(1).max(200_000) }).meta({ id: 'PutRoster' });

export const StoredRosterAnswer = z
  .object({
    communeId: AreaId,
    version: z.int(),
    /** Decoded, for people. */
    roster: Roster,
    /** As signed, for whoever verifies it. */
    document: z.string(),
    /** A year after it was signed: somebody looks through it then. */
    reviewAt: Instant,
    reviewDue: z.boolean(),
  })
  .meta({ id: 'StoredRoster' });
