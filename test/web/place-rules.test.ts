import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import { rulesChange } from '../../controller/web/src/features/admin/rules-change.js';
import { type NeighbourDraft, neighboursBy } from '../../controller/web/src/features/fleet/neighbours.js';

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

describe('a list of neighbours that a colleague changed while it was open', () => {
  const one = (name: string, maxGainDb: number | null = null): NeighbourDraft => ({
    ...{ kind: 'hospital', name, quiet: [], maxGainDb },
  });
  const [school, clinic, temple] = [one('Trường'), one('Trạm y tế'), one('Chùa')];

  it('keeps whom the colleague added, and what this person added, changed and took away', () => {
    expect(neighboursBy([school], [school, temple], [school, clinic])).toEqual([school, clinic, temple]);
    expect(neighboursBy([school, temple], [temple], [school, temple, clinic])).toEqual([temple, clinic]);
    const quieter = one('Trường', -6);
    expect(neighboursBy([school], [quieter], [school, clinic])).toEqual([clinic, quieter]);
  });

  it('does not bring back whom the colleague took away', () => {
    expect(neighboursBy([school, clinic], [school, clinic, temple], [clinic])).toEqual([clinic, temple]);
  });

  it('keeps both words where both wrote of the same one', () => {
    const [mine, theirs] = [one('Trường', -3), one('Trường', -6)];
    expect(neighboursBy([school], [mine], [theirs])).toEqual([theirs, mine]);
  });

  it('is as it was typed where nobody changed it', () => {
    expect(neighboursBy([school, school], [school], [school, school])).toEqual([school]);
    expect(neighboursBy([school], [temple, school], [school])).toEqual([temple, school]);
  });
});
