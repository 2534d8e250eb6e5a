import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import { rulesChange } from '../../controller/web/src/features/admin/rules-change.js';

describe('a change of a place’s rules', () => {
  const opened = { hours: null, rules: { ...NO_RULES, maxDayMinutes: 90 } };
  const quiet = [{ from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' }];

  it('names the rules that somebody touched and no other, and hours only where they changed', () => {
    const now = { hours: null, rules: { ...opened.rules, quiet } };
    expect(rulesChange(opened, now)).toEqual({ rules: { quiet } });
    const hours = [{ from: '05:30', to: '21:00', maxGainDb: 0 }];
    expect(rulesChange(opened, { ...opened, hours })).toEqual({ hours });
  });

  it('says null where a rule was taken away', () => {
    const now = { ...opened, rules: { ...opened.rules, maxDayMinutes: null } };
    expect(rulesChange(opened, now)).toEqual({ rules: { maxDayMinutes: null } });
  });
});
