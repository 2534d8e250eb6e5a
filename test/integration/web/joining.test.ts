import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeLink } from '../../../controller/web/src/features/join/link.js';

/** What the controller answers by path; null: the line is lost. */
let answers: Record<string, Response | null>;
beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string) => {
    const answer = answers[path];
    if (!answer) throw new TypeError('no line');
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const refused = (status: number, code: string) =>
  Response.json({ error: { code, message: code } }, { status });
const take = () => takeLink({ token: 't'.repeat(43), login: 'hyoirc', password: 'nhà rông có chín bậc' });

describe('a password chosen by a link', () => {
  it('is told to be saved where the line was lost before the sign-in: the link is spent', async () => {
    answers = { '/api/links/use': Response.json({ login: 'hyoirc' }), '/api/session': null };
    expect(await take()).toBeNull();
  });

  it('is known again where the answer to the first press was lost, instead of warning of a stranger', async () => {
    answers = {
      '/api/links/use': refused(409, 'link_used'),
      '/api/session': refused(401, 'second_factor_needed'),
    };
    expect(await take()).toBeNull();
  });

  it('is not taken where somebody else used the link', async () => {
    answers = { '/api/links/use': refused(409, 'link_used'), '/api/session': refused(401, 'wrong_login') };
    await expect(take()).rejects.toMatchObject({ code: 'link_used' });
  });
});
