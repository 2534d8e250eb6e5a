import { describe, expect, it } from 'vitest';
import { loginOf } from '../../controller/web/src/features/admin/login-of.js';
import { changeOf, EMPTY_CHANGE, rightsOf } from '../../controller/web/src/features/admin/roster-change.js';
import { tokenState } from '../../controller/web/src/features/admin/tokens.js';
import { tokenIn } from '../../controller/web/src/features/join/link.js';
import { machineName } from '../../controller/web/src/features/profile/machine-name.js';
import { dayOf } from '../../controller/web/src/lib/format.js';

describe('a user name by the name', () => {
  it.each([
    ['Nguyễn Thị Hoa', 'hoant'],
    ['Rơ Châm Hyơi', 'hyoirc'],
    ['Đỗ  Đức', 'ducd'],
    ['H’Lan Êban', 'ebanhl'],
    ['', ''],
  ])('%s is %s', (name, login) => expect(loginOf(name)).toBe(login));
});

describe('a one-time link', () => {
  const token = 'a'.repeat(43);
  it('holds its token behind #', () => expect(tokenIn(`#${token}`)).toBe(token));
  it('that was cut off on its way holds none', () => expect(tokenIn(`#${token.slice(1)}`)).toBeNull());
});

describe('a machine in words', () => {
  it('is not the browser whose pages it can also show', () => {
    const edge =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120';
    expect(machineName(edge)).toBe('Windows · Edge');
  });
  it('names a telephone before its system', () => {
    const android =
      'Mozilla/5.0 (Linux; Android 13; SM-A127F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';
    expect(machineName(android)).toBe('Android · Chrome');
    expect(machineName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604')).toBe(
      'iPhone · Safari',
    );
  });
  it('is nothing where nothing is told', () => {
    expect(machineName('curl/8')).toBeNull();
    expect(machineName(null)).toBeNull();
  });
});

describe('what is asked of the list of approvers', () => {
  const where = { communeId: 'area_iapia', dayOf };
  const account = { ...EMPTY_CHANGE, accountId: 'account_lan' };

  it('waits until it is whole', () => {
    expect(changeOf(EMPTY_CHANGE, where)).toBeNull();
    expect(changeOf({ ...account, uses: [] }, where)).toBeNull();
    expect(changeOf({ ...EMPTY_CHANGE, kind: 'retire' }, where)).toBeNull();
    expect(changeOf({ ...EMPTY_CHANGE, kind: 'merge' }, where)).toBeNull();
    expect(changeOf({ ...EMPTY_CHANGE, kind: 'merge', merged: 'area_a' }, where)).toEqual({
      ...{ kind: 'merge', areaId: 'area_a' },
    });
  });

  it('lets a deputy act until the end of the last day', () => {
    const leave = { ...account, kind: 'deputy' as const, personId: 'person_nam', from: '2026-11-02' };
    expect(changeOf({ ...leave, until: '2026-11-01' }, where)).toBeNull();
    expect(changeOf({ ...leave, until: '2026-11-02' }, where)).toEqual({
      ...{ kind: 'deputy', accountId: 'account_lan', deputyFor: 'person_nam' },
      from: Date.parse('2026-11-02T00:00:00+07:00'),
      until: Date.parse('2026-11-03T00:00:00+07:00'),
    });
  });

  it('gives a new approver no other place than the commune', () => {
    expect(changeOf({ ...account, uses: ['scheduled'] }, where)).toEqual({
      ...{ kind: 'addPerson', accountId: 'account_lan' },
      rights: [{ use: 'scheduled', areas: ['area_iapia'] }],
    });
  });
});

describe('the rights of an approver', () => {
  const where = { communeId: 'area_xa', dayOf };
  const asked = { ...EMPTY_CHANGE, kind: 'rights' as const, personId: 'person_nam' };
  it('begin from those that the person has, without what is lent', () => {
    const acting = { from: 0, until: 1, deputyFor: 'person_lan' };
    const rights = [
      { use: 'relay' as const, areas: ['area_a'] },
      { use: 'scheduled' as const, areas: ['area_a', 'area_b'] },
      { use: 'emergency' as const, areas: ['area_xa'], acting },
    ];
    expect(rightsOf({ rights }, 'area_xa')).toEqual({
      uses: ['scheduled', 'relay'],
      areas: ['area_a', 'area_b'],
    });
  });
  it('hold in the whole commune unless places are named', () => {
    expect(changeOf({ ...asked, uses: ['scheduled'] }, where)).toMatchObject({
      rights: [{ use: 'scheduled', areas: ['area_xa'] }],
    });
    expect(changeOf({ ...asked, uses: ['scheduled'], areas: ['area_a'] }, where)).toMatchObject({
      rights: [{ use: 'scheduled', areas: ['area_a'] }],
    });
  });
  it('are never none: that is retiring', () => expect(changeOf({ ...asked, uses: [] }, where)).toBeNull());
});

it('warns of a token before it ends', () => {
  const day = 86_400_000;
  const state = (expiresAt: number, revokedAt: number | null = null) =>
    tokenState({ expiresAt, revokedAt }, 100 * day);
  expect([state(200 * day), state(120 * day), state(100 * day), state(200 * day, 1)]).toEqual([
    ...['holds', 'ends', 'ended', 'revoked'],
  ]);
});
