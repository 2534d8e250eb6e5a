import { base32, newId } from '@loa/shared/ids';
import { nextRevision } from '@loa/shared/revision';
import { parseTopic, topics } from '@loa/shared/topics';
import { formatCode, newEnrolmentCode, parseCode } from '@loa/shared/trust/enrolment';
import { keyId } from '@loa/shared/trust/keys';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../support/seeded-random.js';

describe('topics', () => {
  it('read back what they are built from', () => {
    expect(parseTopic(topics.plan('box_1'))).toEqual({
      scope: 'box',
      id: 'box_1',
      way: 'down',
      kind: 'plan',
    });
    expect(parseTopic(topics.roster('area_1'))).toEqual({
      scope: 'area',
      id: 'area_1',
      way: 'down',
      kind: 'roster',
    });
  });

  it.each([
    'loa/v1/box/+/up/report',
    'loa/v1/box/#',
    'loa/v2/box/box_1/down/plan',
    'loa/v1/box/box_1/up/plan',
    'loa/v1/box/box_1/down/plan/more',
    'loa/v1/area/box_1/up/status',
    '$SYS/broker',
    '',
  ])('%s is not one of ours', (topic) => {
    expect(parseTopic(topic)).toBeNull();
  });
});

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('spells %j as RFC 4648 does, without padding', (text, spelt) => {
    expect(base32(Buffer.from(text))).toBe(spelt);
  });
});

it('new ids carry 80 random bits and their kind', () => {
  expect(newId('box', createSeededRandom(1))).toMatch(/^box_[a-z2-7]{16}$/);
});

it('a revision only grows, also on a controller restored from an old backup', () => {
  expect(nextRevision(0, 1000)).toBe(1000);
  expect(nextRevision(5000, 1000)).toBe(5001);
});

describe('enrolment codes', () => {
  it('survive being read over the telephone', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const code = newEnrolmentCode(createSeededRandom(seed));
        const shown = formatCode(code);
        expect(parseCode(shown)).toEqual(code);
        expect(
          parseCode(
            ` ${shown.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
          ),
        ).toEqual(code);
      }),
    );
  });

  it.each(['', 'K7QM', 'K7QM-3F8Z-9TWX-B2C', 'K7QM-3F8Z-9TWX-B2CU', 'K7QM-3F8Z-9TWX-B2CD-1'])(
    '%j is none',
    (typed) => {
      expect(parseCode(typed)).toBeNull();
    },
  );
});

it('names a key by its RFC 7638 thumbprint (the Ed25519 example of RFC 8037 A.3)', () => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
  expect(keyId(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});
