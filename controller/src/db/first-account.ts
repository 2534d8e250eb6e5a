import type { OneTimeLink } from '@loa/shared/api/accounts';
import { newId } from '@loa/shared/ids';
import { NO_RULES } from '@loa/shared/place-rules';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { activeAdmins, countAccounts, insertAccount } from './accounts.js';
import { insertArea, topArea } from './areas.js';
import { writeAudit } from './audit.js';
import type { Db } from './database.js';
import { makeLink } from './make-link.js';

interface FirstPorts {
  db: Db;
  clock: Clock;
  random: Random;
}

export interface FirstAccount {
  login: string;
  link: OneTimeLink;
}

const LOGIN = 'admin';

/**
 * A controller without accounts gets one admin over one top area, which the admin then names. False where there are
 * accounts. Without a password the person chooses one by a link.
 */
export async function makeFirstAccount(
  { db, clock, random }: FirstPorts,
  { passwordHash, by }: { passwordHash: string | null; by: 'system' | 'cli' },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if ((await countAccounts(trx)) > 0) return false;
    const createdAt = clock.now();
    const id = newId('account', random);
    const top = await topArea(trx);
    const areaId = top?.id ?? newId('area', random);
    if (!top) {
      await insertArea(trx, {
        ...{ id: areaId, parentId: null, level: 'province', kind: 'tỉnh', name: 'Chưa đặt tên' },
        ...{ households: null, population: null, languages: ['vi'], flags: [] },
        ...{ lat: null, lon: null, hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt },
      });
    }
    const person = { login: LOGIN, name: 'Quản trị', role: 'admin', personId: null } as const;
    await insertAccount(trx, { id, ...person, areaId, createdAt, disabledAt: null }, passwordHash);
    await writeAudit(trx, { at: createdAt, actor: by, action: 'account.create', areaId, subject: id });
    return true;
  });
}

/**
 * A new link for the first admin, as long as no admin of the whole has chosen a password yet; the one before it ends.
 * Null where somebody has.
 */
export async function linkForFirst(
  ports: FirstPorts,
  { by }: { by: 'system' | 'cli' },
): Promise<FirstAccount | null> {
  return ports.db.transaction().execute(async (trx) => {
    const top = await topArea(trx);
    const admins = top ? await activeAdmins(trx, top.id) : [];
    const first = admins[0];
    if (!first || admins.some(({ invited }) => !invited)) return null;
    await writeAudit(trx, {
      ...{ at: ports.clock.now(), actor: by, action: 'account.invite', areaId: first.areaId },
      ...{ subject: first.id, detail: { kind: 'invite' } },
    });
    const link = await makeLink(trx, ports, { accountId: first.id, kind: 'invite', createdBy: by });
    return { login: first.login, link };
  });
}
