import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import { keptRules } from '../../../../controller/src/planning/place/kept-rules.js';

const NOON = { from: '11:00', to: '13:00', why: 'nghỉ trưa' };
const SCHOOL = { kind: 'school' as const, name: 'Trường Kon Brung', quiet: [], maxGainDb: -6 };
const window = (from: string, to: string) => ({ from, to, maxGainDb: 0 });
const SILENT = { hours: null, rules: NO_RULES };

describe('what a part says for itself once its place is gone', () => {
  it('is what the place said, where the part said nothing', () => {
    const gone = {
      hours: [window('06:00', '18:00')],
      rules: { ...NO_RULES, quiet: [NOON], neighbours: [SCHOOL] },
    };
    expect(keptRules(gone, SILENT)).toEqual(gone);
  });

  it('is the stricter of both, and its own custom', () => {
    const gone = {
      hours: [window('05:30', '19:00')],
      rules: { ...NO_RULES, quiet: [NOON], maxDayMinutes: 60, maxSessionsPerDay: 3, repeatInEvening: false },
    };
    const part = {
      hours: [window('06:00', '20:00')],
      rules: { ...NO_RULES, quiet: [NOON], maxDayMinutes: 90, maxSessionMinutes: 20, repeatInEvening: true },
    };
    expect(keptRules(gone, part)).toEqual({
      hours: [window('06:00', '19:00')],
      rules: {
        ...{ ...NO_RULES, quiet: [NOON], maxDayMinutes: 60, maxSessionMinutes: 20, maxSessionsPerDay: 3 },
        repeatInEvening: true,
      },
    });
  });

  it('is nothing where neither says anything', () => {
    expect(keptRules(SILENT, SILENT)).toEqual(SILENT);
  });
});
