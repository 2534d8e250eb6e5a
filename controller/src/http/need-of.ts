import type { BoxCondition } from '@loa/shared/api/box-condition';

/** The worst first: what is silent now before what only lacks something, and what is in use no more last. */
const ORDER: Readonly<Record<BoxCondition['kind'], number>> = {
  lost: 0,
  noSound: 1,
  clockUntrusted: 2,
  noPlan: 3,
  diskFull: 4,
  stopped: 5,
  notEnrolled: 6,
  good: 7,
  revoked: 8,
};

/** How soon somebody should look at a box, 0 at once; one digit. */
export function needOf({ kind }: BoxCondition): number {
  return ORDER[kind];
}

/** Whether something is wrong with a box that is in use. */
export function needsSomebody(condition: BoxCondition): boolean {
  return needOf(condition) < ORDER.notEnrolled;
}
