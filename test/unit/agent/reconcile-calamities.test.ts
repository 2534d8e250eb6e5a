import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../edge-agent/src/state.js';
import { createLife, type Life } from '../../support/agent-life.js';
import { at, audioOf, COMMUNE, grantIdOf, makeGrant, makeRoster, VILLAGE } from '../../support/agent-plan.js';

const stop = (from: string, until: string, changes: Partial<Stop> = {}): Stop => ({
  overrideId: 'override_stop',
  areaId: COMMUNE,
  createdAt: at(from),
  startsAt: at(from),
  until: at(until),
  areas: [COMMUNE],
  ...changes,
});

const one = (changes: Partial<Parameters<Life['plan']>[0]['sessions'][0]['items'][0]> = {}) => ({
  sessions: [{ items: [{ name: 'a', starts: '06:00', ...changes }] }],
});

const life = (...names: string[]) => createLife({ names: names.length > 0 ? names : ['a'] });

/** FACTS §4: what people complain of. Each line is one box's morning and what must be on record after it. */
const mornings: { calamity: string; live: () => Life; log: string[] }[] = [
  {
    calamity: 'an ordinary morning: claimed two seconds ahead, finished at its end',
    live: () => life().plan(one()).until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:01:00 a finished'],
  },
  {
    calamity: 'items of a session follow each other, none cut by the next',
    live: () =>
      life('a', 'b', 'c')
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00', seconds: 90 },
                { name: 'b', starts: '06:01', seconds: 30 },
                { name: 'c', starts: '06:05' },
              ],
            },
          ],
        })
        .until('06:30'),
    log: [
      '05:59:58 a claimed for 06:00:00',
      '06:01:28 b claimed for 06:01:30',
      '06:01:30 a finished',
      '06:02:00 b finished',
      '06:04:58 c claimed for 06:05:00',
      '06:06:00 c finished',
    ],
  },
  {
    calamity: 'an item whose turn comes after its latest start is skipped',
    live: () =>
      life('a', 'b')
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00', seconds: 180 },
                { name: 'b', starts: '06:01', latest: '06:02' },
              ],
            },
          ],
        })
        .until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:02:01 b skipped(queue)', '06:03:00 a finished'],
  },
  {
    calamity: 'a session that must end is cut',
    live: () =>
      life('a', 'b')
        .plan({
          sessions: [
            {
              endsBy: '06:02',
              items: [
                { name: 'a', starts: '06:00', seconds: 300 },
                { name: 'b', starts: '06:01', latest: '06:03' },
              ],
            },
          ],
        })
        .until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:02:00 a interrupted(ends_by)', '06:03:01 b skipped(queue)'],
  },
  {
    calamity: 'two sessions at once: the one that began first goes first, the other waits its turn',
    live: () =>
      life('a', 'b')
        .plan({
          sessions: [
            { name: 'late', items: [{ name: 'b', starts: '06:00:30' }] },
            { name: 'early', items: [{ name: 'a', starts: '06:00' }] },
          ],
        })
        .until('06:30'),
    log: [
      '05:59:58 a claimed for 06:00:00',
      '06:00:58 b claimed for 06:01:00',
      '06:01:00 a finished',
      '06:02:00 b finished',
    ],
  },
  {
    calamity: 'the power goes in the middle of a bulletin: interrupted, and never replayed',
    live: () =>
      life()
        .plan(one({ seconds: 300 }))
        .until('06:02')
        .powerCut('06:04')
        .until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:04:00 a interrupted(power)'],
  },
  {
    calamity: 'yesterday’s bulletin is not played when the box comes back',
    live: () => life().plan(one()).until('05:30').powerCut('22:00').until('22:30'),
    log: ['22:00:00 a missed(box_off)'],
  },
  {
    calamity: 'back within the start window: played late from its start',
    live: () => life().plan(one()).until('05:30').powerCut('06:05').until('06:30'),
    log: ['06:05:00 a claimed for 06:05:00', '06:06:00 a finished'],
  },
  {
    calamity: 'back within the window of an item that is joined midway',
    live: () =>
      life()
        .plan(one({ lateness: 'joinMidway', seconds: 400 }))
        .until('05:30')
        .powerCut('06:05')
        .until('06:30'),
    log: ['06:05:00 a claimed for 06:05:00 from 300.25 s', '06:06:40 a finished'],
  },
  {
    calamity: 'nothing is left to join',
    live: () =>
      life()
        .plan(one({ lateness: 'joinMidway' }))
        .until('05:30')
        .powerCut('06:05')
        .until('06:30'),
    log: ['06:10:01 a missed(box_off)'],
  },
  {
    calamity: 'back too late for an item that must be on time',
    live: () =>
      life()
        .plan(one({ lateness: 'skip' }))
        .until('05:30')
        .powerCut('06:05')
        .until('06:30'),
    log: ['06:10:01 a missed(box_off)'],
  },
  {
    calamity: 'the plan came after the start window',
    live: () =>
      life()
        .until('06:20')
        .plan({ issued: '05:00', ...one() })
        .until('06:30'),
    log: ['06:20:00 a missed(plan_late)'],
  },
  {
    calamity: 'the clock was not to be trusted over the start window',
    live: () =>
      life()
        .plan(one())
        .change((world) => {
          world.trusted = false;
        })
        .until('06:20')
        .change((world) => {
          world.trusted = true;
          world.trustedSince = at('06:20');
        }),
    log: ['06:20:00 a missed(clock_untrusted)'],
  },
  {
    calamity: 'the plan had run out: silence, however often asked',
    live: () =>
      life()
        .plan({ ...one(), until: '05:30' })
        .until('06:30'),
    log: ['06:10:01 a missed(plan_expired)'],
  },
  {
    calamity: 'cancelled before air: told at its latest start, a forecast before',
    live: () => life().plan(one()).until('05:50').plan({ sessions: [], revision: 2 }).until('06:30'),
    log: ['06:10:01 a cancelled(removed)'],
  },
  {
    calamity: 'cancelled between claim and first sample',
    live: () => life().plan(one()).until('05:59:59').plan({ sessions: [], revision: 2 }).until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '05:59:59 a cancelled(removed)'],
  },
  {
    calamity: 'cancelled while it sounds: silent at once',
    live: () => life().plan(one()).until('06:00:20').plan({ sessions: [], revision: 2 }).until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:00:20 a interrupted(removed)'],
  },
  {
    calamity: 'moved after its claim: never replayed',
    live: () =>
      life()
        .plan(one())
        .until('06:00:20')
        .plan({ ...one({ starts: '06:10' }), revision: 2 })
        .until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:01:00 a finished'],
  },
  {
    calamity: 'taken out and put back before its latest start: it goes on as planned',
    live: () =>
      life()
        .plan(one())
        .until('05:40')
        .plan({ sessions: [], revision: 2 })
        .until('05:50')
        .plan({ ...one(), revision: 3 })
        .until('06:30'),
    log: ['05:59:58 a claimed for 06:00:00', '06:01:00 a finished'],
  },
  {
    calamity: 'moved to a later time before its claim',
    live: () =>
      life()
        .plan(one())
        .until('05:40')
        .plan({ ...one({ starts: '07:00' }), revision: 2 })
        .until('07:30'),
    log: ['06:59:58 a claimed for 07:00:00', '07:01:00 a finished'],
  },
  {
    calamity: 'stop everything while it sounds',
    live: () =>
      life()
        .plan(one())
        .until('06:00:20')
        .change((world) => {
          world.stops = [stop('06:00:20', '06:30')];
        })
        .until('06:40'),
    log: ['05:59:58 a claimed for 06:00:00', '06:00:20 a interrupted(stopped)'],
  },
  {
    calamity:
      'a stop lets go of what is armed first, so that it does not have the place of what is halted for a moment',
    live: () =>
      life('a', 'b')
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00' },
                { name: 'b', starts: '06:01' },
              ],
            },
          ],
        })
        .until('06:00:59')
        .change((world) => {
          world.stops = [stop('06:00:59', '06:30')];
        })
        .until('06:40'),
    log: [
      '05:59:58 a claimed for 06:00:00',
      '06:00:58 b claimed for 06:01:00',
      '06:00:59 b cancelled(stopped)',
      '06:00:59 a interrupted(stopped)',
    ],
  },
  {
    calamity: 'a stop over the whole start window cancels',
    live: () =>
      life()
        .plan(one())
        .change((world) => {
          world.stops = [stop('05:30', '06:30', { areas: [VILLAGE] })];
        })
        .until('06:40'),
    log: ['06:10:01 a cancelled(stopped)'],
  },
  {
    calamity: 'a stop that is over within the start window only delays',
    live: () =>
      life()
        .plan(one())
        .change((world) => {
          world.stops = [stop('05:30', '06:05')];
        })
        .until('06:40'),
    log: ['06:05:00 a claimed for 06:05:00', '06:06:00 a finished'],
  },
  {
    calamity: 'a stop for another box or another village is none of ours',
    live: () =>
      life()
        .plan(one())
        .change((world) => {
          world.stops = [
            stop('05:30', '06:30', { boxes: ['box_b'] }),
            stop('05:30', '06:30', { areas: ['area_other'] }),
          ];
        })
        .until('06:40'),
    log: ['05:59:58 a claimed for 06:00:00', '06:01:00 a finished'],
  },
  {
    calamity: 'played at 3 a.m.: the roster’s hours forbid it, whatever the plan says',
    live: () =>
      createLife({ names: ['a'], now: '01:00' })
        .change((world) => {
          const windows = [{ from: '05:30', to: '21:00', maxGainDb: 0 }];
          world.roster = makeRoster({ limits: [{ areas: [COMMUNE], windows }] });
        })
        .plan(one({ starts: '03:15' }))
        .until('06:40'),
    log: ['03:25:01 a failed(outside_hours)'],
  },
  {
    calamity: 'what still sounds when the hours close is cut',
    live: () =>
      life()
        .plan({ ...one({ seconds: 600 }), hours: [{ from: '05:30', to: '06:05', maxGainDb: 0 }] })
        .until('06:40'),
    log: ['05:59:58 a claimed for 06:00:00', '06:05:00 a interrupted(outside_hours)'],
  },
  {
    calamity: 'armed just before the hours open is not outside of them',
    live: () =>
      life()
        .plan({ ...one(), hours: [{ from: '06:00', to: '21:00', maxGainDb: 0 }] })
        .until('06:40'),
    log: ['05:59:58 a claimed for 06:00:00', '06:01:00 a finished'],
  },
  {
    calamity: 'audio without a valid grant never sounds',
    live: () =>
      life()
        .change(
          (world) =>
            void world.grants.set(grantIdOf('a'), { ok: false, reason: 'bad_signature', detail: '' }),
        )
        .plan(one())
        .until('06:40'),
    log: ['06:10:01 a failed(not_approved)'],
  },
  {
    calamity: 'a grant for other audio, or one that has ended, does not cover it',
    live: () =>
      life('a', 'b')
        .change((world) => {
          world.grants.set(grantIdOf('a'), { ok: true, grant: makeGrant('b') });
          world.grants.set(grantIdOf('b'), { ok: true, grant: makeGrant('b', { until: '05:30' }) });
        })
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00' },
                { name: 'b', starts: '06:02' },
              ],
            },
          ],
        })
        .until('06:40'),
    log: ['06:10:01 a failed(not_approved)', '06:12:01 b failed(not_approved)'],
  },
  {
    calamity: 'its approver is revoked while it sounds',
    live: () =>
      life()
        .plan(one())
        .until('06:00:20')
        .change(
          (world) => void world.grants.set(grantIdOf('a'), { ok: false, reason: 'revoked', detail: '' }),
        )
        .until('06:40'),
    log: ['05:59:58 a claimed for 06:00:00', '06:00:20 a interrupted(not_approved)'],
  },
  {
    calamity: 'the audio never arrived; the next item is not held up by it',
    live: () =>
      life('a', 'b')
        .change((world) => void world.objects.delete(audioOf('a')))
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00' },
                { name: 'b', starts: '06:01' },
              ],
            },
          ],
        })
        .until('06:40'),
    log: ['06:00:58 b claimed for 06:01:00', '06:02:00 b finished', '06:10:01 a failed(audio_missing)'],
  },
  {
    calamity: 'the audio is damaged',
    live: () =>
      life()
        .change(
          (world) =>
            void world.objects.set(audioOf('a'), { ready: false, reason: 'audio_damaged', detail: '' }),
        )
        .plan(one())
        .until('06:40'),
    log: ['06:10:01 a failed(audio_damaged)'],
  },
  {
    calamity: 'the audio came after its turn had passed: not played out of order',
    live: () =>
      life('a', 'b')
        .change((world) => void world.objects.delete(audioOf('a')))
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00' },
                { name: 'b', starts: '06:01' },
              ],
            },
          ],
        })
        .until('06:05')
        .change((world) => void world.objects.set(audioOf('a'), { ready: true }))
        .until('06:40'),
    log: ['06:00:58 b claimed for 06:01:00', '06:02:00 b finished', '06:10:01 a skipped(queue)'],
  },
  {
    calamity: 'the audio came too late for an item that must be on time: the cause is told, not the lateness',
    live: () =>
      life()
        .change((world) => void world.objects.delete(audioOf('a')))
        .plan(one({ lateness: 'skip' }))
        .until('06:05')
        .change((world) => void world.objects.set(audioOf('a'), { ready: true }))
        .until('06:40'),
    log: ['06:10:01 a failed(audio_missing)'],
  },
  {
    calamity: 'no room to keep its record: it does not begin',
    live: () =>
      life()
        .plan(one())
        .change((world) => {
          world.diskFull = true;
        })
        .until('06:40'),
    log: ['06:10:01 a failed(disk_full)'],
  },
];

describe('a box’s morning', () => {
  it.each(mornings)('$calamity', ({ live, log }) => {
    const lived = live();
    expect(lived.log).toEqual(log);
    // Looking again changes nothing.
    expect(lived.change(() => {}).log).toEqual(log);
  });
});

describe('what is more important', () => {
  const clash = (resume: 'resume' | 'restart' | 'drop', endsBy = '23:00') =>
    life('a', 'b')
      .plan({
        sessions: [
          { endsBy, items: [{ name: 'a', starts: '06:00', seconds: 120, resume }] },
          { name: 'urgent', priority: 'priority', items: [{ name: 'b', starts: '06:01' }] },
        ],
      })
      .until('06:40').log;

  it('suspends what sounds, which then goes on from where it was', () => {
    expect(clash('resume')).toEqual([
      '05:59:58 a claimed for 06:00:00',
      '06:00:58 b claimed for 06:01:00',
      '06:01:00 a suspended',
      '06:01:58 a resumed for 06:02:00 from 60 s',
      '06:02:00 b finished',
      '06:03:00 a finished',
    ]);
  });

  it('or begins again, or is dropped, by its own policy', () => {
    expect(clash('restart').at(-3)).toBe('06:01:58 a resumed for 06:02:00');
    expect(clash('drop')).toContain('06:01:00 a interrupted(preempted)');
    expect(clash('drop').some((line) => line.includes('resumed'))).toBe(false);
  });

  it('a suspended item whose session is over ends as displaced', () => {
    expect(clash('resume', '06:01:30')).toContain('06:01:30 a interrupted(preempted)');
  });

  it('an item displaced over its whole window is skipped', () => {
    const lived = life('a', 'b')
      .plan({
        sessions: [
          { items: [{ name: 'a', starts: '06:01', latest: '06:03' }] },
          { name: 'urgent', priority: 'priority', items: [{ name: 'b', starts: '06:00', seconds: 600 }] },
        ],
      })
      .until('06:40');
    expect(lived.ends()).toEqual(['06:03:01 a skipped(preempted)', '06:10:00 b finished']);
  });

  it('an emergency under an emergency grant passes the hours; under an ordinary one it does not', () => {
    const night = (use: 'scheduled' | 'emergency') =>
      createLife({ names: ['a'], now: '01:00' })
        .change(
          (world) => void world.grants.set(grantIdOf('a'), { ok: true, grant: makeGrant('a', { use }) }),
        )
        .plan({
          hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }],
          sessions: [{ priority: 'emergency', items: [{ name: 'a', starts: '03:00' }] }],
        })
        .until('04:00')
        .ends();
    expect(night('emergency')).toEqual(['03:01:00 a finished']);
    expect(night('scheduled')).toEqual(['03:10:01 a failed(outside_hours)']);
  });
});

describe('loudness', () => {
  it.each([
    ['its own gain', { item: -6, cap: 12, hours: 12, roster: 12 }, -6],
    ['the cluster’s cap', { item: 0, cap: -9, hours: 12, roster: 12 }, -9],
    ['the hour’s cap', { item: 0, cap: 12, hours: -12, roster: 12 }, -12],
    ['the roster’s cap', { item: 0, cap: 12, hours: 12, roster: -20 }, -20],
  ])('is bounded by %s', (_name, { item, cap, hours, roster }, gainDb) => {
    const window = (maxGainDb: number) => [{ from: '00:00', to: '24:00', maxGainDb }];
    const lived = life()
      .change((world) => {
        world.roster = makeRoster({ limits: [{ areas: [COMMUNE], windows: window(roster) }] });
      })
      .plan({ ...one({ gainDb: item }), maxGainDb: cap, hours: window(hours) })
      .until('06:30');
    expect(lived.lastGainDb()).toBe(gainDb);
    expect(lived.lastMaxGainDb()).toBe(Math.min(cap, hours, roster));
  });
});

describe('without a clock', () => {
  it('nothing begins, yet a stop still silences what sounds', () => {
    const lived = life()
      .plan(one({ seconds: 600 }))
      .until('06:01')
      .change((world) => {
        world.trusted = false;
      })
      .until('06:02')
      .change((world) => {
        world.stops = [stop('12:00', '13:00')];
      })
      .until('06:20');
    expect(lived.ends()).toEqual(['06:02:00 a interrupted(stopped)']);
  });
});
