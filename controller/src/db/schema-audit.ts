/** One row of the chain; it is never changed nor deleted. */
export interface AuditTable {
  /** One more than the row before it. */
  id: number;
  at: number;
  /** An account id, `system`, or `cli`. */
  actor: string;
  action: string;
  area_id: string | null;
  subject: string;
  /** JSON. */
  detail: string;
  /** `hash` of the row before it. */
  prev: string;
  /** Of this row, see audit-chain.ts. */
  hash: string;
}

/** A head of the chain that the controller's key signed. */
export interface AuditHeadTable {
  audit_id: number;
  hash: string;
  signed_at: number;
  /** The signed document. */
  bytes: Uint8Array;
}
