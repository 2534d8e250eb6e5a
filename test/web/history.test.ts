import { describe, expect, it } from 'vitest';
import { reportedAt } from '../../controller/web/src/features/history/reported-at.js';
import { heardHow, levelOf, startedHow } from '../../controller/web/src/features/history/sound-words.js';
import {
  chosenStates,
  offeredStates,
  stateParam,
} from '../../controller/web/src/features/history/state-filter.js';
import { minuteOf, whyAddress } from '../../controller/web/src/features/history/why-address.js';
import { fileName } from '../../controller/web/src/lib/api.js';

describe('the states in the address', () => {
  it('are asked for as they stand there, without what is no state', () =>
    expect(stateParam(chosenStates('missed,nonsense,failed'))).toBe('missed,failed'));
  it('offer “Đang phát” once and ask for both states behind it', () => {
    expect(offeredStates(chosenStates('claimed,started'))).toEqual(['started']);
    expect(stateParam(['started'])).toBe('claimed,started');
  });
  it('are any without a choice', () => expect(stateParam(chosenStates(null))).toBeNull());
});

describe('the minute that somebody asks about', () => {
  it('survives its own address', () => {
    const at = Date.parse('2026-11-02T20:15:40Z');
    const address = new URL(whyAddress({ cluster: 'cluster_a', at }), 'http://loa');
    expect(address.searchParams.get('gio')).toBe('03:15');
    expect(minuteOf(address.searchParams.get('ngay'), address.searchParams.get('gio'))).toBe(at - 40_000);
  });
  it.each([
    ['2026-11-02', null],
    ['2026-11-02', '24:00'],
    ['2026-13-02', '03:15'],
    ['hôm qua', '03:15'],
  ])('is none in %s %s', (date, time) => expect(minuteOf(date, time)).toBeNull());
});

describe('when the receiver reported', () => {
  const entry = (receivedAt: number, rejected = false) => ({
    ...{ journalId: 'j', seq: 1, at: 1, kind: 'ended', body: {}, rejected, receivedAt },
  });
  it.each([
    [
      'what it proved',
      { state: 'finished', provisional: false, evidence: [entry(20), entry(30), entry(10)] },
      30,
    ],
    ['nothing yet', { state: 'unknown', provisional: true, evidence: [] }, null],
    [
      'a start only, whose end the controller guesses',
      { state: 'unknown', provisional: true, evidence: [entry(20)] },
      null,
    ],
    [
      'nothing of what was withdrawn in time',
      { state: 'cancelled', provisional: true, evidence: [entry(20)] },
      null,
    ],
    ['nothing of what is still to come', { state: 'planned', provisional: false, evidence: [] }, null],
    [
      'what could not be believed',
      { state: 'planned', provisional: false, evidence: [entry(20, true)] },
      null,
    ],
  ] as const)('%s', (_, playback, at) =>
    expect(reportedAt({ ...playback, evidence: [...playback.evidence] })).toBe(at),
  );
});

describe('a playback in a word', () => {
  it.each([
    [-75, -70, 'none'],
    [-45, -20, 'faint'],
    [-19, -1.5, 'usual'],
    [-9, 0, 'clipped'],
  ])('%d dB with a peak of %d dB is %s', (rms, peak, level) => expect(levelOf(rms, peak)).toBe(level));
  it('began on time within a second', () => {
    expect([40, -40, 2_000, -2_000].map(startedHow)).toEqual(['onTime', 'onTime', 'late', 'early']);
  });
  it('was heard by the microphone, or something else was', () => {
    expect([0.99, 0.4, 0.09].map(heardHow)).toEqual(['clearly', 'partly', 'wrong']);
  });
});

describe('a file keeps the name that the controller gave it', () => {
  it('with its marks', () =>
    expect(
      fileName(`attachment; filename="Nhat ky.xlsx"; filename*=UTF-8''Nh%E1%BA%ADt%20k%C3%BD.xlsx`),
    ).toBe('Nhật ký.xlsx'));
  it('or the plain one', () => expect(fileName('attachment; filename="log.csv"')).toBe('log.csv'));
  it('or none', () => expect(fileName(null)).toBeNull());
});
