import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { NewCampaign } from '../../../shared/src/api/campaigns.js';
import { NewProgramme } from '../../../shared/src/api/programmes.js';
import { AskedTimetable, NewSchedule } from '../../../shared/src/api/schedules.js';
import { NewSuspension } from '../../../shared/src/api/suspensions.js';
import { EndOfWindow, TimeOfDay, Zone } from '../../../shared/src/instant.js';
import { SoundWindow } from '../../../shared/src/sound-window.js';
import { DayRule } from '../../../shared/src/timetable.js';
import { KEPT_OUT } from '../../support/vietnamese-texts.js';

const once = { kind: 'once', date: '2026-12-10', time: '17:00' };
const suspension = { name: 'Quốc tang', areaIds: ['area_iapia'], from: '2026-12-10', until: '2026-12-09' };
const campaign = {
  ...{ areaId: 'area_iapia', name: 'Tháng 10', areaIds: ['area_iapia'], topics: [], columns: [] },
  ...{ from: '2026-12-10', until: '2026-12-09' },
  quotas: { playsPerWeek: 1, minutesPerWeek: null, populationCoverage: null },
};
const ident = { kind: 'ident', slot: 'slot_one', bulletinId: 'bulletin_one' };

const REFUSED: [string, z.ZodType, unknown, number][] = [
  ['a time that is none', TimeOfDay, '24:00', 1],
  ['an end that is none', EndOfWindow, '24:01', 1],
  ['a zone that is none', Zone, 'Asia/Saigonx', 1],
  ['hours over midnight', SoundWindow, { from: '22:00', to: '05:00', maxGainDb: 0 }, 1],
  ['every second week of no week', DayRule, { every: 'week', interval: 2, days: [1] }, 1],
  ['a month without days', DayRule, { every: 'month' }, 1],
  ['a range backwards', DayRule, { every: 'dateInRange', from: '2026-12-10', until: '2026-12-09' }, 1],
  ['a time in a timetable', AskedTimetable, { ...once, time: '5h30' }, 1],
  ['a schedule of nothing', NewSchedule, { areaIds: ['area_iapia'], timetable: once }, 1],
  ['a slot twice', NewProgramme, { areaId: 'area_iapia', name: 'Sáng', slots: [ident, ident] }, 1],
  ['a suspension of nothing, backwards', NewSuspension, { ...suspension, music: false }, 2],
  ['a campaign for nothing, backwards', NewCampaign, campaign, 2],
];

describe('what a schema refuses in words of its own', () => {
  it.each(REFUSED)('is told to staff in Vietnamese: %s', (_, schema, value, count) => {
    const texts = schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];
    expect(texts).toHaveLength(count);
    for (const text of texts) {
      expect(text).toMatch(/^\p{Lu}.*[ạảấầẩẫậắằẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựđ].*\.$/u);
      expect(text).not.toMatch(KEPT_OUT);
    }
  });
});
