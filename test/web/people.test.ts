import { describe, expect, it } from 'vitest';
import { loginOf } from '../../controller/web/src/features/admin/login-of.js';
import { changeOf, EMPTY_CHANGE } from '../../controller/web/src/features/admin/roster-change.js';
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
