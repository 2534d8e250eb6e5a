import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { openDatabase } from '../db/database.js';
import { type BoxNotFollowing, boxesNotNaming } from '../db/tls-followers.js';
import {
  authoritiesToName,
  NoBoxesTlsError,
  prepareAuthority,
  renewServer,
  switchAuthority,
} from '../trust/boxes-tls-rotation.js';
import type { CliPorts, Command, Typed } from './command.js';
import { ROOT_HELP, rootOptions, signNextRoster } from './roster-sign.js';
import { flag, optional, SERVER_HELP, serverOptions } from './typed.js';

const dataOption = { data: { type: 'string' } } as const;
const DATA_HELP = "  --data FOLDER  the controller's data folder (or LOA_DATA; default ./data)";
const SOON = 'A running controller shows it within a minute.';

export const tlsRenew: Command = {
  name: 'tls renew',
  summary: 'issue another certificate and key for the boxes’ ports, of the same authority',
  help: `${DATA_HELP}

Boxes notice nothing. The former certificate stays good for ever: where its key was stolen, change the authority
(loa tls prepare).`,
  options: dataOption,
  async run(typed, ports) {
    await renewServer(keysOf(typed, ports));
    ports.say(`A new certificate was issued. ${SOON}`);
    return 0;
  },
};

export const tlsPrepare: Command = {
  name: 'tls prepare',
  summary: 'begin to change the authority that boxes believe: make the next one',
  help: `${DATA_HELP}

Then, for every commune: loa roster tls --commune COMMUNE --root FILE; then loa tls switch; then loa roster tls again.`,
  options: dataOption,
  async run(typed, ports) {
    await prepareAuthority(keysOf(typed, ports));
    ports.say('The next authority is made. Tell the boxes: loa roster tls, for every commune.');
    return 0;
  },
};

export const rosterTls: Command = {
  name: 'roster tls',
  summary: 'tell a commune’s boxes which authorities to believe over TLS, signed by the root',
  help: `It names the authority in use and, after loa tls prepare, the one that is to follow. After loa tls switch it names the
new one alone: whatever the former one certified is then refused.
${DATA_HELP}
${ROOT_HELP}
${SERVER_HELP}`,
  options: { ...rootOptions, ...serverOptions, ...dataOption },
  async run(typed, ports) {
    const authorities = await authoritiesToName(keysOf(typed, ports));
    if (!authorities) throw new NoBoxesTlsError();
    ports.say(`Boxes are to believe ${authorities.length === 1 ? 'one authority' : 'two authorities'}.`);
    return signNextRoster(typed, ports, (roster) => ({ ...roster, tlsAuthorities: authorities }));
  },
};

export const tlsSwitch: Command = {
  name: 'tls switch',
  summary: 'show boxes a certificate of the next authority, once they all know it',
  help: `${DATA_HELP}
  --force        also where some boxes have not heard of it: those must be enrolled anew

It refuses while an enrolled box has not said that it holds a roster which names the next authority.`,
  options: { ...dataOption, force: { type: 'boolean' } },
  async run(typed, ports) {
    const keys = keysOf(typed, ports);
    const next = (await authoritiesToName(keys))?.[1];
    if (next !== undefined && !flag(typed, 'force')) {
      const behind = await notFollowing(typed, ports, next);
      if (behind.length > 0) {
        ports.complain('These boxes have not heard of the next authority, and would be locked out:');
        for (const { boxId, name } of behind) ports.complain(`  ${boxId}  ${name}`);
        return 1;
      }
    }
    await switchAuthority(keys);
    ports.say(`The next authority is in use. ${SOON} Then: loa roster tls, for every commune.`);
    return 0;
  },
};

async function notFollowing(typed: Typed, ports: CliPorts, next: string): Promise<BoxNotFollowing[]> {
  const database = await openDatabase({ path: join(dataOf(typed, ports), 'loa.db') });
  try {
    return await boxesNotNaming(database.db, next);
  } finally {
    await database.close();
  }
}

function dataOf(typed: Typed, { env }: CliPorts): string {
  const data = resolve(optional(typed, 'data') ?? env.LOA_DATA ?? './data');
  if (!existsSync(join(data, 'loa.db')))
    throw new SettingError(`There is no controller’s database in ${data}.`);
  return data;
}

function keysOf(typed: Typed, ports: CliPorts): string {
  return join(dataOf(typed, ports), 'keys');
}
