import type { Person } from '@loa/shared/messages/roster';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { draftBulletin, signProposal, submit } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { type ControllerWorld, call, seedControllerWorld } from '../../support/controller-world.js';

const HOUR = 3_600_000;
let app: ControllerApp;
let world: ControllerWorld;
let fresh: SigningKey;
beforeEach(async () => {
  app = await startControllerApp({ clock: workingMorning() });
  world = await seedControllerWorld(app);
  fresh = await importSigningKey(generatePrivateJwk());
});
afterEach(() => app.stop());

/** The approver gets a second key, and the list is changed as given now. */
async function listChanges(change: (nam: Person) => Person): Promise<void> {
  const freshKey = { kid: fresh.kid, alg: 'EdDSA' as const, key: fresh.publicJwk };
  const people = world.roster.people.map((nam) => change({ ...nam, keys: [...nam.keys, freshKey] }));
  const roster = { ...world.roster, version: world.roster.version + 1, people };
  const bytes = await signGeneral('roster', roster, [world.rootKey]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
}

/** Handed in an hour after the list was changed; the signature says that it is older than that. */
async function handsIn(signers: readonly SigningKey[]): Promise<[number, string]> {
  const signedAt = app.clock.now() - HOUR;
  await app.advance(HOUR);
  const { variant } = await draftBulletin(app, world);
  await submit(app, world, variant.id);
  const grant = await signProposal(app, world, variant.id, { signedAt }, signers);
  const answer = await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/grant`, { grant });
  const body = (await answer.json()) as { error?: { code: string } };
  return [answer.status, body.error?.code ?? ''];
}

describe('an approval that is dated back, to when its signer still might', () => {
  it('is not taken from a person who has retired', async () => {
    await listChanges((nam) => ({ ...nam, retiredAt: app.clock.now() }));
    expect(await handsIn([world.approverKey])).toEqual([422, 'grant_revoked']);
  });

  it('is not taken from a lost telephone, but from the one that its owner goes on with', async () => {
    const { kid } = world.approverKey;
    await listChanges((nam) => ({
      ...nam,
      keys: nam.keys.map((key) => (key.kid === kid ? { ...key, retiredAt: app.clock.now() } : key)),
    }));
    expect(await handsIn([world.approverKey])).toEqual([422, 'grant_revoked']);
    expect(await handsIn([fresh])).toEqual([200, '']);
  });
});
