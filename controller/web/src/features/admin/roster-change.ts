import type { RosterChange } from '@loa/shared/api/roster-requests';
import { RightUse } from '@loa/shared/messages/use';
import { z } from 'zod';

export const KINDS = ['addPerson', 'newKeys', 'deputy', 'retire', 'revoke', 'review'] as const;

/** What somebody fills in to ask for another list of approvers. */
export const TypedChange = z.object({
  kind: z.enum(KINDS),
  accountId: z.string(),
  personId: z.string(),
  uses: z.array(RightUse),
  former: z.enum(['lost', 'stolen', 'kept']),
  /** Civil dates, the last one counts whole; empty: not chosen. */
  from: z.string(),
  until: z.string(),
  reason: z.string(),
});
export type TypedChange = z.infer<typeof TypedChange>;

export const EMPTY_CHANGE: TypedChange = {
  ...{ kind: 'addPerson', accountId: '', personId: '', uses: ['scheduled', 'relay', 'set'], former: 'lost' },
  ...{ from: '', until: '', reason: '' },
};

/** Which of its fields a kind of change has. */
export const FIELDS: Readonly<
  Record<TypedChange['kind'], { person?: true; account?: true; uses?: true; dates?: true; former?: true }>
> = {
  addPerson: { account: true, uses: true },
  newKeys: { person: true, account: true, former: true },
  deputy: { person: true, account: true, dates: true },
  retire: { person: true },
  revoke: { person: true },
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
    case 'retire':
    case 'revoke':
      return { kind, personId };
    case 'review':
      return { kind };
  }
}
