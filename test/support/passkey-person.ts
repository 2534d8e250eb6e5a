import { CreationOptions } from '@loa/shared/api/keys';
import { Heard, PreparedApproval } from '@loa/shared/api/passkey-approval';
import type { Right, Roster } from '@loa/shared/messages/roster';
import { signGeneral } from '@loa/shared/trust/general';
import { insertAccount } from '../../controller/src/db/accounts.js';
import { insertRoster } from '../../controller/src/db/rosters.js';
import { type BrowserSession, signedIn } from './browser-session.js';
import type { ControllerApp } from './controller-app.js';
import type { ControllerWorld } from './controller-world.js';
import { createSoftwarePasskey, PASSKEY_ORIGIN, type SoftwarePasskey } from './software-passkey.js';

/** Somebody with an account, signed in at a browser, who has registered a passkey. */
export interface PasskeyPerson {
  accountId: string;
  personId: string;
  key: SoftwarePasskey;
  session: BrowserSession;
}

const PASSWORD = 'mật khẩu thử dài';

export async function givenPasskeyPerson(
  app: ControllerApp,
  who: { name: string; role: 'admin' | 'approver' | 'broadcaster'; areaId: string; languages?: string[] },
): Promise<PasskeyPerson> {
  const { name, role, areaId, languages = ['vi'] } = who;
  const accountId = `account_${name}`;
  await insertAccount(
    app.db,
    {
      ...{ id: accountId, login: name, name, role, areaId, personId: null, languages },
      ...{ deputy: null, invited: false, createdAt: app.clock.now(), disabledAt: null },
    },
    await app.api.passwords.hash(PASSWORD),
  );
  const session = await signedIn(app, PASSKEY_ORIGIN, { login: name, password: PASSWORD });
  const key = await registerPasskey(session);
  return { accountId, personId: `person_${name}`, key, session };
}

export async function registerPasskey(
  session: BrowserSession,
  key: SoftwarePasskey = createSoftwarePasskey(),
): Promise<SoftwarePasskey> {
  const asked = await session.send('post', '/passkeys/prepare', { label: 'Máy thử' });
  const { challenge } = CreationOptions.parse(await asked.json());
  const made = await session.send('post', '/passkeys', {
    label: 'Máy thử',
    credential: key.register(challenge),
  });
  if (made.status !== 201) throw new Error(`passkey: ${made.status} ${await made.text()}`);
  return key;
}

/** A next roster, signed by the root, in which these people hold these rights. */
export async function rosterWith(
  app: ControllerApp,
  world: ControllerWorld,
  people: readonly { who: PasskeyPerson; rights: Right[] }[],
  change: Partial<Roster> = {},
): Promise<Roster> {
  const roster: Roster = {
    ...world.roster,
    version: world.roster.version + 1,
    people: [
      ...world.roster.people,
      ...people.map(({ who, rights }) => ({
        ...{ personId: who.personId, name: who.personId, keys: [who.key.personKey], rights },
      })),
    ],
    ...change,
  };
  const bytes = await signGeneral('roster', roster, [world.rootKey]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
  return roster;
}

/** Plays a variant to its end as a page does: a report when it begins, then every ten seconds. */
export async function listen(
  app: ControllerApp,
  who: PasskeyPerson,
  variantId: string,
  { forMs, speed = 1 }: { forMs: number; speed?: number },
): Promise<Heard> {
  const report = async (ms: number) =>
    Heard.parse(await (await who.session.send('post', `/variants/${variantId}/heard`, { ms })).json());
  let heard = await report(0);
  for (let left = forMs; left > 0; left -= 10_000) {
    const ms = Math.min(10_000, left);
    await app.advance(Math.ceil(ms / speed));
    heard = await report(ms);
  }
  return heard;
}

/** Prepares and finishes an approval; the answer of whichever step failed. */
export async function approve(
  who: PasskeyPerson,
  path: string,
  asked: object,
  { finish = {}, lie }: { finish?: object; lie?: Parameters<SoftwarePasskey['assert']>[1] } = {},
): Promise<Response> {
  const answer = await who.session.send('post', `${path}/prepare`, asked);
  if (answer.status !== 200) return answer;
  const { draftId, challenge } = PreparedApproval.parse(await answer.json());
  const credential = who.key.assert(challenge, lie);
  return who.session.send('post', `${path}/finish`, { draftId, credential, ...finish });
}
