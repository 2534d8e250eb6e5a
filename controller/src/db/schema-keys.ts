import type { Alg } from '@loa/shared/messages/jwk';
import type { Generated } from 'kysely';

/* The tables of people's keys and of what waits for their signatures, as Kysely sees them; see schema.ts. */

export interface KeysTables {
  passkey: PasskeyTable;
  webauthn_challenge: WebauthnChallengeTable;
  grant_draft: GrantDraftTable;
  listening: ListeningTable;
  fallen_grant: FallenGrantTable;
  roster_request: RosterRequestTable;
  box_former_key: BoxFormerKeyTable;
}

export interface PasskeyTable {
  /** The public key's thumbprint, as a roster names it. */
  kid: string;
  account_id: string;
  /** Base64url, the authenticator's own name for it. */
  credential_id: string;
  alg: Alg;
  /** JSON PublicJwk. */
  jwk: string;
  /** The same key as the authenticator sent it. */
  cose: Uint8Array;
  label: string;
  rp_id: string;
  /** The page at which it was made: the only one from which it signs. */
  origin: string;
  /** JSON string[]. */
  transports: string;
  sign_count: number;
  backed_up: number;
  created_at: number;
  last_used_at: number | null;
  removed_at: number | null;
}

export interface WebauthnChallengeTable {
  challenge: string;
  kind: 'register' | 'signIn';
  account_id: string | null;
  expires_at: number;
}

export interface GrantDraftTable {
  id: string;
  kind: 'variant' | 'station' | 'set';
  /** The variant's or station's id; for a set the sha256 of its variants' ids. */
  subject: string;
  area_id: string;
  /** JSON string[]: a set's variants; empty for others. */
  members: Generated<string>;
  /** What the subject was when the draft was made: once it is something else, the draft is void. */
  basis: string;
  /** The JWS payload, base64url: what every signer signs. */
  payload: string;
  cty: 'json' | 'json+gzip';
  /** JSON SignatureEntry[]. */
  signatures: string;
  created_by: string;
  created_at: number;
  expires_at: number;
  done_at: number | null;
}

export interface ListeningTable {
  account_id: string;
  variant_id: string;
  /** What the variant was: another recording or text must be heard anew. */
  basis: string;
  heard_ms: number;
  begun_at: number;
  last_at: number;
}

export interface FallenGrantTable {
  id: Generated<number>;
  at: number;
  kind: 'variant' | 'station';
  subject: string;
  area_id: string;
  grant_id: string;
  /** RefusalReason. */
  reason: string;
  /** JSON string[] of personIds. */
  signers: string;
}

export interface RosterRequestTable {
  id: string;
  commune_id: string;
  /** JSON RosterChange. */
  asked: string;
  reason: string;
  /** The version that it was made from; 0 for none. */
  base_version: number;
  version: number;
  payload: string;
  cty: 'json' | 'json+gzip';
  /** JSON SignatureEntry[]. */
  signatures: string;
  state: 'open' | 'done' | 'cancelled';
  created_by: string;
  created_at: number;
  expires_at: number;
  closed_at: number | null;
}

export interface BoxFormerKeyTable {
  key_id: string;
  box_id: string;
  /** JSON Ed25519Jwk. */
  key_jwk: string;
  until: number;
}
