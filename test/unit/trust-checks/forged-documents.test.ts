import { createPrivateKey, sign } from 'node:crypto';
import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { Roster } from '@loa/shared/messages/roster';
import { checkOverride, checkPlan, checkReceipt, type DownContext } from '@loa/shared/trust/check-down';
import { checkGrant, grantAllows } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { signCompact } from '@loa/shared/trust/envelope';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AUDIO,
  BOX,
  COMMUNE,
  type GoldenActors,
  goldenActors,
  goldenGrant,
  goldenOverride,
  goldenPlan,
  goldenReceipt,
  goldenRoster,
  PROVINCE,
  passkeyGrant,
  T0,
  testKeys,
  VILLAGE,
} from '../../fixtures/golden-documents.js';

const chain = [PROVINCE, COMMUNE, VILLAGE];
let actors: GoldenActors;
let stranger: SigningKey;
let roster: Roster;
let context: DownContext;

beforeAll(async () => {
  actors = await goldenActors();
  stranger = await importSigningKey(generatePrivateJwk());
  roster = goldenRoster(actors);
  context = {
    boxId: BOX,
    communeId: COMMUNE,
    roster,
    accepted: { planRevision: 0, receiptRevision: 0, overrideRevisions: new Map() },
  };
});

const plan = () => goldenPlan(sha256Hex('g'), sha256Hex('s'));
const override = () => goldenOverride('{}', sha256Hex('l'), '{}', sha256Hex('e'));
const pinned = () => ({ rootKey: actors.root.publicJwk, communeId: COMMUNE });

/** Flips each bit of the document in turn (every 7th, to stay quick) and expects every one refused. */
async function everyFlipRefused(
  bytes: Uint8Array,
  check: (altered: Uint8Array) => Promise<{ ok: boolean }> | { ok: boolean },
) {
  const accepted: number[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit += 7) {
    const altered = Uint8Array.from(bytes);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if ((await check(altered)).ok) accepted.push(bit);
  }
  expect(accepted).toEqual([]);
}

describe('altered by one bit', () => {
  it('a plan is refused, wherever the bit is', async () => {
    const bytes = await signCompact('plan', { ...plan(), sessions: [], hold: [] }, actors.controller);
    expect((await checkPlan(bytes, context)).ok).toBe(true);
    await everyFlipRefused(bytes, (altered) => checkPlan(altered, context));
  });

  it('an override is refused', async () => {
    const bytes = await signCompact(
      'override',
      { ...override(), overrides: [], grants: [] },
      actors.controller,
    );
    expect((await checkOverride(bytes, COMMUNE, chain, context)).ok).toBe(true);
    await everyFlipRefused(bytes, (altered) => checkOverride(altered, COMMUNE, chain, context));
  });

  it('a receipt is refused', async () => {
    const bytes = await signCompact('receipt', goldenReceipt, actors.controller);
    expect((await checkReceipt(bytes, context)).ok).toBe(true);
    await everyFlipRefused(bytes, (altered) => checkReceipt(altered, context));
  });

  it('a roster is refused', async () => {
    const bytes = await signGeneral('roster', roster, [actors.root]);
    await everyFlipRefused(bytes, (altered) => checkRoster(altered, pinned(), null));
  });

  it('a grant is refused, or is another grant than the plan named', async () => {
    const bytes = await signGeneral('grant', goldenGrant, [actors.approver]);
    await everyFlipRefused(bytes, (altered) => {
      const checked = checkGrant(altered, roster, chain);
      return { ok: checked.ok && checked.grantId === sha256Hex(bytes) };
    });
  });
});

describe('signed by another key', () => {
  it('refuses a plan, override and receipt of a stranger', async () => {
    expect(await checkPlan(await signCompact('plan', plan(), stranger), context)).toMatchObject({
      reason: 'unknown_key',
    });
    const forged = await signCompact('override', override(), stranger);
    expect(await checkOverride(forged, COMMUNE, chain, context)).toMatchObject({ reason: 'unknown_key' });
    const receipt = await signCompact('receipt', goldenReceipt, stranger);
    expect(await checkReceipt(receipt, context)).toMatchObject({ reason: 'unknown_key' });
  });

  it('refuses a stranger who borrows the controller’s kid', async () => {
    const borrowed = { ...stranger, kid: actors.controller.kid };
    expect(await checkPlan(await signCompact('plan', plan(), borrowed), context)).toMatchObject({
      reason: 'bad_signature',
    });
  });

  it('refuses a plan that the approver’s key signed: people do not sign plans', async () => {
    expect(await checkPlan(await signCompact('plan', plan(), actors.approver), context)).toMatchObject({
      reason: 'unknown_key',
    });
  });

  it('refuses a receipt’s signature in a plan’s place', async () => {
    const bytes = await signCompact('receipt', plan(), actors.controller);
    expect(await checkPlan(bytes, context)).toMatchObject({ reason: 'wrong_type' });
  });

  it('refuses a grant that the controller’s key signed: an online key may only narrow', async () => {
    const bytes = await signGeneral('grant', goldenGrant, [actors.controller]);
    expect(checkGrant(bytes, roster, chain)).toMatchObject({ reason: 'unknown_key' });
  });

  it('refuses a roster that the controller’s key signed', async () => {
    const bytes = await signGeneral('roster', { ...roster, version: 9 }, [actors.controller]);
    expect(checkRoster(bytes, pinned(), roster)).toMatchObject({ reason: 'unknown_key' });
  });

  it('refuses everything while there is no roster', async () => {
    const bytes = await signCompact('plan', plan(), actors.controller);
    expect(await checkPlan(bytes, { ...context, roster: null })).toMatchObject({ reason: 'no_roster' });
  });
});

describe('rolled back', () => {
  it('refuses an older or equal plan, override, receipt and roster', async () => {
    const accepted = {
      planRevision: plan().revision,
      receiptRevision: goldenReceipt.revision,
      overrideRevisions: new Map([[COMMUNE, override().revision]]),
    };
    const later = { ...context, accepted };
    const replies = [
      await checkPlan(await signCompact('plan', plan(), actors.controller), later),
      await checkOverride(
        await signCompact('override', override(), actors.controller),
        COMMUNE,
        chain,
        later,
      ),
      await checkReceipt(await signCompact('receipt', goldenReceipt, actors.controller), later),
      checkRoster(await signGeneral('roster', roster, [actors.root]), pinned(), roster),
    ];
    for (const reply of replies) expect(reply).toMatchObject({ ok: false, reason: 'rolled_back' });
  });
});

describe('meant for another', () => {
  it('refuses another box’s plan and receipt', async () => {
    const foreignPlan = await signCompact('plan', { ...plan(), boxId: 'box_other' }, actors.controller);
    expect(await checkPlan(foreignPlan, context)).toMatchObject({ reason: 'wrong_audience' });
    const foreignReceipt = await signCompact(
      'receipt',
      { ...goldenReceipt, boxId: 'box_other' },
      actors.controller,
    );
    expect(await checkReceipt(foreignReceipt, context)).toMatchObject({ reason: 'wrong_audience' });
  });

  it('refuses a plan that moves the box out of its home commune', async () => {
    const moved = { ...plan(), areaChain: [PROVINCE, 'area_othercommune', VILLAGE] };
    expect(await checkPlan(await signCompact('plan', moved, actors.controller), context)).toMatchObject({
      reason: 'wrong_audience',
    });
  });

  it('follows its home commune into the one that the roster says it was merged into, and into no other', async () => {
    const roster = context.roster;
    if (!roster) throw new Error('no roster');
    const successors = { [context.communeId]: 'area_othercommune' };
    const merged = { ...context, roster: { ...roster, successors } };
    const into = (communeId: string) =>
      signCompact('plan', { ...plan(), areaChain: [PROVINCE, communeId, VILLAGE] }, actors.controller);
    expect((await checkPlan(await into('area_othercommune'), merged)).ok).toBe(true);
    expect(await checkPlan(await into('area_third'), merged)).toMatchObject({ reason: 'wrong_audience' });
  });

  it('refuses another area’s overrides, also under this area’s topic', async () => {
    const foreign = await signCompact(
      'override',
      { ...override(), areaId: 'area_othercommune' },
      actors.controller,
    );
    expect(await checkOverride(foreign, COMMUNE, chain, context)).toMatchObject({ reason: 'wrong_audience' });
    expect(await checkOverride(foreign, 'area_othercommune', chain, context)).toMatchObject({
      reason: 'wrong_audience',
    });
  });

  it('refuses another commune’s roster, even one the root signed', async () => {
    const foreign = await signGeneral('roster', { ...roster, communeId: 'area_othercommune' }, [actors.root]);
    expect(checkRoster(foreign, pinned(), null)).toMatchObject({ reason: 'wrong_audience' });
  });

  it('refuses a grant for another area, and one by a person with no right over this area', async () => {
    const elsewhere = await signGeneral('grant', { ...goldenGrant, areas: ['area_othercommune'] }, [
      actors.approver,
    ]);
    expect(checkGrant(elsewhere, roster, chain)).toMatchObject({ reason: 'wrong_audience' });
    const here = await signGeneral('grant', goldenGrant, [actors.approver]);
    const narrowed = withPerson(roster, { rights: [{ use: 'scheduled', areas: ['area_othervillage'] }] });
    expect(checkGrant(here, narrowed, chain)).toMatchObject({ reason: 'not_allowed' });
  });
});

describe('grants', () => {
  const signed = () => signGeneral('grant', goldenGrant, [actors.approver]);

  it('follow a merged area to its successor', async () => {
    const old = await signGeneral('grant', { ...goldenGrant, areas: ['area_oldplei'] }, [actors.approver]);
    expect(checkGrant(old, roster, chain)).toMatchObject({ ok: true });
  });

  it('fall when their signer is revoked, and stay when the signer retired after signing', async () => {
    const bytes = await signed();
    expect(checkGrant(bytes, withPerson(roster, { revokedAt: T0 }), chain)).toMatchObject({
      reason: 'revoked',
    });
    expect(checkGrant(bytes, withPerson(roster, { retiredAt: T0 }), chain)).toMatchObject({ ok: true });
    const early = withPerson(roster, { retiredAt: goldenGrant.signedAt - 1 });
    expect(checkGrant(bytes, early, chain)).toMatchObject({ reason: 'revoked' });
  });

  it('need as many distinct people as the roster says', async () => {
    const strict: Roster = { ...roster, needs: { scheduled: 2 } };
    expect(checkGrant(await signed(), strict, chain)).toMatchObject({ reason: 'too_few_signers' });
    const twice = await signGeneral('grant', goldenGrant, [actors.approver, actors.approver]);
    expect(checkGrant(twice, strict, chain)).toMatchObject({ reason: 'too_few_signers' });
  });

  it('allow nothing but their own recording, use and time', () => {
    const wanted = { use: 'scheduled', sha256: AUDIO, at: T0 } as const;
    const reasonOf = (grant: Grant, change: object) => {
      const outcome = grantAllows(grant, { ...wanted, ...change });
      return outcome.ok ? 'ok' : outcome.reason;
    };
    expect(reasonOf(goldenGrant, {})).toBe('ok');
    expect(reasonOf(goldenGrant, { sha256: sha256Hex('other') })).toBe('wrong_subject');
    expect(reasonOf(goldenGrant, { use: 'emergency' })).toBe('not_allowed');
    expect(reasonOf(goldenGrant, { at: goldenGrant.validUntil })).toBe('expired');
    expect(reasonOf(goldenGrant, { at: goldenGrant.validFrom - 1 })).toBe('not_yet_valid');
  });
});

describe('passkey signatures', () => {
  const reasonWith = (changes: Parameters<typeof passkeyGrant>[2]) => {
    const outcome = checkGrant(passkeyGrant(goldenGrant, actors.passkey, changes), roster, chain);
    return outcome.ok ? 'ok' : outcome.reason;
  };

  it.each([
    ['a phishing page’s origin', { origin: 'https://loa.example.evil' }],
    ['another relying party', { rpId: 'example.evil' }],
    ['a registration instead of an assertion', { type: 'webauthn.create' }],
    ['a page framed by another origin', { crossOrigin: true }],
    ['an absent user', { flags: 0x04 }],
    ['an unverified user', { flags: 0x01 }],
    ['an assertion made for something else', { challenge: 'c29tZXRoaW5nIGVsc2U' }],
  ])('are refused with %s', (_name, changes) => {
    expect(reasonWith({})).toBe('ok');
    expect(reasonWith(changes)).toBe('bad_signature');
  });

  it('cannot be replaced by a bare signature of the same key', async () => {
    const bytes = passkeyGrant(goldenGrant, actors.passkey);
    const bare = JSON.parse(Buffer.from(bytes).toString());
    delete bare.signatures[0].header;
    expect(checkGrant(Buffer.from(JSON.stringify(bare)), roster, chain)).toMatchObject({
      reason: 'bad_signature',
    });
  });
});

describe('rosters signed by people', () => {
  it('need two distinct people', async () => {
    const next = { ...roster, version: 4 };
    const one = await signGeneral('roster', next, [actors.approver]);
    expect(checkRoster(one, pinned(), roster)).toMatchObject({ reason: 'too_few_signers' });
    const twice = await signGeneral('roster', next, [actors.approver, actors.approver]);
    expect(checkRoster(twice, pinned(), roster)).toMatchObject({ reason: 'too_few_signers' });
  });

  it('refuse a key that stands for two people', async () => {
    const [first, second] = roster.people;
    if (!first || !second) throw new Error('the golden roster has two people');
    const shared = { ...roster, version: 4, people: [first, { ...second, keys: first.keys }] };
    expect(checkRoster(await signGeneral('roster', shared, [actors.root]), pinned(), roster)).toMatchObject({
      reason: 'bad_content',
    });
  });
});

describe('what a signature may stand for', () => {
  it('is only the use that the roster gives its person', async () => {
    const emergencyOnly = withPerson(roster, { rights: [{ use: 'emergency', areas: [COMMUNE] }] });
    const bytes = await signGeneral('grant', goldenGrant, [actors.approver]);
    expect(checkGrant(bytes, emergencyOnly, chain)).toMatchObject({ reason: 'not_allowed' });
  });

  it('is not a roster, once its person was revoked or retired', async () => {
    const [first, second] = roster.people;
    if (!first || !second) throw new Error('the golden roster has two people');
    const key = { kid: stranger.kid, alg: 'EdDSA' as const, key: stranger.publicJwk };
    const bothByFile: Roster = { ...roster, people: [first, { ...second, keys: [key] }] };
    const next = await signGeneral('roster', { ...roster, version: 4 }, [actors.approver, stranger]);
    expect(checkRoster(next, pinned(), bothByFile)).toMatchObject({ ok: true });
    for (const gone of [{ revokedAt: T0 }, { retiredAt: T0 }]) {
      expect(checkRoster(next, pinned(), withPerson(bothByFile, gone))).toMatchObject({
        reason: 'too_few_signers',
      });
    }
  });

  it('is not a key under a name that is not its thumbprint', async () => {
    const [person] = roster.people;
    const misnamed = person?.keys.map((key) => ({ ...key, kid: stranger.kid })) ?? [];
    const bytes = await signGeneral('roster', withPerson(roster, { keys: misnamed }), [actors.root]);
    expect(checkRoster(bytes, pinned(), null)).toMatchObject({ reason: 'bad_content' });
  });

  it('is nothing under another algorithm than its key has', () => {
    const header = { alg: 'ES256', kid: actors.approver.kid, typ: 'loa-grant+jws', cty: 'json' };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [head, payload] = [encode(header), encode(goldenGrant)];
    const key = createPrivateKey({ key: testKeys.approver, format: 'jwk' });
    const signature = sign(null, Buffer.from(`${head}.${payload}`), key).toString('base64url');
    const bytes = Buffer.from(JSON.stringify({ payload, signatures: [{ protected: head, signature }] }));
    expect(checkGrant(bytes, roster, chain)).toMatchObject({ reason: 'bad_signature' });
  });

  it('is nothing when a key file’s signature dresses as a passkey’s', async () => {
    const dressed = JSON.parse(
      Buffer.from(await signGeneral('grant', goldenGrant, [actors.approver])).toString(),
    );
    dressed.signatures[0].header = { authenticatorData: 'A'.repeat(64), clientDataJSON: 'A'.repeat(64) };
    const bytes = Buffer.from(JSON.stringify(dressed));
    expect(checkGrant(bytes, roster, chain)).toMatchObject({ reason: 'bad_signature' });
  });
});

it('a signed document that inflates beyond 1 MB is refused: a small message cannot fill a box’s memory', async () => {
  const bomb = await signCompact('plan', { ...plan(), filler: ' '.repeat(2_000_000) }, actors.controller);
  expect(bomb.byteLength).toBeLessThan(50_000);
  expect(await checkPlan(bomb, context)).toMatchObject({ reason: 'bad_content' });
});

/** The roster with its first person (the approver of the golden grant) changed. */
function withPerson(base: Roster, change: Partial<Roster['people'][number]>): Roster {
  return {
    ...base,
    people: base.people.map((person, index) => (index === 0 ? { ...person, ...change } : person)),
  };
}
