import type { RosterChange } from '@loa/shared/api/roster-requests';
import type { Person, PersonKey, Right, Roster } from '@loa/shared/messages/roster';

/** What a change may ask of the accounts and places it names. */
export interface ChangeContext {
  /** Unix milliseconds. */
  now: number;
  /** The account's registered passkeys that were asked for (all of them where none was); empty for none. */
  keys: readonly PersonKey[];
  /** As whom the account stands, or will stand, in the roster. */
  personId: string;
  name: string;
  /** Whether an area lies in the commune. */
  isHere(areaId: string): boolean;
  /** The living village that the one which is named is part of now; null: it did not, or none is named. */
  mergedInto: string | null;
}

export type Changed = { ok: true; roster: Roster } | { ok: false; why: WhyNot };
export type WhyNot =
  | 'unknown_person'
  | 'known_person'
  | 'no_key'
  | 'key_taken'
  | 'elsewhere'
  | 'ended'
  | 'no_right'
  | 'past'
  | 'not_merged';

/** The roster that a change makes of the one in force; only people differ. Version and instant are the caller's. */
export function changeRoster(roster: Roster, change: RosterChange, context: ChangeContext): Changed {
  switch (change.kind) {
    case 'addPerson':
      return addPerson(roster, change, context);
    case 'newKeys':
      return newKeys(roster, change, context);
    case 'deputy':
      return addDeputy(roster, change, context);
    case 'rights':
      if (!allHere(change.rights, context)) return no('elsewhere');
      return editPerson(roster, change.personId, (person) => ({
        ...person,
        // What somebody does in another's place ends by itself.
        rights: [...change.rights, ...person.rights.filter(({ acting }) => acting !== undefined)],
      }));
    case 'retire':
      return editPerson(roster, change.personId, (person) => ({ ...person, retiredAt: context.now }));
    case 'revoke':
      return editPerson(roster, change.personId, (person) => ({ ...person, revokedAt: context.now }));
    case 'merge':
      return nameSuccessor(roster, change, context);
    case 'review':
      return { ok: true, roster };
  }
}

type Of<K extends RosterChange['kind']> = Extract<RosterChange, { kind: K }>;

function addPerson(roster: Roster, { rights }: Of<'addPerson'>, context: ChangeContext): Changed {
  const { personId, name, keys } = context;
  if (roster.people.some((person) => person.personId === personId)) return no('known_person');
  if (!allHere(rights, context)) return no('elsewhere');
  const refused = keysRefused(roster, keys);
  if (refused) return no(refused);
  const person: Person = { personId, name, keys: [...keys], rights };
  return { ok: true, roster: { ...roster, people: [...roster.people, person] } };
}

function newKeys(roster: Roster, { personId, former }: Of<'newKeys'>, { keys, now }: ChangeContext): Changed {
  const person = living(roster, personId);
  if (!person) return no('unknown_person');
  const fresh = keys.filter(({ kid }) => !person.keys.some((known) => known.kid === kid));
  const refused = keysRefused(roster, fresh);
  if (refused) return no(refused);
  return editPerson(roster, personId, () => ({
    ...person,
    keys: [...formerKeys(person, former, now), ...fresh],
  }));
}

/** What becomes of the keys that a person had. */
function formerKeys(person: Person, former: Of<'newKeys'>['former'], now: number): PersonKey[] {
  switch (former) {
    case 'kept':
      return person.keys;
    case 'lost':
      return person.keys.map((key) => ({ ...key, retiredAt: key.retiredAt ?? now }));
    case 'stolen':
      // Out of the roster, nothing that they signed is good any more, whenever they say that it was signed.
      return [];
  }
}

function addDeputy(roster: Roster, change: Of<'deputy'>, context: ChangeContext): Changed {
  const { deputyFor, from, until, uses } = change;
  const { personId, name, keys, now } = context;
  const boss = living(roster, deputyFor);
  if (!boss || deputyFor === personId) return no('unknown_person');
  if (until <= now || from >= until) return no('past');
  const rights = boss.rights.filter(
    ({ use, acting }) =>
      acting === undefined && use !== 'roster' && (!uses || uses.some((asked) => asked === use)),
  );
  if (rights.length === 0) return no('no_right');
  const lent: Right[] = rights.map((right) => ({ ...right, acting: { from, until, deputyFor } }));
  const known = roster.people.find((person) => person.personId === personId);
  if (known) {
    if (known.revokedAt !== undefined || known.retiredAt !== undefined) return no('ended');
    const fresh = keys.filter(({ kid }) => !known.keys.some((key) => key.kid === kid));
    if (known.keys.length + fresh.length === 0) return no('no_key');
    return editPerson(roster, personId, () => ({
      ...known,
      keys: [...known.keys, ...fresh],
      rights: [...known.rights.filter(({ acting }) => !acting || acting.until > now), ...lent],
    }));
  }
  const refused = keysRefused(roster, keys);
  if (refused) return no(refused);
  return {
    ok: true,
    roster: { ...roster, people: [...roster.people, { personId, name, keys: [...keys], rights: lent }] },
  };
}

function nameSuccessor(
  roster: Roster,
  { areaId }: Of<'merge'>,
  { isHere, mergedInto }: ChangeContext,
): Changed {
  if (mergedInto === null || roster.successors[areaId] === mergedInto) return no('not_merged');
  if (!isHere(mergedInto)) return no('elsewhere');
  return { ok: true, roster: { ...roster, successors: { ...roster.successors, [areaId]: mergedInto } } };
}

function editPerson(roster: Roster, personId: string, edit: (person: Person) => Person): Changed {
  const person = roster.people.find((each) => each.personId === personId);
  if (!person) return no('unknown_person');
  if (person.revokedAt !== undefined) return no('ended');
  return {
    ok: true,
    roster: { ...roster, people: roster.people.map((each) => (each === person ? edit(person) : each)) },
  };
}

function living(roster: Roster, personId: string): Person | undefined {
  return roster.people.find(
    (person) =>
      person.personId === personId && person.revokedAt === undefined && person.retiredAt === undefined,
  );
}

/** A key stands once in a roster, so that a signature names one person. */
function keysRefused(roster: Roster, keys: readonly PersonKey[]): 'no_key' | 'key_taken' | null {
  if (keys.length === 0) return 'no_key';
  const taken = new Set(roster.people.flatMap((person) => person.keys.map(({ kid }) => kid)));
  return keys.some(({ kid }) => taken.has(kid)) ? 'key_taken' : null;
}

function allHere(rights: readonly { areas: readonly string[] }[], { isHere }: ChangeContext): boolean {
  return rights.every(({ areas }) => areas.every(isHere));
}

function no(why: WhyNot): Changed {
  return { ok: false, why };
}
