import type { Person, Right } from '@loa/shared/messages/roster';

export interface Approver {
  name: string;
  /** Approves in another's place (KT.). */
  deputy: boolean;
}

/**
 * Who approves at an instant (unix milliseconds), by the signed list. During a leave it is the deputy, and whom they stand in for is not
 * asked. Whoever is an approver anyway is not called a deputy. Pure.
 */
export function approversNow(people: readonly Person[], at: number): Approver[] {
  const approving = people.flatMap(({ personId, name, rights, revokedAt, retiredAt }) => {
    const held = rights.filter((right) => right.use === 'scheduled' && countsAt(right, at));
    const gone = revokedAt !== undefined || retiredAt !== undefined;
    return gone || held.length === 0 ? [] : [{ personId, name, held }];
  });
  const onLeave = new Set(
    approving.flatMap(({ held }) => held.flatMap(({ acting }) => acting?.deputyFor ?? [])),
  );
  return approving
    .filter(({ personId }) => !onLeave.has(personId))
    .flatMap(({ name, held }) =>
      name === undefined ? [] : [{ name, deputy: held.every(({ acting }) => acting !== undefined) }],
    );
}

function countsAt({ acting }: Right, at: number): boolean {
  return acting === undefined || (acting.from <= at && at < acting.until);
}
