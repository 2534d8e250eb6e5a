import { jcs, sha256Hex } from '@loa/shared/jcs';

/** What a row's hash covers: everything that it says, its place, and the row before it. */
export interface ChainedRow {
  id: number;
  at: number;
  actor: string;
  action: string;
  areaId: string | null;
  subject: string;
  /** As parsed: how its JSON is written does not count. */
  detail: unknown;
  /** The hash of the row before it. */
  prev: string;
}

/** What the first row stands on. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Lower-case hex sha256 of the row in canonical JSON (RFC 8785), so that whoever holds an export can compute it again with any
 * program. Never changes: every row ever written is judged by it.
 */
export function auditHash({ id, at, actor, action, areaId, subject, detail, prev }: ChainedRow): string {
  return sha256Hex(jcs({ id, at, actor, action, areaId, subject, detail, prev }));
}
