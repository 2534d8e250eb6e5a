import type { Area, AreaPatch } from '@loa/shared/api/areas';
import { changedFields } from '../../lib/changed-fields.js';

/** What a place, an area or a cluster, says of its own. */
export type Said = Pick<Area, 'hours' | 'rules'>;

/** What somebody changed of a place's hours and rules: each rule that they did not touch stays as it is by then. */
export function rulesChange(opened: Said, now: Said): AreaPatch {
  const { rules, ...hours } = changedFields(opened, now);
  return rules === undefined ? hours : { ...hours, rules: changedFields(opened.rules, rules) };
}
