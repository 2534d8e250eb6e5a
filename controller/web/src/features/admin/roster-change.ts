import type { RosterChange } from '@loa/shared/api/roster-requests';
import type { Person } from '@loa/shared/messages/roster';
import { RightUse } from '@loa/shared/messages/use';
import { z } from 'zod';

export const KINDS = [
  'addPerson',
  'newKeys',
  'deputy',
  'rights',
  'retire',
  'revoke',
  'merge',
  'review',
] as const;

/** What somebody fills in to ask for another list of approvers. */
export const TypedChange = z.object({
  kind: z.enum(KINDS),
  accountId: z.string(),
  personId: z.string(),
  uses: z.array(RightUse),
  /** Where they hold; none: in the whole commune. */
  areas: z.array(z.string()).default([]),
  former: z.enum(['lost', 'stolen', 'kept']),
  /** A village that became part of another. */
  merged: z.string().default(''),
  /** Civil dates, the last one counts whole; empty: not chosen. */
  from: z.string(),
  until: z.string(),
  reason: z.string(),
});
export type TypedChange = z.infer<typeof TypedChange>;

export const EMPTY_CHANGE: TypedChange = {
  ...{ kind: 'addPerson', accountId: '', personId: '', uses: ['scheduled', 'relay', 'set'], areas: [] },
  former: 'lost',
  ...{ merged: '', from: '', until: '', reason: '' },
};

/** Which of its fields a kind of change has. */
export const FIELDS: Readonly<
  Record<
    TypedChange['kind'],
    { person?: true; account?: true; uses?: true; areas?: true; dates?: true; former?: true; merged?: true }
  >
> = {
  addPerson: { account: true, uses: true },
  newKeys: { person: true, account: true, former: true },
  deputy: { person: true, account: true, dates: true },
  rights: { person: true, uses: true, areas: true },
  retire: { person: true },
  revoke: { person: true },
  merge: { merged: true },
  review: {},
};

export interface Where {
  communeId: string;
  /** The first instant of a civil date and that of the next. */
  dayOf: (civil: string) => { from: number; to: number };
}

/** The change that is asked for; null while something is missing. Pure. */
export function changeOf(typed: TypedChange, { communeId, dayOf }: Where): RosterChange | null {
  const { kind, accountId, personId, uses, former, from, until } = typed;
  const fields = FIELDS[kind];
  if ((fields.account && accountId === '') || (fields.person && personId === '')) return null;
  switch (kind) {
    case 'addPerson':
      if (uses.length === 0) return null;
      return { kind, accountId, rights: uses.map((use) => ({ use, areas: [communeId] })) };
    case 'newKeys':
      return { kind, personId, accountId, former };
    case 'deputy':
      if (from === '' || until === '' || until < from) return null;
      return { kind, accountId, deputyFor: personId, from: dayOf(from).from, until: dayOf(until).to };
    case 'rights': {
      if (uses.length === 0) return null;
      const where = typed.areas.length > 0 ? typed.areas : [communeId];
      return { kind, personId, rights: uses.map((use) => ({ use, areas: where })) };
    }
    case 'retire':
    case 'revoke':
      return { kind, personId };
    case 'merge':
      return typed.merged === '' ? null : { kind, areaId: typed.merged };
    case 'review':
      return { kind };
  }
}

/**
 * What a person may approve now, to begin from: their own rights, not those lent for days. One place for all uses is what the form
 * can say; where a person's differ, all of them are named. Pure.
 */
export function rightsOf(
  { rights }: Pick<Person, 'rights'>,
  communeId: string,
): Pick<TypedChange, 'uses' | 'areas'> {
  const own = rights.filter(({ acting }) => acting === undefined);
  const areas = [...new Set(own.flatMap((right) => right.areas))];
  return {
    uses: RightUse.options.filter((use) => own.some((right) => right.use === use)),
    areas: areas.includes(communeId) ? [] : areas,
  };
}
