import { describe, expect, it } from 'vitest';
import {
  bulletinOf,
  heard,
  on,
  once,
  planOf,
  scheduleOf,
  slotOf,
  told,
  VIETNAMESE,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** Ba bài nhạc: N1 bốn phút, N2 ba phút, N3 hai phút. */
const FILLERS = `
| nhạc đến  | tin dài (phút) | làng nghe                                                                   |
|-----------|----------------|-----------------------------------------------------------------------------|
| 05:50     | 10             | 05:30 tin, 05:40 N1, 05:44 N2, 05:47 N3, 05:50 sau                          |
| 05:48     | 10             | 05:30 tin, 05:40 N1, 05:44 N2, 05:48 sau                                    |
| 05:46     | 10             | 05:30 tin, 05:40 N1, 05:44 N3, 05:46 sau                                    |
| 05:41     | 10             | 05:30 tin, 05:41 sau                                                        |
| 05:40     | 10             | 05:30 tin, 05:40 sau                                                        |
| 05:35     | 10             | 05:30 tin, 05:40 sau                                                        |
| 05:53     | 10             | 05:30 tin, 05:40 N1, 05:44 N2, 05:47 N3, 05:49 N1, 05:53 sau                |
| tròn giờ  | 19             | 05:30 tin, 05:49 N1, 05:53 N2, 05:56 N3, 06:00 sau                          |
| tròn giờ  | 30             | 05:30 tin, 06:00 sau                                                        |
`;

describe('music up to a time of day', () => {
  const music = [
    bulletinOf('N1', { minutes: 4, sound: 'music' }),
    bulletinOf('N2', { minutes: 3, sound: 'music' }),
    bulletinOf('N3', { minutes: 2, sound: 'music' }),
  ];
  const filler = (until: string) =>
    slotOf('nhạc', {
      kind: 'filler',
      bulletinIds: music.map(({ bulletinId }) => bulletinId),
      until: until === 'tròn giờ' ? 'nextHour' : until,
    });

  it.each(casesOf(FILLERS))('%s', (_, row) => {
    const slots = [slotOf('a', 'tin'), filler(row['nhạc đến'] ?? ''), slotOf('b', 'sau')];
    const bulletins = [
      bulletinOf('tin', { minutes: Number(row['tin dài (phút)']) }),
      ...music,
      bulletinOf('sau'),
    ];
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins }, { settings: VIETNAMESE });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual([]);
    expect(new Set(built.playbacks.map(({ playbackId }) => playbackId)).size).toBe(built.playbacks.length);
  });

  it('goes on with the next piece later that day, and never makes what follows late', () => {
    const slots = [filler('tròn giờ')];
    const schedules = [
      scheduleOf('a', slots, { timetable: once('2026-11-02', '05:56') }),
      scheduleOf('b', slots, { timetable: once('2026-11-02', '11:55') }),
    ];
    const built = planOf({ schedules, bulletins: music }, { settings: VIETNAMESE });
    expect(heard(built)).toEqual(['05:56 N1', '11:55 N2', '11:58 N3']);
    for (const { plannedAt, latestStartAt, durationMs } of built.playbacks) {
      const hour = Math.ceil(plannedAt / 3_600_000) * 3_600_000;
      expect(latestStartAt + durationMs).toBeLessThanOrEqual(hour);
    }
  });

  const mourning = {
    suspensionId: 'suspension_a',
    name: 'quốc tang',
    areas: ['area_commune'],
    from: '2026-11-02',
    until: '2026-11-03',
    music: true,
    columns: [],
    everything: false,
  };

  it('is silence in mourning, and what follows still begins on time', () => {
    const slots = [slotOf('a', 'tin'), filler('tròn giờ'), slotOf('b', 'sau')];
    const built = planOf(
      {
        schedules: [scheduleOf('a', slots)],
        bulletins: [bulletinOf('tin'), ...music, bulletinOf('sau')],
        suspensions: [mourning],
      },
      { settings: VIETNAMESE },
    );
    expect(heard(built)).toEqual(['05:30 tin', '06:00 sau']);
  });

  it('ends by itself when it is last', () => {
    const built = planOf(
      { schedules: [scheduleOf('a', [filler('05:41')])], bulletins: music },
      { settings: VIETNAMESE },
    );
    expect(heard(built)).toEqual(['05:30 N1', '05:34 N2', '05:37 N3']);
    expect(built.content.sessions[0]?.endsBy).toBe(on('05:44:30'));
  });
});
