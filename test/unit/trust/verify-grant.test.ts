import type { Grant } from '@loa/shared/messages/grant';
import type { Person } from '@loa/shared/messages/roster';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildRoster, personWithKeyFile } from '../../../controller/src/trust/roster.js';
import {
  type GrantQuestion,
  textSha256,
  verifyGrantForVariant,
} from '../../../controller/src/trust/verify-grant.js';

const NOW = Date.UTC(2026, 10, 2);
const DAY = 86_400_000;
const SHA = 'a'.repeat(64);
const TEXT = 'Bà con chú ý: lừa đảo qua điện thoại.';
const CHAINS: Record<string, string[]> = {
  area_commune: ['area_province', 'area_commune'],
  area_village: ['area_province', 'area_commune', 'area_village'],
  area_other: ['area_province', 'area_commune', 'area_other'],
  area_far: ['area_province', 'area_far'],
};

let an: SigningKey;
let binh: SigningKey;
let controller: SigningKey;
beforeAll(async () => {
  [an, binh, controller] = await Promise.all([
    importSigningKey(generatePrivateJwk()),
    importSigningKey(generatePrivateJwk()),
    importSigningKey(generatePrivateJwk()),
  ]);
});

const grant = (change: Partial<Grant> = {}) => ({
  use: 'scheduled',
  subject: { sha256: SHA, language: 'vi' },
  title: 'Cảnh báo lừa đảo',
  areas: ['area_commune'],
  validFrom: NOW,
  validUntil: NOW + 30 * DAY,
  signedAt: NOW,
  textSha256: textSha256(TEXT),
  ...change,
});

function question(change: Partial<GrantQuestion> = {}, people?: Person[], needed = 1): GrantQuestion {
  return {
    roster: buildRoster({
      communeId: 'area_commune',
      version: 1,
      issuedAt: NOW,
      controllerKeys: [controller.publicJwk],
      people: people ?? [
        personWithKeyFile(
          { personId: 'person_an', rights: [{ use: 'scheduled', areas: ['area_commune'] }] },
          an.publicJwk,
        ),
        personWithKeyFile(
          { personId: 'person_binh', rights: [{ use: 'scheduled', areas: ['area_village'] }] },
          binh.publicJwk,
        ),
      ],
      needs: { scheduled: needed },
      zone: 'Asia/Ho_Chi_Minh',
      limits: [],
    }),
    variant: { sha256: SHA, language: 'vi', title: 'Cảnh báo lừa đảo', text: TEXT },
    within: 'area_commune',
    chainOf: (areaId) => CHAINS[areaId] ?? [],
    now: NOW,
    ...change,
  };
}

async function outcome(signed: object, signers: SigningKey[], asked: GrantQuestion): Promise<string> {
  const verdict = verifyGrantForVariant(await signGeneral('grant', signed, signers), asked);
  return verdict.ok ? verdict.people.map(({ personId }) => personId).join(' ') : verdict.reason;
}

describe('a grant for a variant', () => {
  it('is taken from somebody who may approve there, with its id and signer', async () => {
    expect(await outcome(grant(), [an], question())).toBe('person_an');
    expect(await outcome(grant({ areas: ['area_village', 'area_other'] }), [an], question())).toBe(
      'person_an',
    );
  });

  it('knows one text in two spellings of its accents', async () => {
    const variant = {
      ...question().variant,
      text: TEXT.normalize('NFD'),
      title: 'Cảnh báo lừa đảo'.normalize('NFD'),
    };
    expect(await outcome(grant(), [an], question({ variant }))).toBe('person_an');
  });

  it.each<[string, Partial<Grant>, string]>([
    [
      'another recording',
      { subject: { sha256: 'b'.repeat(64), language: 'vi' } } as Partial<Grant>,
      'wrong_subject',
    ],
    ['another language', { subject: { sha256: SHA, language: 'jra' } } as Partial<Grant>, 'wrong_subject'],
    ['another title', { title: 'Cảnh báo lừa đảo!' }, 'wrong_subject'],
    ['another text', { textSha256: textSha256('khác') }, 'wrong_subject'],
    ['a place outside the bulletin', { areas: ['area_commune', 'area_far'] }, 'wrong_audience'],
    ['an unknown place', { areas: ['area_nowhere'] }, 'wrong_audience'],
    ['the past', { validFrom: NOW - DAY, validUntil: NOW }, 'expired'],
    ['a signature from the future', { signedAt: NOW + 6 * 60_000 }, 'not_yet_valid'],
    [
      'a microphone',
      { use: 'live', subject: { liveId: 'live_one', maxMs: 1 } } as Partial<Grant>,
      'wrong_subject',
    ],
  ])('is refused when given for %s', async (_name, change, reason) => {
    expect(await outcome(grant(change), [an], question())).toBe(reason);
  });

  it('is refused without the text that was written down, and with one where none was', async () => {
    const { textSha256: _, ...silent } = grant();
    expect(await outcome(silent, [an], question())).toBe('wrong_subject');
    const variant = { ...question().variant, text: null };
    expect(await outcome(grant(), [an], question({ variant }))).toBe('wrong_subject');
    expect(await outcome(silent, [an], question({ variant }))).toBe('person_an');
  });

  it('is refused from who may approve in one of its places only', async () => {
    expect(await outcome(grant({ areas: ['area_village'] }), [binh], question())).toBe('person_binh');
    expect(await outcome(grant({ areas: ['area_village', 'area_other'] }), [binh], question())).toBe(
      'not_allowed',
    );
    expect(await outcome(grant(), [controller], question())).toBe('unknown_key');
  });

  it('needs as many people as the roster says, in every place', async () => {
    const two = (areas: string[]) => outcome(grant({ areas }), [an, binh], question({}, undefined, 2));
    expect(await two(['area_village'])).toBe('person_an person_binh');
    expect(await two(['area_village', 'area_other'])).toBe('too_few_signers');
  });

  it('falls with its signer', async () => {
    const right = [{ use: 'scheduled' as const, areas: ['area_commune'] }];
    const revoked = {
      ...personWithKeyFile({ personId: 'person_an', rights: right }, an.publicJwk),
      revokedAt: NOW,
    };
    expect(await outcome(grant(), [an], question({}, [revoked]))).toBe('revoked');
  });

  it('is refused when a bit was changed', async () => {
    const bytes = Buffer.from(await signGeneral('grant', grant(), [an]));
    const at = bytes.indexOf('"payload":"') + 20;
    bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
    expect(verifyGrantForVariant(bytes, question()).ok).toBe(false);
  });
});
