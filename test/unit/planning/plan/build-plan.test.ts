import { describe, expect, it } from 'vitest';
import type {
  BulletinInput,
  PlaceInput,
  ScheduleInput,
  VariantInput,
} from '../../../../controller/src/planning/inputs.js';
import { buildPlan } from '../../../../controller/src/planning/plan/build-plan.js';
import { Plan } from '../../../../shared/src/messages/plan.js';
import { slotOf, worldOf } from '../../../support/planning-world.js';

const at = (text: string) => Date.parse(`2026-11-${text}:00+07:00`);
const from = at('02T00:00');
const until = at('10T00:00');
const sha = (digit: string) => digit.repeat(64);

const grant = {
  grantId: sha('a'),
  areas: ['area_commune'],
  validFrom: at('01T00:00'),
  validUntil: at('30T00:00'),
  signedAt: at('01T00:00'),
};
const variant = (language: string, change: Partial<VariantInput> = {}): VariantInput => ({
  variantId: `variant_${language}`,
  language,
  recording: { sha256: sha('b'), bytes: 1000, durationMs: 60_000 },
  grant,
  ...change,
});
const bulletin = (...variants: VariantInput[]): BulletinInput => ({
  bulletinId: 'bulletin_a',
  title: 'Phòng, chống lừa đảo trên mạng',
  column: null,
  sound: 'speech',
  validFrom: null,
  validUntil: null,
  variants,
});
const schedule: ScheduleInput = {
  scheduleId: 'schedule_a',
  title: 'Bản tin sáng',
  areas: ['area_commune'],
  clusters: [],
  timetable: { kind: 'once', date: '2026-11-03', time: '17:00' },
  priority: 'normal',
  lateness: 'skip',
  latestStartMs: null,
  resume: 'resume',
  gainDb: 0,
  slots: [slotOf('main', 'a')],
  maxMs: null,
  overflow: 'dropLowest',
  laterRuns: 'asPlace',
  notBefore: 0,
  createdAt: 0,
};
const place: PlaceInput = {
  boxId: 'box_a',
  clusterId: 'cluster_a',
  areaChain: ['area_province', 'area_commune', 'area_village'],
  settings: {
    zone: 'Asia/Ho_Chi_Minh',
    hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }],
    maxGainDb: 0,
    languages: ['jra', 'vi'],
    outputs: [],
  },
  languagePolicy: 'firstAvailable',
  repeatInEvening: false,
  limits: { quiet: [], maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
  successors: {},
  merged: {},
  since: 0,
  memory: { heard: new Map(), chosen: new Map() },
};

function build(change: {
  schedules?: ScheduleInput[];
  bulletin?: BulletinInput;
  place?: Partial<PlaceInput>;
  from?: number;
}) {
  return buildPlan({
    place: { ...place, ...change.place },
    world: worldOf({
      schedules: change.schedules ?? [schedule],
      bulletins: [change.bulletin ?? bulletin(variant('vi'), variant('jra'))],
    }),
    hold: [],
    from: change.from ?? from,
    now: from,
    until,
  });
}
const languagesOf = (built: ReturnType<typeof build>) => built.playbacks.map(({ language }) => language);
const problemsOf = (built: ReturnType<typeof build>) =>
  built.problems.map((p) => ('language' in p ? `${p.kind} ${p.language}` : p.kind));

describe('a plan', () => {
  it('is what the protocol says, with five minutes to start in', () => {
    const { content, playbacks } = build({});
    const issued = { revision: 1, issuedAt: from, coversUntil: until, expiresAt: until };
    const plan = Plan.parse({ ...content, ...issued });
    const [session] = plan.sessions;
    expect(session).toMatchObject({ startsAt: at('03T17:00'), endsBy: at('03T17:06') + 30_000 });
    expect(session?.items).toMatchObject([{ startsAt: at('03T17:00'), latestStartAt: at('03T17:05') }]);
    expect(playbacks).toMatchObject([{ playbackId: session?.items[0]?.playbackId, language: 'jra' }]);
  });

  it('keeps the playback id when the time moves, so that it is never played twice', () => {
    const moved = { ...schedule, timetable: { ...schedule.timetable, time: '18:30' } } as ScheduleInput;
    const [before] = build({}).playbacks;
    const [after] = build({ schedules: [moved] }).playbacks;
    expect(after?.plannedAt).not.toBe(before?.plannedAt);
    expect(after?.playbackId).toBe(before?.playbackId);
    expect(after?.sessionId).toBe(before?.sessionId);
  });

  it('has the same content hash whatever the order of schedules and the hour of the day', () => {
    const other = { ...schedule, scheduleId: 'schedule_b' };
    const a = build({ schedules: [schedule, other] }).contentHash;
    const b = build({ schedules: [other, schedule] }).contentHash;
    expect(a).toBe(b);
    expect(build({}).contentHash).not.toBe(a);
  });

  it('keeps what began before midnight and still sounds', () => {
    const late: ScheduleInput = {
      ...schedule,
      timetable: { kind: 'once', date: '2026-11-01', time: '23:59' },
    };
    const allDay = { ...place.settings, hours: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] };
    expect(build({ schedules: [late], place: { settings: allDay } }).playbacks).toHaveLength(1);
    expect(
      build({ schedules: [late], place: { settings: allDay }, from: at('02T01:00') }).playbacks,
    ).toHaveLength(0);
  });

  it('leaves out what was scheduled, approved or installed after its time', () => {
    expect(build({ schedules: [{ ...schedule, notBefore: at('03T17:01') }] }).playbacks).toEqual([]);
    expect(build({ place: { since: at('03T17:01') } }).playbacks).toEqual([]);
    const tooLate = variant('vi', { grant: { ...grant, signedAt: at('03T17:01') } });
    expect(build({ bulletin: bulletin(tooLate) }).playbacks).toEqual([]);
  });

  it('is for the boxes of its areas and clusters alone', () => {
    expect(build({ schedules: [{ ...schedule, areas: ['area_other'] }] }).playbacks).toEqual([]);
    expect(
      build({ schedules: [{ ...schedule, areas: [], clusters: ['cluster_a'] }] }).playbacks,
    ).toHaveLength(1);
  });

  it('never sounds in the whole of an area for having named a part that was merged into it', () => {
    const old = { ...schedule, areas: ['area_old'] };
    const merged = { area_old: 'area_commune' };
    expect(build({ schedules: [old], place: { successors: merged, merged } }).playbacks).toEqual([]);
  });
});

describe('quiet hours', () => {
  it.each([
    ['03:15', 'outside_hours'],
    ['21:00', 'outside_hours'],
    ['20:59', null],
    ['05:30', null],
  ])('at %s: %s', (time, problem) => {
    const asked = { ...schedule, timetable: { ...schedule.timetable, time } } as ScheduleInput;
    const built = build({ schedules: [asked] });
    expect(built.problems.map(({ kind }) => kind).filter((kind) => kind === 'outside_hours')).toEqual(
      problem ? [problem] : [],
    );
    expect(built.playbacks).toHaveLength(problem ? 0 : 1);
  });

  it('leave out what cannot end before they begin', () => {
    const asked = { ...schedule, timetable: { ...schedule.timetable, time: '20:59' } } as ScheduleInput;
    const long = variant('vi', { recording: { sha256: sha('b'), bytes: 1, durationMs: 61_000 } });
    const built = build({ schedules: [asked], bulletin: bulletin(long) });
    expect(problemsOf(built)).toContain('does_not_fit');
    expect(built.content.sessions).toEqual([]);
  });

  it('end a session, so that a late start is not cut short', () => {
    const asked = { ...schedule, timetable: { ...schedule.timetable, time: '20:57' } } as ScheduleInput;
    const [session] = build({ schedules: [asked] }).content.sessions;
    expect(session?.endsBy).toBe(at('03T21:00'));
    expect(session?.items[0]?.latestStartAt).toBe(at('03T20:59'));
  });
});

describe('languages', () => {
  const missing = variant('jra', { recording: null });
  const unapproved = variant('jra', { grant: null });
  const elsewhere = variant('jra', { grant: { ...grant, areas: ['area_other'] } });
  const over = variant('jra', { grant: { ...grant, validUntil: at('03T17:00') } });
  it.each([
    ['the village language first', [variant('vi'), variant('jra')], ['jra'], []],
    ['Vietnamese when there is no Jrai', [variant('vi')], ['vi'], ['variant_missing jra']],
    [
      'Vietnamese when Jrai is not approved',
      [variant('vi'), unapproved],
      ['vi'],
      ['variant_not_approved jra'],
    ],
    ['Vietnamese when Jrai is not recorded', [variant('vi'), missing], ['vi'], ['variant_not_recorded jra']],
    [
      'Vietnamese when Jrai is granted elsewhere',
      [variant('vi'), elsewhere],
      ['vi'],
      ['variant_not_covered jra'],
    ],
    [
      'Vietnamese when the grant ends at the start',
      [variant('vi'), over],
      ['vi'],
      ['variant_not_covered jra'],
    ],
    ['silence', [unapproved], [], ['variant_not_approved jra', 'variant_missing vi', 'nothing_to_play']],
  ])('%s', (_name, variants, languages, problems) => {
    const built = build({ bulletin: bulletin(...variants) });
    expect(languagesOf(built)).toEqual(languages);
    expect(problemsOf(built)).toEqual(problems);
  });

  it('in turn form one queue, each at the planned end of the one before', () => {
    const built = build({ place: { languagePolicy: 'eachInTurn' } });
    expect(built.playbacks.map(({ language, plannedAt }) => [language, plannedAt])).toEqual([
      ['jra', at('03T17:00')],
      ['vi', at('03T17:01')],
    ]);
    expect(built.content.sessions).toHaveLength(1);
  });

  it('one bad bulletin does not hold back the next in the queue', () => {
    const slots: ScheduleInput['slots'] = [slotOf('a', 'gone'), slotOf('b', 'a')];
    const built = build({ schedules: [{ ...schedule, slots }] });
    expect(built.playbacks).toMatchObject([{ plannedAt: at('03T17:00') }]);
    expect(problemsOf(built)).toEqual(['bulletin_missing']);
  });
});
