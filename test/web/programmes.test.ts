import { describe, expect, it } from 'vitest';
import {
  draftOf,
  emptyProgramme,
  emptySlot,
  leftOut,
  programmeOf,
  reordered,
} from '../../controller/web/src/features/programmes/programme-draft.js';
import {
  changesOf,
  emptyStation,
  endsSoon,
  isApproved,
  lastDay,
  stationOf,
} from '../../controller/web/src/features/stations/station-draft.js';
import {
  emptySuspension,
  type SuspensionDraft,
  suspensionOf,
  whenOf,
} from '../../controller/web/src/features/suspensions/suspension-draft.js';
import { newSentId } from '../../controller/web/src/lib/new-sent-id.js';
import { NewProgramme } from '../../shared/src/api/programmes.js';
import { NewStation, type Station } from '../../shared/src/api/stations.js';
import { NewSuspension, type Suspension } from '../../shared/src/api/suspensions.js';

describe('a programme as it is typed', () => {
  const programme = {
    ...emptyProgramme('area_a'),
    name: ' Chương trình sáng ',
    slots: [
      { ...emptySlot('tune', 'slot_tune'), bulletinId: 'bulletin_a' },
      { ...emptySlot('newest', 'slot_new'), column: 'Nông nghiệp' },
      { ...emptySlot('relay', 'slot_relay'), stationId: 'station_a', minutes: 30 },
      { ...emptySlot('filler', 'slot_music'), bulletinIds: ['bulletin_b'] },
    ],
  };

  it('becomes what the controller takes, and comes back as it was', () => {
    const made = programmeOf(programme);
    if (!made.ok) throw new Error(made.lack);
    const asked = NewProgramme.parse(made.asked);
    const stored = {
      ...asked,
      id: 'programme_a',
      createdBy: 'a',
      createdAt: 0,
      updatedAt: 0,
      archivedAt: null,
    };
    const again = programmeOf(draftOf(stored));
    expect(again).toEqual({ ok: true, asked: made.asked });
    expect(asked.name).toBe('Chương trình sáng');
  });

  it('is sent by the name that it was begun with, again after a lost answer too', () => {
    const id = newSentId('programme');
    const made = programmeOf({ ...programme, id });
    if (!made.ok) throw new Error(made.lack);
    expect(NewProgramme.parse(made.asked).id).toBe(id);
  });

  it('says which of its parts is not complete', () => {
    const slots = [...programme.slots, emptySlot('bulletin', 'slot_more')];
    expect(programmeOf({ ...programme, slots })).toEqual({ ok: false, lack: 'needPart', at: 4 });
    expect(programmeOf({ ...programme, slots: [] })).toEqual({ ok: false, lack: 'needSlot' });
    expect(programmeOf({ ...programme, name: ' ' })).toEqual({ ok: false, lack: 'needName' });
  });

  it('is put in another order', () => {
    expect(reordered(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(reordered(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(reordered(['a'], 3, 0)).toEqual(['a']);
  });

  it('that is too long loses what weighs least, of equals the later one', () => {
    const slots = [
      { slot: 'a', weight: 5, durationMs: 10 },
      { slot: 'b', weight: 5, durationMs: 10 },
      { slot: 'c', weight: 2, durationMs: 5 },
      { slot: 'd', weight: 1, durationMs: 0 },
    ];
    expect(leftOut(slots, 25)).toEqual([]);
    expect(leftOut(slots, 20)).toEqual(['c']);
    expect(leftOut(slots, 12)).toEqual(['c', 'b']);
  });
});

describe('a station as it is typed', () => {
  it.each([
    ['needName', { name: ' ' }],
    ['needUrl', { url: 'vov.vn' }],
    ['needHours', { hours: [{ from: '07:00', to: '05:30' }] }],
    ['needHours', { hours: [] }],
  ])('lacks something: %s', (lack, part) => {
    const draft = { ...emptyStation('area_a'), name: 'VOV1', url: 'https://vov.vn/vov1', ...part };
    expect(stationOf(draft)).toEqual({ ok: false, lack });
  });

  it('is sent by the name that it was begun with, again after a lost answer too', () => {
    const id = newSentId('station');
    const made = stationOf({ ...emptyStation('area_a'), name: 'VOV1', url: 'https://vov.vn/vov1', id });
    if (!made.ok) throw new Error(made.lack);
    expect(NewStation.parse(made.station).id).toBe(id);
  });

  it('is approved only while its approval lasts', () => {
    const until = (approvedUntil: number) => isApproved({ grantId: 'a', approvedUntil }, 1_000);
    expect([until(1_001), until(1_000)]).toEqual([true, false]);
    expect(isApproved({ grantId: null }, 1_000)).toBe(false);
  });

  it('is approved again in the last eight days of its approval', () => {
    const [now, day] = [1_000, 86_400_000];
    const soon = (approvedUntil: number) => endsSoon({ grantId: 'a', approvedUntil }, now);
    expect([soon(now), soon(now + 1), soon(now + 8 * day), soon(now + 8 * day + 1)]).toEqual([
      ...[false, true, true, false],
    ]);
    expect(endsSoon({ grantId: 'a' }, now)).toBe(false);
  });

  it('is approved to the end of a day, or to the minute, never a day longer than was signed', () => {
    const midnight = Date.UTC(2026, 10, 30, 17);
    expect(lastDay(midnight)).toEqual({ whole: true, text: '30/11/2026' });
    expect(lastDay(midnight + 60_000)).toEqual({ whole: false, text: '00:01 01/12/2026' });
  });

  it('is sent with what was changed alone, so that nobody gives it the address that it has', () => {
    const made = stationOf({ ...emptyStation('area_a'), name: 'VOV1', url: 'https://vov.vn/vov1' });
    if (!made.ok) throw new Error(made.lack);
    const kept = { grantId: null, createdBy: 'account_a', createdAt: 0, updatedAt: 0 };
    const station: Station = { ...made.station, ...kept, id: 'station_a' };
    expect(changesOf(station, made.station)).toEqual({});
    const hours = [{ from: '05:30', to: '07:00' }];
    expect(changesOf(station, { ...made.station, hours })).toEqual({ hours });
    const other = { name: 'VOV2', url: 'https://vov.vn/vov2', fallbackBulletinId: 'bulletin_a' };
    expect(changesOf(station, { ...made.station, ...other })).toEqual(other);
  });
});

describe('a suspension as it is typed', () => {
  const typed = (part: Partial<SuspensionDraft> = {}): SuspensionDraft => ({
    ...emptySuspension('area_a'),
    ...{ name: 'Quốc tang', from: '2026-11-03', until: '2026-11-04' },
    ...part,
  });

  it.each([
    ['music', { music: true, columns: [], everything: false }],
    ['columns', { music: false, columns: ['Ca nhạc'], everything: false }],
    ['everything', { music: false, columns: [], everything: true }],
  ] as const)('silences %s', (what, fields) => {
    const made = suspensionOf(typed({ what, columns: ['Ca nhạc'] }), '2026-11-02');
    if (!made.ok) throw new Error(made.lack);
    expect(NewSuspension.parse(made.suspension)).toMatchObject(fields);
  });

  it('is sent by the name that it was begun with, again after a lost answer too', () => {
    const id = newSentId('suspension');
    const made = suspensionOf(typed({ id }), '2026-11-02');
    if (!made.ok) throw new Error(made.lack);
    expect(NewSuspension.parse(made.suspension).id).toBe(id);
    expect(newSentId('suspension')).not.toBe(id);
  });

  it.each([
    ['needName', { name: '' }],
    ['needWhere', { areaIds: [] }],
    ['needDays', { until: '2026-11-01' }],
    ['needColumns', { what: 'columns' as const }],
    ['past', { from: '2026-10-01', until: '2026-10-02' }],
  ])('lacks something: %s', (lack, part) => {
    expect(suspensionOf(typed(part), '2026-11-02')).toEqual({ ok: false, lack });
  });

  it('is coming, in force, over or ended early', () => {
    const when = (today: string, cancelledAt: number | null = null) =>
      whenOf({ from: '2026-11-03', until: '2026-11-04', cancelledAt } as Suspension, today);
    expect(['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'].map((day) => when(day))).toEqual([
      ...['coming', 'now', 'now', 'over'],
    ]);
    expect(when('2026-11-03', 1)).toBe('cancelled');
  });
});
