import { SettingError } from '@loa/shared/errors';
import type { Right, Roster } from '@loa/shared/messages/roster';
import { RightUse } from '@loa/shared/messages/use';
import { readPublicKey } from '../trust/key-files.js';
import { personWithKeyFile } from '../trust/roster.js';
import type { Command } from './command.js';
import { ROOT_HELP, rootOptions, signNextRoster } from './roster-sign.js';
import { optional, required, SERVER_HELP, serverOptions, several } from './typed.js';

export const rosterAddPerson: Command = {
  name: 'roster add-person',
  summary: "let a person's key approve: add it to the commune's roster and sign that with the root",
  help: `  --person ID    the person's id, e.g. person_nam; as in their account
  --name TEXT    their name, for people who read the roster
  --key FILE     their public key, as loa key new prints it; or their key file, of which only that half is read
  --use USE      what they may approve: ${RightUse.options.join(', ')}; several times for several (default scheduled)
  --area ID      where; several times for several (default: the whole commune)
${ROOT_HELP}
${SERVER_HELP}

A person who stands in the roster already gets this key and these rights instead of the former ones.`,
  options: {
    person: { type: 'string' },
    name: { type: 'string' },
    key: { type: 'string' },
    use: { type: 'string', multiple: true },
    area: { type: 'string', multiple: true },
    ...rootOptions,
    ...serverOptions,
  },
  async run(typed, ports) {
    const personId = required(typed, 'person');
    const name = optional(typed, 'name');
    const key = await readPublicKey(required(typed, 'key'));
    const areas = several(typed, 'area');
    const uses = several(typed, 'use');
    const rights = (communeId: string): Right[] =>
      (uses.length > 0 ? uses : ['scheduled']).map((use) => ({
        use: useOf(use),
        areas: areas.length > 0 ? areas : [communeId],
      }));
    return signNextRoster(typed, ports, (roster): Roster => {
      const fields = { personId, rights: rights(roster.communeId), ...(name === undefined ? {} : { name }) };
      const others = roster.people.filter((person) => person.personId !== personId);
      return { ...roster, people: [...others, personWithKeyFile(fields, key)] };
    });
  },
};

function useOf(text: string): Right['use'] {
  const parsed = RightUse.safeParse(text);
  if (!parsed.success) throw new SettingError(`--use ${text} is not one of ${RightUse.options.join(', ')}.`);
  return parsed.data;
}
