import { NO_RULES } from '@loa/shared/place-rules';
import { describe, expect, it } from 'vitest';
import {
  draftOf,
  type HoursDraft,
  louderIn,
  windowsOf,
  within,
} from '../../controller/web/src/components/place-rules/hours-draft.js';
import { rulesChange } from '../../controller/web/src/components/place-rules/rules-change.js';
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

describe('the hours of a place while they are typed', () => {
  const window = (from: string, to: string, maxGainDb = 0) => ({ from, to, maxGainDb });
  const USUAL = [window('05:30', '06:00', -6), window('06:00', '21:00')];
  const ends = (draft: HoursDraft, to: string) => ({
    ...draft,
    stretches: draft.stretches.map((each) => ({ ...each, to })),
  });

  it('show when and how loud apart: early morning, day and evening', () => {
    expect(draftOf(USUAL)).toEqual({
      stretches: [{ from: '05:30', to: '21:00' }],
      parts: [
        { from: '00:00', maxGainDb: -6 },
        { from: '06:00', maxGainDb: 0 },
        { from: '18:00', maxGainDb: 0 },
      ],
    });
  });

  it('keep the early morning as quiet as it was when another hour is moved or an hour is added', () => {
    const draft = draftOf(USUAL);
    expect(windowsOf(ends(draft, '20:00'))).toEqual([window('05:30', '06:00', -6), window('06:00', '20:00')]);
    const more = { ...draft, stretches: [...draft.stretches, { from: '05:00', to: '07:00' }] };
    expect(windowsOf(more)).toEqual([window('05:00', '06:00', -6), window('06:00', '21:00')]);
  });

  it('that begin from none begin with a quiet early morning, too', () => {
    const draft = { ...draftOf([]), stretches: [{ from: '05:00', to: '20:00' }] };
    expect(windowsOf(draft)).toEqual([window('05:00', '06:00', -6), window('06:00', '20:00')]);
  });

  it('hold a cap of the evening', () => {
    const { stretches, parts } = draftOf(USUAL);
    const quieter = parts.map((part) => (part.from === '18:00' ? { ...part, maxGainDb: -10 } : part));
    expect(windowsOf({ stretches, parts: quieter })).toEqual([
      window('05:30', '06:00', -6),
      window('06:00', '18:00'),
      window('18:00', '21:00', -10),
    ]);
  });

  it.each([
    { what: 'nothing', hours: [] },
    { what: 'a whole day', hours: [window('00:00', '24:00', -3)] },
    {
      what: 'caps at noon',
      hours: [window('05:00', '11:00'), window('11:00', '13:00', -10), window('13:00', '19:00')],
    },
    { what: 'two sessions', hours: [window('05:15', '06:30', -15), window('16:45', '18:30', 3)] },
    { what: 'a cap that begins late', hours: [window('06:00', '19:30', -3), window('19:30', '21:00', -10)] },
  ])('are stored as they were: $what', ({ hours }) => {
    expect(windowsOf(draftOf(hours))).toEqual(hours);
  });

  it('say where it gets louder, and nothing of hours that are new or that nobody above allows', () => {
    const loud = [window('05:00', '21:00')];
    expect(louderIn(USUAL, loud)).toEqual([window('05:30', '06:00')]);
    expect(louderIn(loud, USUAL)).toEqual([]);
    expect(louderIn(USUAL, within(loud, USUAL))).toEqual([]);
    expect(within(loud, USUAL)).toEqual(USUAL);
  });
});
