import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { PlanContent } from './built-plan.js';

/**
 * sha256 of what a plan says, without revision and times of issue. Its sessions are written by planning alone, always
 * with their fields in the same order, so they need no canonical form; sorting the fields of thousands of items would
 * cost more than planning them.
 */
export function contentHash({ sessions, ...rest }: PlanContent): string {
  return sha256Hex(`${jcs(rest)}${JSON.stringify(sessions)}`);
}
