/** Why a document is not followed. Machine-readable; `detail` says it in English for the journal and the log. */
export type RefusalReason =
  | 'too_large'
  | 'malformed'
  | 'wrong_type'
  | 'unknown_key'
  | 'bad_signature'
  | 'bad_content'
  | 'wrong_audience'
  | 'rolled_back'
  | 'expired'
  | 'not_yet_valid'
  | 'too_few_signers'
  | 'not_allowed'
  | 'revoked'
  | 'wrong_subject'
  | 'no_roster';

export interface Refusal {
  ok: false;
  reason: RefusalReason;
  detail: string;
}

export function refuse(reason: RefusalReason, detail: string): Refusal {
  return { ok: false, reason, detail };
}
