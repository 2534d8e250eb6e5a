import type { Person, Roster } from '@loa/shared/messages/roster';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  COMMUNE,
  type GoldenActors,
  goldenActors,
  goldenGrant,
  goldenRoster,
  PROVINCE,
  T0,
  VILLAGE,
} from '../../fixtures/golden-documents.js';

const chain = [PROVINCE, COMMUNE, VILLAGE];
const HOUR = 3_600_000;
let actors: GoldenActors;
let root: SigningKey;
let newRoot: SigningKey;
let lan: SigningKey;
let mai: SigningKey;
let thief: SigningKey;
let first: Roster;

beforeAll(async () => {
  actors = await goldenActors();
  root = actors.root;
  [newRoot, lan, mai, thief] = (await Promise.all(
    [0, 0, 0, 0].map(() => importSigningKey(generatePrivateJwk())),
  )) as [SigningKey, SigningKey, SigningKey, SigningKey];
  first = { ...goldenRoster(actors), people: [keeper('person_lan', lan), keeper('person_mai', mai)] };
});

function keeper(personId: string, key: SigningKey, change: Partial<Person> = {}): Person {
  return {
    personId,
    keys: [{ kid: key.kid, alg: 'EdDSA', key: key.publicJwk }],
    rights: [
      { use: 'roster', areas: [COMMUNE] },
      { use: 'scheduled', areas: [COMMUNE] },
    ],
    ...change,
  };
}

const pinned = () => ({ rootKey: root.publicJwk, communeId: COMMUNE });
const next = (change: Partial<Roster>, after: Roster = first): Roster => ({
  ...after,
  version: after.version + 1,
  ...change,
});
const judge = (bytes: Uint8Array, current: Roster | null, pin = pinned()) => {
  const outcome = checkRoster(bytes, pin, current);
  return outcome.ok ? outcome.roster.version : outcome.reason;
};
const withEarlier = (bytes: Uint8Array, earlier: readonly Uint8Array[]) => {
  const text = (each: Uint8Array) => Buffer.from(each).toString('utf8');
  const document = JSON.parse(text(bytes));
  return Buffer.from(JSON.stringify({ ...document, earlier: earlier.map((each) => JSON.parse(text(each))) }));
};

describe('a box that missed versions', () => {
  let one: Uint8Array;
  let two: Uint8Array;
  let three: Uint8Array;
  beforeAll(async () => {
    one = await signGeneral('roster', first, [root]);
    // Version 2 lets Nam keep the roster, version 3 bears his name and Lan's.
    const second = next({ people: [...first.people, keeper('person_nam', actors.approver)] });
    two = await signGeneral('roster', second, [lan, mai]);
    three = await signGeneral('roster', next({}, second), [lan, actors.approver]);
  });

  it('does not know who signed the newest', () => {
    expect(judge(three, null)).toBe('unknown_key');
    expect(judge(three, first)).toBe('too_few_signers');
  });

  it('follows them one by one when the document brings them along', () => {
    expect(judge(withEarlier(three, [one, two]), null)).toBe(first.version + 2);
    expect(judge(withEarlier(three, [one, two]), first)).toBe(first.version + 2);
    expect(judge(withEarlier(two, [one]), null)).toBe(first.version + 1);
  });

  it('is not led astray by a version that nobody entitled signed', async () => {
    const forged = await signGeneral('roster', next({ people: [keeper('person_thief', thief)] }), [thief]);
    const taken = await signGeneral('roster', next({ version: first.version + 2 }), [thief, thief]);
    expect(judge(withEarlier(taken, [one, forged]), null)).toBe('unknown_key');
    expect(judge(withEarlier(three, [forged, two]), null)).toBe('unknown_key');
    expect(judge(withEarlier(one, [two, three]), first)).toBe('rolled_back');
  });

  it('is not led back by an older one among them', async () => {
    const revoked = await signGeneral('roster', next({ version: 9, people: [keeper('person_lan', lan)] }), [
      root,
    ]);
    const current = checkRoster(revoked, pinned(), first);
    if (!current.ok) throw new Error(current.detail);
    expect(judge(withEarlier(three, [one, two]), current.roster)).toMatch(/rolled_back|too_few_signers/);
  });
});

describe('a new root', () => {
  it('takes over when the old root and it both signed, and stays named', async () => {
    const rotation = next({ rootKey: newRoot.publicJwk });
    const bytes = await signGeneral('roster', rotation, [root, newRoot]);
    expect(judge(bytes, first)).toBe(rotation.version);
    const after = next({}, rotation);
    expect(judge(await signGeneral('roster', after, [newRoot]), rotation)).toBe(after.version);
    expect(judge(await signGeneral('roster', after, [root]), rotation)).toBe('unknown_key');
    const { rootKey: _, ...forgetful } = after;
    expect(judge(await signGeneral('roster', forgetful, [newRoot]), rotation)).toBe('bad_content');
  });

  it('may be put in place by two people, where the old one was lost or stolen', async () => {
    const rotation = next({ rootKey: newRoot.publicJwk });
    expect(judge(await signGeneral('roster', rotation, [lan, mai, newRoot]), first)).toBe(rotation.version);
    expect(judge(await signGeneral('roster', rotation, [lan, newRoot]), first)).toBe('too_few_signers');
  });

  it('is refused without its own signature, and cannot bring itself in', async () => {
    const rotation = next({ rootKey: newRoot.publicJwk });
    expect(judge(await signGeneral('roster', rotation, [root]), first)).toBe('bad_content');
    expect(judge(await signGeneral('roster', rotation, [newRoot]), first)).toBe('unknown_key');
  });

  it('is known to boxes of either root from one document', async () => {
    const rotation = next({ rootKey: newRoot.publicJwk });
    const turned = await signGeneral('roster', rotation, [root, newRoot]);
    const after = await signGeneral('roster', next({}, rotation), [newRoot]);
    const document = withEarlier(after, [turned]);
    expect(judge(document, null)).toBe(rotation.version + 1);
    const enrolledSince = { rootKey: newRoot.publicJwk, communeId: COMMUNE };
    expect(judge(document, null, enrolledSince)).toBe(rotation.version + 1);
  });
});

describe('a right for a time, a key of a time', () => {
  const grantBy = async (key: SigningKey, signedAt: number) =>
    await signGeneral('grant', { ...goldenGrant, signedAt }, [key]);
  const outcome = (bytes: Uint8Array, roster: Roster) => {
    const checked = checkGrant(bytes, roster, chain);
    return checked.ok ? 'ok' : checked.reason;
  };

  it('lets a deputy approve from the first to the last instant of the leave, and not sign rosters', async () => {
    const acting = { from: T0, until: T0 + HOUR, deputyFor: 'person_lan' };
    const areas = [COMMUNE];
    const deputy = keeper('person_deputy', thief, {
      rights: [
        { use: 'scheduled', areas, acting },
        { use: 'roster', areas, acting },
      ],
    });
    const roster = { ...first, people: [...first.people, deputy] };
    expect(outcome(await grantBy(thief, T0 - 1), roster)).toBe('not_allowed');
    expect(outcome(await grantBy(thief, T0), roster)).toBe('ok');
    expect(outcome(await grantBy(thief, T0 + HOUR - 1), roster)).toBe('ok');
    expect(outcome(await grantBy(thief, T0 + HOUR), roster)).toBe('not_allowed');
    expect(judge(await signGeneral('roster', next({}, roster), [lan, thief]), roster)).toBe(
      'too_few_signers',
    );
  });

  it('keeps what a lost telephone had signed and takes nothing more from it', async () => {
    const [own] = keeper('person_lan', lan).keys;
    if (!own) throw new Error('no key');
    const keys = [
      { ...own, retiredAt: T0 },
      { ...own, kid: thief.kid, key: thief.publicJwk },
    ];
    const roster = { ...first, people: [keeper('person_lan', lan, { keys }), keeper('person_mai', mai)] };
    expect(outcome(await grantBy(lan, T0 - 1), roster)).toBe('ok');
    expect(outcome(await grantBy(lan, T0), roster)).toBe('revoked');
    expect(outcome(await grantBy(thief, T0), roster)).toBe('ok');
    expect(judge(await signGeneral('roster', next({}, roster), [lan, mai]), roster)).toBe('too_few_signers');
    expect(judge(await signGeneral('roster', next({}, roster), [thief, mai]), roster)).toBe(
      roster.version + 1,
    );
  });
});
