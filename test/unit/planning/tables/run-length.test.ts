import { describe, expect, it } from 'vitest';
import type { ScheduleInput } from '../../../../controller/src/planning/inputs.js';
import {
  expectedLength,
  heardMs,
  type Listener,
  type RecordedBulletin,
} from '../../../../controller/src/planning/programme/expected-length.js';
import {
  lastsFrom,
  needsFrom,
  type RunLength,
} from '../../../../controller/src/planning/programme/run-length.js';
import { minutesOfDay } from '../../../../shared/src/instant.js';
import type { LanguagePolicy } from '../../../../shared/src/place-rules.js';
import {
  bulletinOf,
  on,
  once,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
  variantOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

const MINUTE = 60_000;
const POLICIES: Record<string, LanguagePolicy> = {
  'tiếng đầu tiên có': 'firstAvailable',
  'lần lượt từng tiếng': 'eachInTurn',
  'tiếng làng rồi tiếng Việt': 'villageThenVietnamese',
};

/** `jra 10*`: bản thu tiếng jra dài 10 phút, chưa được duyệt. Chưa duyệt cũng tính: đến giờ phát có thể đã duyệt. */
const LANGUAGES = `
| làng dùng    | chính sách                | đã thu               | buổi dài |
|--------------|---------------------------|----------------------|----------|
| vi           | tiếng đầu tiên có         | vi 10                | 10       |
| jra, vi      | tiếng đầu tiên có         | jra 10, vi 25        | 10       |
| jra, vi      | tiếng đầu tiên có         | jra 10*, vi 25       | 25       |
| jra, vi      | tiếng đầu tiên có         | jra 25*, vi 10       | 25       |
| jra          | tiếng đầu tiên có         | vi 10, km 40         | 10       |
| jra, vi      | lần lượt từng tiếng       | jra 10, vi 10        | 20       |
| jra, vi      | lần lượt từng tiếng       | jra 10*, vi 10       | 20       |
| jra, vi      | lần lượt từng tiếng       | vi 10                | 10       |
| jra, bdq, vi | lần lượt từng tiếng       | jra 10, bdq 11, vi 9 | 30       |
| jra          | lần lượt từng tiếng       | jra 10, vi 10        | 10       |
| jra, vi      | tiếng làng rồi tiếng Việt | jra 10, vi 10        | 20       |
| jra          | tiếng làng rồi tiếng Việt | jra 10, vi 10        | 20       |
| jra, bdq, vi | tiếng làng rồi tiếng Việt | jra 10, bdq 11, vi 9 | 19       |
| vi           | tiếng làng rồi tiếng Việt | jra 10, vi 10        | 10       |
| jra, vi      | lần lượt từng tiếng       | km 10                | 0        |
`;

const recorded = (cell: string | undefined) =>
  listOf(cell).map((text) => {
    const [language = '', minutes = ''] = text.split(' ');
    return {
      language,
      durationMs: Number(minutes.replace('*', '')) * MINUTE,
      approved: !minutes.endsWith('*'),
    };
  });

describe('how long a village hears a bulletin', () => {
  it.each(casesOf(LANGUAGES))('%s', (_, row) => {
    const policy = POLICIES[row['chính sách'] ?? ''];
    if (!policy) throw new Error(`no such policy: ${row['chính sách']}`);
    const listener: Listener = { languages: listOf(row['làng dùng']), policy };
    const recordings = recorded(row['đã thu']);
    const bulletin: RecordedBulletin = { bulletinId: 'bulletin_tin', sound: 'speech', recordings };
    const ms = heardMs(bulletin, listener);
    expect(ms).toBe(Number(row['buổi dài']) * MINUTE);
    // What planning makes of it lasts no longer; as long, where everything is approved.
    const variants = recordings.map(({ language, durationMs, approved }) =>
      variantOf('tin', language, {
        minutes: durationMs / MINUTE,
        ...(approved ? {} : { grant: null }),
      }),
    );
    const built = planOf(
      { schedules: [scheduleOf('a', [slotOf('main', 'tin')])], bulletins: [bulletinOf('tin', { variants })] },
      { languagePolicy: policy, settings: { ...placeOf().settings, languages: [...listener.languages] } },
    );
    const planned = built.playbacks.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(planned).toBeLessThanOrEqual(ms);
    if (recordings.every(({ approved }) => approved)) expect(planned).toBe(ms);
  });

  it('hears music once, in whatever language it is marked', () => {
    const recordings = recorded('km 4, jra 5');
    const music: RecordedBulletin = { bulletinId: 'bulletin_nhac', sound: 'music', recordings };
    expect(heardMs(music, { languages: ['vi', 'jra'], policy: 'eachInTurn' })).toBe(5 * MINUTE);
  });
});

/** `nhạc 18:00`: nhạc đến 18:00; các số là phút của từng bài. `cần`: không kể nhạc ở cuối, vì nhạc tự ngắn lại. */
const PROGRAMMES = `
| chương trình               | bắt đầu | dài nhất | quá dài thì | buổi dài | cần |
|----------------------------|---------|----------|-------------|----------|-----|
| 20                         | 17:35   | -        | không phát  | 20       | 20  |
| nhạc 18:00, 20             | 17:35   | -        | không phát  | 45       | 45  |
| nhạc 18:00, 20             | 17:59   | -        | không phát  | 21       | 21  |
| nhạc 18:00, 20             | 18:00   | -        | không phát  | 20       | 20  |
| nhạc 18:00, 20             | 19:10   | -        | không phát  | 20       | 20  |
| nhạc tròn giờ, 20          | 17:35   | -        | không phát  | 45       | 45  |
| nhạc tròn giờ, 20          | 17:00   | -        | không phát  | 20       | 20  |
| 10, nhạc tròn giờ, 20      | 17:35   | -        | không phát  | 45       | 45  |
| 30, nhạc tròn giờ, 20      | 17:35   | -        | không phát  | 105      | 105 |
| nhạc 06:00, 30             | 05:45   | -        | không phát  | 45       | 45  |
| 10, nhạc 18:00             | 17:35   | -        | không phát  | 25       | 10  |
| 10, nhạc 18:00             | 17:35   | 15       | không phát  | 15       | 10  |
| 10, nhạc 18:00             | 17:35   | 15       | bỏ bớt      | 15       | 10  |
| nhạc 18:00, 20             | 17:35   | 30       | không phát  | 45       | 45  |
| nhạc 18:00, 20             | 17:35   | 30       | bỏ bớt      | 30       | 30  |
| nhạc 18:00, nhạc 18:30, 5  | 17:35   | -        | không phát  | 60       | 60  |
| nhạc 18:00                 | 17:35   | -        | không phát  | 25       | 0   |
| nhạc 00:10, 5              | 23:50   | -        | không phát  | 5        | 5   |
`;

function programmeOf(row: Record<string, string>): ScheduleInput {
  const slots = listOf(row['chương trình']).map((text, at) => {
    const until = /^nhạc (.*)$/.exec(text)?.[1];
    if (until === undefined) return slotOf(`slot_${at}`, text);
    const to = until === 'tròn giờ' ? 'nextHour' : until;
    return slotOf(`slot_${at}`, { kind: 'filler', bulletinIds: ['bulletin_nhạc'], until: to });
  });
  return scheduleOf('a', slots, {
    timetable: once('2026-11-02', row['bắt đầu'] ?? ''),
    maxMs: row['dài nhất'] ? Number(row['dài nhất']) * MINUTE : null,
    overflow: row['quá dài thì'] === 'bỏ bớt' ? 'dropLowest' : 'refuse',
  });
}

/** Every bulletin lasts as many minutes as its name says. */
const known = {
  bulletinMs: (bulletinId: string) => Number(bulletinId.replace('bulletin_', '')) * MINUTE,
  newest: () => undefined,
};

describe('how long a programme with music up to a time of day lasts', () => {
  it.each(casesOf(PROGRAMMES))('%s', (_, row) => {
    const schedule = programmeOf(row);
    const length: RunLength = expectedLength(schedule, known);
    const clockMs = minutesOfDay(row['bắt đầu'] ?? '') * MINUTE;
    expect([lastsFrom(length, clockMs), needsFrom(length, clockMs)].map((ms) => ms / MINUTE)).toEqual([
      Number(row['buổi dài']),
      Number(row.cần),
    ]);
    // What planning makes of it ends no later.
    const named = schedule.slots.flatMap(({ content }) =>
      content.kind === 'bulletin' ? content.bulletinId.replace('bulletin_', '') : [],
    );
    const bulletins = [...new Set(named)].map((name) => bulletinOf(name, { minutes: Number(name) }));
    const music = bulletinOf('nhạc', { minutes: 1, sound: 'music' });
    const settings = { ...VIETNAMESE, hours: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] };
    const built = planOf({ schedules: [schedule], bulletins: [...bulletins, music] }, { settings });
    const begins = on(row['bắt đầu'] ?? '');
    const ends = built.playbacks.map(({ plannedAt, durationMs }) => plannedAt + durationMs - begins);
    expect(Math.max(0, ...ends)).toBeLessThanOrEqual(lastsFrom(length, clockMs));
    if (schedule.maxMs === null) expect(Math.max(0, ...ends)).toBe(lastsFrom(length, clockMs));
  });

  it('counts a relay whole, a column’s newest bulletin, and what sounds instead of nothing', () => {
    const newest = (column: string) => (column === 'Tin xã' ? 'bulletin_7' : undefined);
    const column = (name: string) => ({ kind: 'newest', column: name, notWithinDays: 7 }) as const;
    const lengthOf = (...slots: ScheduleInput['slots']) =>
      lastsFrom(expectedLength(scheduleOf('a', slots), { ...known, newest }), 0) / MINUTE;
    expect(lengthOf(slotOf('a', { kind: 'relay', stationId: 'VOV1', durationMs: 30 * MINUTE }))).toBe(30);
    expect(lengthOf(slotOf('a', column('Tin xã')), slotOf('b', '5'))).toBe(12);
    const instead = { fallbackBulletinId: 'bulletin_3' };
    expect(lengthOf(slotOf('a', column('Trống'), instead))).toBe(3);
    expect(lengthOf(slotOf('a', column('Tin xã'), instead))).toBe(7);
  });
});
