import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { PlanContent } from './build-plan.js';

/** sha256 of the canonical JSON of what a plan says, without revision and times of issue. */
export function contentHash(content: PlanContent): string {
  return sha256Hex(jcs(content));
}
