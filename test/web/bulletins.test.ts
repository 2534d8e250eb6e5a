import { NewBulletin, type Variant, type VariantState } from '@loa/shared/api/bulletins';
import type { Person } from '@loa/shared/messages/roster';
import { describe, expect, it } from 'vitest';
import { listenerCase } from '../../controller/web/src/features/approval/listener-case.js';
import { reasonOf } from '../../controller/web/src/features/approval/reason.js';
import { choiceOf, isAsShown } from '../../controller/web/src/features/approval/set-choice.js';
import { approversNow } from '../../controller/web/src/features/bulletins/approvers-now.js';
import {
  emptyBulletin,
  factLack,
  factsFrom,
  factsOf,
  homeOf,
  LONGEST,
  MOST_WORDS,
  titleOf,
  usualTimes,
  usualWhen,
  wordsOf,
} from '../../controller/web/src/features/bulletins/bulletin-draft.js';
import {
  type PausedWhy,
  watchMicrophone,
} from '../../controller/web/src/features/bulletins/microphone-watch.js';
import { levelOf } from '../../controller/web/src/features/bulletins/recorder.js';
import {
  emptySound,
  saysText,
  soundLack,
  titleFrom,
} from '../../controller/web/src/features/bulletins/sound-draft.js';
import { statesOf } from '../../controller/web/src/features/bulletins/states-of.js';
import { goOn } from '../../controller/web/src/features/bulletins/use-send.js';

const at = (time: string) => Date.parse(`2026-11-02T${time}:00+07:00`);
const made = { sha256: 'a'.repeat(64), durationMs: 1000, spokenFrom: null, sameAs: [], cutFrom: null };

it('a bulletin’s states stand in a row with their languages, its own first', () => {
  const variant = (language: string, state: VariantState): Variant => ({
    ...{ id: language, bulletinId: 'b', language, state, recordingSha256: null, text: null },
    ...{ stateReason: null, grantId: null, submittedBy: null, updatedAt: 0 },
  });
  const variants = [variant('vi', 'approved'), variant('jra', 'rejected'), variant('bdq', 'rejected')];
  expect(statesOf({ state: 'rejected', variants })).toEqual([
    { state: 'rejected', languages: ['jra', 'bdq'] },
    { state: 'approved', languages: ['vi'] },
  ]);
  expect(statesOf({ state: 'draft', variants: [] })).toEqual([{ state: 'draft', languages: [] }]);
});

it.each([
  ['nobody is needed by who knows the language', 'none', { needs: 1, by: [], listener: null }, true],
  ['the next approver may need somebody', 'offer', { needs: 2, by: [], listener: null }, true],
  ['others signed, and this one knows it', 'none', { needs: 2, by: ['Nam'], listener: null }, true],
  ['the first who does not know it names somebody', 'ask', { needs: 2, by: [], listener: null }, false],
  ['naming somebody makes others sign again', 'again', { needs: 2, by: ['Nam'], listener: null }, false],
  ['another has named somebody', 'shared', { needs: 2, by: ['Nam'], listener: 'H’Lan' }, false],
  ['there is no list of approvers yet', 'ask', null, false],
] as const)('who listened along is settled before signing: %s', (_, kind, signed, knows) => {
  expect(listenerCase(signed, { knows, language: 'jra' })).toBe(kind);
});

it('a set is of one place, with sounds, for this person to approve', () => {
  const item = (id: string, part: { areaId?: string; silent?: true; notByYou?: string } = {}) => ({
    ...{ areaId: part.areaId ?? 'area_a', notByYou: part.notByYou ?? null, language: 'vi', title: id },
    ...{ bulletinId: id, kind: 'tin' as const, areaName: '', durationMs: null, createdByName: '' },
    ...{
      submittedByName: null,
      submittedAt: 0,
      endsAt: null,
      signed: null,
      urgency: 'later' as const,
      firstAir: null,
    },
    variant: {
      ...{ id, bulletinId: id, language: 'vi', text: null, state: 'submitted' as const, stateReason: null },
      ...{ recordingSha256: part.silent ? null : 'a', grantId: null, submittedBy: null, updatedAt: 0 },
    },
    text: '',
  });
  const items = [
    ...[item('a'), item('b'), item('elsewhere', { areaId: 'area_b' })],
    ...[item('silent', { silent: true }), item('own', { notByYou: 'Bài này do bạn soạn' })],
  ];
  const told = (asked: string[] | null, all = false) => {
    const { offered, chosen } = choiceOf(items, { asked, all });
    return [offered.map(({ title }) => title), chosen.map(({ title }) => title)];
  };
  const missing = (asked: string[] | null) => choiceOf(items, { asked, all: false }).missing;
  expect(told(null)).toEqual([['a', 'b', 'elsewhere'], []]);
  expect(told(null, true)).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(told(['elsewhere', 'own', 'silent'])).toEqual([['elsewhere'], ['elsewhere']]);
  expect(told(['-'], true)).toEqual([['a', 'b', 'elsewhere'], []]);
  // What was asked for and cannot be signed with the rest makes another set.
  expect([missing(null), missing(['a', 'b'])]).toEqual([0, 0]);
  expect(missing(['a', 'gone', 'elsewhere', 'own', 'silent'])).toBe(4);

  const prepared = (text: string | null, sha256 = 'a') => ({
    recordings: [{ variantId: 'a', sha256, durationMs: 1 }],
    texts: [text],
  });
  const shown = items.slice(0, 1);
  expect(isAsShown(shown, prepared(null))).toBe(true);
  expect(isAsShown(shown, prepared('Lời đọc khác'))).toBe(false);
  expect(isAsShown(shown, prepared(null, 'b'))).toBe(false);
  expect(isAsShown(items.slice(0, 2), prepared(null))).toBe(false);
});

it('offers nobody for Vietnamese, which every approver knows', () => {
  const signed = { needs: 2, by: [], listener: null };
  expect(listenerCase(signed, { knows: true, language: 'vi' })).toBe('none');
});

describe('when a new item is played', () => {
  it('is this evening, or tomorrow’s when it is too late to approve it', () => {
    expect(usualWhen(at('16:10'))).toEqual({ kind: 'once', date: '2026-11-02', time: '17:00' });
    expect(usualWhen(at('16:55'))).toEqual({ kind: 'once', date: '2026-11-03', time: '17:00' });
  });

  it('offers the three nearest usual times', () => {
    expect(usualTimes(at('16:10')).map(({ date, time }) => `${date} ${time}`)).toEqual([
      '2026-11-02 17:00',
      '2026-11-03 05:30',
      '2026-11-03 17:00',
    ]);
  });

  it('may not have passed', () => {
    const draft = { ...emptyBulletin('area_x', usualWhen(at('16:10'))), title: 'Tin' };
    expect(factLack(draft, at('16:10'))).toBeNull();
    expect(factLack(draft, at('17:01'))).toBe('needFuture');
  });
});

describe('what a draft says', () => {
  it('has a title from the first sentence when nobody typed one', () => {
    expect(titleFrom('Lịch tiêm chủng tháng 11. Bà con chú ý.')).toBe('Lịch tiêm chủng tháng 11');
    expect(titleFrom(`${'rất dài '.repeat(40)}`).length).toBeLessThanOrEqual(120);
  });

  it('is read anew when the text has changed, whatever the marks are composed of', () => {
    const sound = { ...emptySound(), way: 'text' as const, text: ' Bà con ' };
    expect(saysText({ ...sound, made: { ...made, spokenFrom: 'Bà con' } })).toBe(true);
    expect(
      saysText({ ...sound, text: 'Bà con'.normalize('NFD'), made: { ...made, spokenFrom: 'Bà con' } }),
    ).toBe(true);
    expect(saysText({ ...sound, text: 'Bà con ơi', made: { ...made, spokenFrom: 'Bà con' } })).toBe(false);
  });

  it('cannot go on with a file that was refused', () => {
    const chosen = { ...emptySound(), way: 'file' as const, takeId: 'x' };
    expect(soundLack(chosen)).toBeNull();
    expect(soundLack({ ...chosen, refused: true })).toBe('needSound');
  });

  it('is never refused for what a form let somebody write, which without a line nobody could mend', () => {
    const long = 'ế'.repeat(400);
    const draft = {
      ...emptyBulletin('area_x', { kind: 'later' as const }),
      columnName: long.slice(0, LONGEST.columnName),
      sourceUnit: long.slice(0, LONGEST.sourceUnit),
      taskRef: long.slice(0, LONGEST.taskRef),
      topics: wordsOf([long, ' nước\tsạch ', ' ', ...Array.from({ length: MOST_WORDS - 2 }, String)]),
      text: 'ỦY BAN NHÂN DÂN XÃ\tCỘNG HÒA XÃ HỘI\r\nBà con chú ý.',
    };
    const title = titleOf(draft);
    expect(title).toBe('ỦY BAN NHÂN DÂN XÃ CỘNG HÒA XÃ HỘI');
    const asked = { ...factsOf({ ...draft, title: ` ${title}\t` }), areaId: 'area_aaaaaaaaaaaaaaaa' };
    expect(NewBulletin.parse(asked)).toMatchObject({ title, topics: expect.arrayContaining(['nước sạch']) });
  });

  it('is valid until the end of its last day, and comes back as that day', () => {
    const draft = { ...emptyBulletin('area_x', { kind: 'later' }), title: 'Tin', validUntil: '2026-11-30' };
    const stored = factsOf(draft);
    expect(stored.validUntil).toBe(Date.parse('2026-12-01T00:00:00+07:00'));
    const bulletin = {
      ...{ ...stored, id: 'bulletin_x', areaId: 'area_x', state: 'draft' as const, variants: [] },
      ...{ sound: 'speech' as const, createdBy: 'account_x', createdAt: 0, updatedAt: 0 },
    };
    expect(factsFrom(bulletin).validUntil).toBe('2026-11-30');
  });

  it('belongs to its one place, or to the commune of several', () => {
    const area = (id: string, parentId: string | null, level: 'commune' | 'village') => ({
      ...{ id, parentId, level, kind: 'xã', name: id, households: null, population: null, languages: ['vi'] },
      ...{ flags: [], lat: null, lon: null, hours: null, zone: null, mergedInto: null, createdAt: 0 },
      rules: {} as never,
    });
    const areas = [area('c', null, 'commune'), area('a', 'c', 'village'), area('b', 'c', 'village')];
    expect(homeOf(areas, ['a'])).toBe('a');
    expect(homeOf(areas, ['a', 'b'])).toBe('c');
  });
});

describe('a second press after a sending that failed', () => {
  const sound = { ...emptySound(), way: 'record' as const, made };
  const job = {
    ...{ sound, fresh: null, bulletinId: 'bulletin_x', schedule: null, readAt: 1 },
    ...{ tried: false, submitted: false, scheduled: false, scheduleProblem: null },
  };
  const put = { variantId: 'variant_x', updatedAt: 5 };
  const before = { ...job, put };
  const other = { ...sound, made: { ...made, sha256: 'b'.repeat(64) } };

  it('goes on from what the controller took', () =>
    expect(goOn({ ...job, readAt: 5 }, before)).toMatchObject({ put, readAt: 5 }));

  it('puts another sound in the place of one’s own', () =>
    expect(goOn({ ...job, readAt: 5, sound: other }, before)).toMatchObject({
      ...{ put: undefined, readAt: 5, sound: other },
    }));

  it('puts it in the place of a colleague’s where the person decided so', () =>
    expect(goOn({ ...job, readAt: 9 }, before)).toMatchObject({ put: undefined, readAt: 9 }));

  it('of a new bulletin is never in its own way', () => {
    const fresh = { facts: emptyBulletin('area_x', { kind: 'later' }), areaId: 'area_x' };
    const begun = { ...before, fresh, readAt: 0, bulletinId: 'bulletin_x' };
    const again = goOn({ ...job, fresh, readAt: 0, bulletinId: null, sound: other }, begun);
    expect(again).toMatchObject({ bulletinId: 'bulletin_x', put: undefined, readAt: 5 });
  });
});

it('shows silence as nothing and full scale as everything', () => {
  expect(levelOf(new Float32Array(512))).toBe(0);
  expect(levelOf(new Float32Array(512).fill(1))).toBeCloseTo(1);
});

it('returns with the chosen reasons and the words in one line', () => {
  expect(reasonOf(['Quá dài, cần rút gọn'], ' bỏ\nđoạn hai ')).toBe('Quá dài, cần rút gọn; bỏ đoạn hai');
  expect(reasonOf([], '  ')).toBe('');
});

describe('whom a bulletin waits for', () => {
  const right = { use: 'scheduled' as const, areas: ['area_commune'] };
  const leave = { from: at('08:00'), until: at('17:00') };
  const person = (personId: string, rights: Person['rights']): Person => ({
    ...{ personId, name: personId, keys: [], rights },
  });
  const nam = person('Nam', [right]);
  const lan = person('Lan', [{ ...right, acting: { ...leave, deputyFor: 'Nam' } }]);

  it.each([
    ['07:59', [{ name: 'Nam', deputy: false }]],
    ['08:00', [{ name: 'Lan', deputy: true }]],
    ['16:59', [{ name: 'Lan', deputy: true }]],
    ['17:00', [{ name: 'Nam', deputy: false }]],
  ])('at %s is the approver, or the deputy while the leave lasts', (time, expected) =>
    expect(approversNow([nam, lan], at(time))).toEqual(expected),
  );

  it('does not call a deputy who approves anyway', () =>
    expect(approversNow([nam, { ...lan, rights: [right, ...lan.rights] }], at('09:00'))).toEqual([
      { name: 'Lan', deputy: false },
    ]));

  it('passes over who is gone, who may do other things only, and a gone deputy’s leave', () =>
    expect(
      approversNow(
        [
          nam,
          { ...lan, revokedAt: 1 },
          { ...nam, personId: 'old', retiredAt: 1 },
          person('Hai', [{ ...right, use: 'roster' }]),
        ],
        at('09:00'),
      ),
    ).toEqual([{ name: 'Nam', deputy: false }]));
});

describe('a recording while the phone takes the microphone', () => {
  function recording(muted = false) {
    const told: (PausedWhy | 'ended')[] = [];
    const track: Parameters<typeof watchMicrophone>[0] = {
      muted,
      onmute: null,
      onunmute: null,
      onended: null,
    };
    let handedOut = 0;
    const recorder = {
      state: 'recording' as MediaRecorder['state'],
      requestData: () => void handedOut++,
      pause() {
        recorder.state = 'paused';
      },
    };
    watchMicrophone(track, recorder, { paused: (why) => told.push(why), ended: () => told.push('ended') });
    const happens = (what: 'onmute' | 'onunmute' | 'onended') =>
      track[what]?.call(new EventTarget() as MediaStreamTrack, new Event(what));
    return { told, recorder, happens, handedOut: () => handedOut };
  }

  it('rests with what was said kept, and goes on only when the speaker wishes', () => {
    const { told, recorder, happens, handedOut } = recording();
    happens('onmute');
    expect({ told, state: recorder.state, handedOut: handedOut() }).toEqual({
      told: ['taken'],
      state: 'paused',
      handedOut: 1,
    });
    happens('onunmute');
    expect({ told, state: recorder.state }).toEqual({ told: ['taken', 'back'], state: 'paused' });
  });

  it('records no silence where the microphone is away from the start', () => {
    const { told, recorder } = recording(true);
    expect({ told, state: recorder.state }).toEqual({ told: ['taken'], state: 'paused' });
  });

  it('ends where the phone ends it, and says nothing after its end', () => {
    const { told, recorder, happens } = recording();
    happens('onended');
    recorder.state = 'inactive';
    happens('onmute');
    happens('onunmute');
    expect(told).toEqual(['ended']);
  });
});
