import { describe, expect, it } from 'vitest';
import { PAGES } from '../../controller/web/src/app/pages.js';
import { pageOfSubject, sentenceOf } from '../../controller/web/src/features/audit/sentence.js';

const row = {
  ...{ id: 1, at: 0, actor: 'account_hoa', actorName: 'Nguyễn Thị Hoa', action: 'schedule.change' },
  ...{
    what: 'sửa lịch phát',
    areaId: null,
    subject: 'schedule_a',
    subjectName: null,
    reason: null,
    detail: {},
  },
};

describe('a row of the log of changes', () => {
  it('is one sentence', () => {
    expect(sentenceOf({ ...row, subjectName: 'Bản tin chiều' })).toBe(
      'Nguyễn Thị Hoa sửa lịch phát “Bản tin chiều”',
    );
    expect(sentenceOf(row)).toBe('Nguyễn Thị Hoa sửa lịch phát');
  });
  it('does not say twice who signed in', () => {
    const signIn = { ...row, what: 'đăng nhập', subjectName: row.actorName };
    expect(sentenceOf(signIn)).toBe('Nguyễn Thị Hoa đăng nhập');
  });
  it.each(['bulletin_a', 'schedule_a', 'account_a', 'box_a', 'campaign_a'])(
    'of %s leads to a page that is there',
    (subject) => {
      const address = pageOfSubject(subject) ?? '';
      const list = address.slice(0, address.lastIndexOf('/'));
      expect(PAGES.some(({ path }) => path.startsWith(`${list}/:`))).toBe(true);
    },
  );
  it('leads nowhere where there is no page', () => expect(pageOfSubject('override_a')).toBeNull());
});
