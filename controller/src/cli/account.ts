import { Account, CreatedAccount, type OneTimeLink } from '@loa/shared/api/accounts';
import { LoaError } from '@loa/shared/errors';
import { systemRandom } from '@loa/shared/node/system-random';
import { allPages } from '../client/all-pages.js';
import { findLogin } from '../db/accounts.js';
import { writeAudit } from '../db/audit.js';
import { type Db, openDatabase } from '../db/database.js';
import { type FirstAccount, linkForFirst, makeFirstAccount } from '../db/first-account.js';
import { makeLink } from '../db/make-link.js';
import { removeFactors } from '../db/second-factors.js';
import type { CliPorts, Command, Typed } from './command.js';
import { databaseOf } from './database-of.js';
import { apiOf } from './places.js';
import { flag, optional, required, SERVER_HELP, serverOptions } from './typed.js';

const DATA_HELP = `  --data FOLDER   the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)
  --url URL       what the link begins with (or LOA_PUBLIC_URL, LOA_SERVER; default http://127.0.0.1:8080)`;
const dataOptions = { data: { type: 'string' }, url: { type: 'string' } } as const;

export const accountFirst: Command = {
  name: 'account first',
  summary: 'a one-time link for the first administrator, while nobody can sign in yet',
  help: `${DATA_HELP}

Works on the controller's own machine, also while it runs. Whoever opens the link within 72 hours chooses the password.
A new link ends the one before.`,
  options: dataOptions,
  async run(typed, ports) {
    const first = await onDatabase(typed, ports, async (db) => {
      const all = { db, clock: ports.clock, random: systemRandom };
      await makeFirstAccount(all, { passwordHash: null, by: 'cli' });
      return linkForFirst(all, { by: 'cli' });
    });
    if (first === null) throw new LoaError('not_first', SOMEBODY_THERE);
    return showLink(typed, ports, first);
  },
};

const SOMEBODY_THERE =
  'An administrator can sign in already: let them invite others. If the password is lost, type: loa account reset --login NAME';

export const accountReset: Command = {
  name: 'account reset',
  summary: 'a one-time link to choose a new password, when no administrator can sign in',
  help: `  --login NAME      whose
  --second-factor   also take authenticator app and passkeys away (a lost phone)
${DATA_HELP}

Works on the controller's own machine, also while it runs; the audit log keeps that it was done. The link holds for one hour.`,
  options: { login: { type: 'string' }, 'second-factor': { type: 'boolean' }, ...dataOptions },
  async run(typed, ports) {
    const login = required(typed, 'login').toLowerCase();
    const factor = flag(typed, 'second-factor');
    const made = await onDatabase(typed, ports, (db) => resetLink(db, ports, { login, factor }));
    if (made === null) throw new LoaError('no_account', `No account that may sign in is called ${login}.`);
    return showLink(typed, ports, made);
  },
};

function resetLink(
  db: Db,
  { clock }: CliPorts,
  { login, factor }: { login: string; factor: boolean },
): Promise<FirstAccount | null> {
  return db.transaction().execute(async (trx) => {
    const found = await findLogin(trx, login);
    if (!found || found.account.disabledAt !== null) return null;
    const { account } = found;
    const kind = account.invited ? 'invite' : 'reset';
    if (factor) await removeFactors(trx, account.id, clock.now());
    await writeAudit(trx, {
      ...{ at: clock.now(), actor: 'cli', action: 'account.invite', areaId: account.areaId },
      ...{ subject: account.id, detail: { kind, secondFactor: factor } },
    });
    const ports = { clock, random: systemRandom };
    return { login, link: await makeLink(trx, ports, { accountId: account.id, kind, createdBy: 'cli' }) };
  });
}

export const accountList: Command = {
  name: 'account list',
  summary: 'the accounts of your area',
  help: SERVER_HELP,
  options: { ...serverOptions },
  async run(typed, ports) {
    const accounts = await allPages(apiOf(typed, ports), '/accounts', Account);
    for (const { login, name, role, areaId, disabledAt, invited } of accounts) {
      const state = disabledAt !== null ? '  (disabled)' : invited ? '  (invited)' : '';
      ports.say(`${login.padEnd(20)}  ${role.padEnd(14)}  ${areaId}  ${name}${state}`);
    }
    return 0;
  },
};

export const accountAdd: Command = {
  name: 'account add',
  summary: 'create an account and get the link that invites its person',
  help: `  --login NAME    what the person signs in with
  --name NAME     the person's name
  --role ROLE     admin, broadcaster, contributor, approver, technician, supervisor, provinceViewer or villageHead
  --area ID       over which area and everything below it
  --person ID     who this is in the signed list of approvers
${SERVER_HELP}`,
  options: {
    ...{ login: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
    ...{ area: { type: 'string' }, person: { type: 'string' } },
    ...serverOptions,
  },
  async run(typed, ports) {
    const personId = optional(typed, 'person');
    const created = await apiOf(typed, ports).post(
      '/accounts',
      {
        ...{ login: required(typed, 'login'), name: required(typed, 'name') },
        ...{ role: required(typed, 'role'), areaId: required(typed, 'area') },
        ...(personId === undefined ? {} : { personId }),
      },
      CreatedAccount,
    );
    return created.link ? showLink(typed, ports, { login: created.login, link: created.link }) : 0;
  },
};

async function onDatabase<T>(typed: Typed, { env }: CliPorts, run: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = await openDatabase({ path: databaseOf(typed, env) });
  try {
    return await run(db);
  } finally {
    await close();
  }
}

function showLink(
  typed: Typed,
  { say, env }: CliPorts,
  { login, link }: { login: string; link: OneTimeLink },
): number {
  // Compose sets empty what nobody set.
  const named = optional(typed, 'url') || optional(typed, 'server') || env.LOA_PUBLIC_URL || env.LOA_SERVER;
  const address = (named ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
  const hours = link.kind === 'invite' ? '72 hours' : 'one hour';
  say(
    `Open this within ${hours} to choose the password of ${login}; it works once:\n  ${address}${link.path}`,
  );
  return 0;
}
