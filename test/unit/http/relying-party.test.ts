import { describe, expect, it } from 'vitest';
import { relyingParty } from '../../../controller/src/http/relying-party.js';

const at = (origin: string, publicUrl: string | null, role: 'admin' | 'broadcaster' | 'anonymous') => {
  const place = relyingParty({ origin, ownOrigin: origin }, { publicUrl }, { role });
  return place.possible ? null : place.message;
};

describe('why passkeys do not work here', () => {
  it.each(['http://192.168.1.5:8080', 'https://192.168.1.5', 'https://loa.example.vn'])(
    'is said at %s without the machine room’s words, except to who can set the address',
    (origin) => {
      for (const role of ['broadcaster', 'anonymous'] as const) {
        const message = at(origin, null, role);
        expect(message).toContain('nhờ quản trị mở bằng địa chỉ https của xã');
        expect(message).not.toMatch(/LOA_|localhost/);
      }
      expect(at(origin, null, 'admin')).toContain('LOA_PUBLIC_URL');
    },
  );

  it('names the address to open where there is one', () => {
    expect(at('http://192.168.1.5', 'https://loa.example.vn', 'broadcaster')).toContain(
      'Hãy mở trang ở https://loa.example.vn.',
    );
    expect(at('https://loa.example.vn', 'https://loa.example.vn', 'broadcaster')).toBeNull();
  });
});
