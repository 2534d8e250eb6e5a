import { newId } from '@loa/shared/ids';
import { NO_RULES } from '@loa/shared/place-rules';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';
import { countAccounts, insertAccount } from './db/accounts.js';
import { insertArea, listAreas } from './db/areas.js';
import { writeAudit } from './db/audit.js';
import type { Db } from './db/database.js';
import type { Passwords } from './http/passwords.js';

export interface FirstAccount {
  login: string;
  password: string;
}

const LOGIN = 'admin';

/**
 * A controller without accounts gets one admin over one top area, which the admin then names. Null where there are
 * accounts. A password that was given is not repeated.
 */
export async function ensureFirstAccount(ports: {
  db: Db;
  clock: Clock;
  random: Random;
  passwords: Passwords;
  given: string | null;
}): Promise<FirstAccount | null> {
  const { db, clock, random, passwords, given } = ports;
  if ((await countAccounts(db)) > 0) return null;
  const password = given ?? Buffer.from(random.bytes(12)).toString('base64url');
  const passwordHash = await passwords.hash(password);
  const createdAt = clock.now();
  const id = newId('account', random);
  await db.transaction().execute(async (trx) => {
    const top = (await listAreas(trx, null)).find(({ parentId }) => parentId === null);
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
    await writeAudit(trx, { at: createdAt, actor: 'system', action: 'account.create', areaId, subject: id });
  });
  return given === null ? { login: LOGIN, password } : null;
}
