/** The secret of an authenticator app (RFC 6238), one an account. */
export interface TotpTable {
  account_id: string;
  /** Base32. */
  secret: string;
  created_at: number;
  /** Null until a first code showed that the app has it; until then it is not asked for. */
  confirmed_at: number | null;
  /** The time step of the newest code that was accepted: codes of it and before are spent. */
  last_step: number;
}

export interface RecoveryCodeTable {
  /** sha256 hex of the account's id and the code. */
  hash: string;
  account_id: string;
  used_at: number | null;
}

export interface OneTimeLinkTable {
  /** sha256 hex of the link's token. */
  hash: string;
  account_id: string;
  kind: 'invite' | 'reset';
  /** An account id, `system`, or `cli`. */
  created_by: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export interface SignInFailureTable {
  /** `account:` or `address:` and a sha256: what people type into the wrong field is not kept. */
  key: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}
