import { describe, expect, it } from 'vitest';
import type {
  BulletinInput,
  SlotContent,
  StationInput,
  SuspensionInput,
} from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  grantOf,
  heard,
  on,
  once,
  planOf,
  scheduleOf,
  slotOf,
  stationOf,
  told,
  variantOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

const elsewhere = grantOf('tin vi', { areas: ['area_other'] });
const STATES: Record<string, BulletinInput[]> = {
  'duyệt rồi': [bulletinOf('tin')],
  'chưa duyệt': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { grant: null })] })],
  'chưa có bản thu': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { recording: null })] })],
  'duyệt cho xã khác': [bulletinOf('tin', { variants: [variantOf('tin', 'vi', { grant: elsewhere })] })],
  'hết hiệu lực': [bulletinOf('tin', { validUntil: on('05:30') })],
  'chưa tới hiệu lực': [bulletinOf('tin', { validFrom: on('05:31') })],
  'đã xóa': [],
};

const TABLE = `
| mục tin           | bài dự phòng   | làng nghe                    | báo trước                                                        |
|-------------------|----------------|------------------------------|------------------------------------------------------------------|
| duyệt rồi         | duyệt rồi      | 05:30 tin, 05:31 sau         | -                                                                |
| chưa duyệt        | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_approved vi, fallback_used                           |
| chưa có bản thu   | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_recorded vi, fallback_used                           |
| duyệt cho xã khác | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | variant_not_covered vi, fallback_used                            |
| hết hiệu lực      | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_not_valid, fallback_used                                |
| chưa tới hiệu lực | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_not_valid, fallback_used                                |
| đã xóa            | duyệt rồi      | 05:30 dự_phòng, 05:32 sau    | bulletin_missing, fallback_used                                  |
| chưa duyệt        | không có       | 05:30 sau                    | variant_not_approved vi                                          |
| chưa duyệt        | chưa duyệt     | 05:30 sau                    | variant_not_approved vi, variant_not_approved vi                 |
`;

const vietnamese = {
  zone: 'Asia/Ho_Chi_Minh',
  hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }],
  maxGainDb: 0,
  languages: ['vi'],
  outputs: [],
};

describe('what cannot sound is replaced by its fallback, and told in advance', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const state = STATES[row['mục tin'] ?? ''];
    if (!state) throw new Error(`no such state: ${row['mục tin']}`);
    const fallbackBulletinId = row['bài dự phòng'] === 'không có' ? null : 'bulletin_dự_phòng';
    const variants =
      row['bài dự phòng'] === 'chưa duyệt'
        ? { variants: [variantOf('dự_phòng', 'vi', { grant: null })] }
        : {};
    const slots = [slotOf('a', 'tin', { fallbackBulletinId }), slotOf('b', 'sau')];
    const bulletins = [...state, bulletinOf('dự_phòng', { minutes: 2, ...variants }), bulletinOf('sau')];
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins }, { settings: vietnamese });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  it('is known to the log as a fallback of its slot', () => {
    const slots = [slotOf('a', 'gone', { fallbackBulletinId: 'bulletin_b' })];
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins: [bulletinOf('b')] });
    expect(built.playbacks).toMatchObject([{ slot: 'a', role: 'fallback', bulletinId: 'bulletin_b' }]);
  });
});

/** `tang lễ 01-03/11: nhạc`: tạm dừng từ ngày đến ngày. */
const SUSPENSIONS = `
| ngày  | tạm dừng                        | mục                      | bài dự phòng | làng nghe | báo trước                          |
|-------|---------------------------------|--------------------------|--------------|-----------|------------------------------------|
| 02/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | -         | suspended quốc tang, nothing_to_play |
| 03/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | -         | suspended quốc tang, nothing_to_play |
| 04/11 | quốc tang 02-03/11: nhạc        | nhạc hiệu                | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: nhạc        | bài hát                  | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: nhạc        | bài nói                  | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài nói của Giải trí     | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài nói của NQ57         | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: Giải trí    | bài mới của Giải trí     | có           | dự_phòng  | suspended quốc tang, fallback_used |
| 02/11 | quốc tang 02-03/11: tất cả      | bài nói                  | có           | -         | suspended quốc tang                |
| 02/11 | quốc tang 02-03/11: tất cả      | bài nói khẩn cấp         | có           | bài       | -                                  |
| 02/11 | quốc tang 02-03/11: nhạc xã cũ  | bài hát                  | không        | -         | suspended quốc tang, nothing_to_play |
| 02/11 | quốc tang 02-03/11: nhạc xã khác | bài hát                 | không        | bài       | -                                  |
`;

function suspensionOf(cell: string): SuspensionInput {
  const [name = '', what = ''] = cell.split(/ 02-03\/11: /);
  return {
    suspensionId: 'suspension_a',
    name,
    areas: [what.endsWith('xã cũ') ? 'area_old' : what.endsWith('xã khác') ? 'area_other' : 'area_commune'],
    from: '2026-11-02',
    until: '2026-11-03',
    music: what.startsWith('nhạc'),
    columns: what === 'Giải trí' ? ['Giải trí'] : [],
    everything: what === 'tất cả',
  };
}

function suspendable(cell: string): { content: SlotContent; bulletin: BulletinInput; emergency: boolean } {
  const column = /của (.+)$/.exec(cell)?.[1] ?? null;
  const bulletin = bulletinOf('bài', { column, sound: cell === 'bài hát' ? 'music' : 'speech' });
  const { bulletinId } = bulletin;
  const content: SlotContent = cell.startsWith('bài mới')
    ? { kind: 'newest', column: column ?? '', notWithinDays: 7 }
    : { kind: cell === 'nhạc hiệu' ? 'tune' : 'bulletin', bulletinId };
  return { content, bulletin, emergency: cell.endsWith('khẩn cấp') };
}

describe('a suspension', () => {
  it.each(casesOf(SUSPENSIONS))('%s', (_, row) => {
    const { content, bulletin, emergency } = suspendable(row.mục ?? '');
    const fallbackBulletinId = row['bài dự phòng'] === 'có' ? 'bulletin_dự_phòng' : null;
    const schedule = scheduleOf('a', [slotOf('main', content, { fallbackBulletinId })], {
      timetable: once(`2026-${(row.ngày ?? '').split('/').reverse().join('-')}`, '05:30'),
      priority: emergency ? 'emergency' : 'normal',
    });
    const built = planOf(
      {
        schedules: [schedule],
        bulletins: [bulletin, bulletinOf('dự_phòng')],
        suspensions: [suspensionOf(row['tạm dừng'] ?? '')],
      },
      { settings: vietnamese, merged: { area_old: 'area_commune' } },
    );
    expect(built.playbacks.map(({ title }) => title)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });
});

const open = (from: string, to: string): Partial<StationInput> => ({ hours: [{ from, to }] });
const STATIONS: Record<string, StationInput[]> = {
  'duyệt rồi': [stationOf('VOV1')],
  'chưa duyệt': [stationOf('VOV1', { grant: null })],
  'duyệt cho xã khác': [stationOf('VOV1', { grant: grantOf('VOV1', { areas: ['area_other'] }) })],
  'duyệt hết hạn lúc 05:30': [stationOf('VOV1', { grant: grantOf('VOV1', { validUntil: on('05:30') }) })],
  'được phép 05:30-06:00': [stationOf('VOV1', open('05:30', '06:00'))],
  'được phép 05:30-05:59': [stationOf('VOV1', open('05:30', '05:59'))],
  'được phép 05:31-07:00': [stationOf('VOV1', open('05:31', '07:00'))],
  'đã xóa': [],
};

const RELAYS = `
| đài                     | làng nghe                    | báo trước                             |
|-------------------------|------------------------------|---------------------------------------|
| duyệt rồi               | 05:30 VOV1, 06:00 sau        | -                                     |
| được phép 05:30-06:00   | 05:30 VOV1, 06:00 sau        | -                                     |
| được phép 05:30-05:59   | 05:30 dự_phòng, 05:31 sau    | station_closed, fallback_used         |
| được phép 05:31-07:00   | 05:30 dự_phòng, 05:31 sau    | station_closed, fallback_used         |
| chưa duyệt              | 05:30 dự_phòng, 05:31 sau    | station_not_approved, fallback_used   |
| duyệt cho xã khác       | 05:30 dự_phòng, 05:31 sau    | station_not_covered, fallback_used    |
| duyệt hết hạn lúc 05:30 | 05:30 dự_phòng, 05:31 sau    | station_not_covered, fallback_used    |
| đã xóa                  | 05:30 dự_phòng, 05:31 sau    | station_missing, fallback_used        |
`;

describe('another station carried for half an hour', () => {
  const relay = { kind: 'relay', stationId: 'station_VOV1', durationMs: 30 * 60_000 } as const;
  const slots = [slotOf('vov', relay, { fallbackBulletinId: 'bulletin_dự_phòng' }), slotOf('b', 'sau')];
  const world = {
    schedules: [scheduleOf('a', slots)],
    bulletins: [bulletinOf('dự_phòng'), bulletinOf('sau')],
  };

  it.each(casesOf(RELAYS))('%s', (_, row) => {
    const stations = STATIONS[row.đài ?? ''];
    if (!stations) throw new Error(`no such station: ${row.đài}`);
    const built = planOf({ ...world, stations }, { settings: vietnamese });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual(listOf(row['báo trước']));
  });

  it('keeps on the box what sounds when the stream fails', () => {
    const fallback = { sha256: 'f'.repeat(64), bytes: 1000 };
    const built = planOf({ ...world, stations: [stationOf('VOV1', { fallback })] });
    expect(built.content.sessions[0]?.items[0]?.source).toMatchObject({
      kind: 'relay',
      fallback: fallback.sha256,
    });
    expect(built.content.hold).toEqual([{ ...fallback, grantId: grantOf('VOV1').grantId }]);
    expect(built.playbacks[0]).toMatchObject({
      role: 'relay',
      bulletinId: null,
      variantId: null,
      language: 'und',
    });
  });
});

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
    const built = planOf({ schedules: [scheduleOf('a', slots)], bulletins }, { settings: vietnamese });
    expect(heard(built)).toEqual(listOf(row['làng nghe']));
    expect(told(built)).toEqual([]);
    expect(new Set(built.playbacks.map(({ playbackId }) => playbackId)).size).toBe(built.playbacks.length);
  });

  it('goes on with the next piece later that day, and never makes what follows late', () => {
    const slots = [filler('nextHour')];
    const [morning, noon] = [scheduleOf('a', slots), scheduleOf('b', slots)];
    const schedules = [
      { ...morning, timetable: once('2026-11-02', '05:56') },
      { ...noon, timetable: once('2026-11-02', '11:55') },
    ].map((s) => ({ ...s, slots: [filler('tròn giờ')] }));
    const built = planOf({ schedules, bulletins: music }, { settings: vietnamese });
    expect(heard(built)).toEqual(['05:56 N1', '11:55 N2', '11:58 N3']);
    for (const { plannedAt, latestStartAt, durationMs } of built.playbacks) {
      const hour = Math.ceil(plannedAt / 3_600_000) * 3_600_000;
      expect(latestStartAt + durationMs).toBeLessThanOrEqual(hour);
    }
  });

  it('is silence in mourning, and what follows still begins on time', () => {
    const slots = [slotOf('a', 'tin'), filler('tròn giờ'), slotOf('b', 'sau')];
    const built = planOf(
      {
        schedules: [scheduleOf('a', slots)],
        bulletins: [bulletinOf('tin'), ...music, bulletinOf('sau')],
        suspensions: [suspensionOf('quốc tang 02-03/11: nhạc')],
      },
      { settings: vietnamese },
    );
    expect(heard(built)).toEqual(['05:30 tin', '06:00 sau']);
  });

  it('ends by itself when it is last', () => {
    const built = planOf(
      { schedules: [scheduleOf('a', [filler('05:41')])], bulletins: music },
      { settings: vietnamese },
    );
    expect(heard(built)).toEqual(['05:30 N1', '05:34 N2', '05:37 N3']);
    expect(built.content.sessions[0]?.endsBy).toBe(on('05:44:30'));
  });
});
