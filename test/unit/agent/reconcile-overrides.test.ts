import { BUILT_IN_SOUNDS } from '@loa/shared/trust/built-in-sounds';
import { describe, expect, it } from 'vitest';
import type { GrantState, Stop } from '../../../edge-agent/src/state.js';
import { createLife, type Life } from '../../support/agent-life.js';
import { emergencyOf, grantFor, liveGrant, liveOf, testOf } from '../../support/agent-overrides.js';
import { at, audioOf, COMMUNE, grantIdOf, type ItemWish, makeGrant } from '../../support/agent-plan.js';

const HOURS = [{ from: '05:30', to: '21:00', maxGainDb: -3 }];

/** A bulletin `a` of five minutes at six, in a box whose hours are 05:30–21:00 and which holds a flood warning. */
function life(
  options: { now?: string; item?: Partial<ItemWish>; use?: 'emergency' | 'scheduled' } = {},
): Life {
  const { now = '05:50', item = {}, use = 'emergency' } = options;
  const box = createLife({ names: ['a', 'flood', 'fire'], now }).change((world) => {
    for (const name of ['flood', 'fire']) grant(world, name, makeGrant(name, { use }));
  });
  const sessions = [{ items: [{ name: 'a', starts: '06:00', latest: '06:30', seconds: 300, ...item }] }];
  return box.plan({ hours: HOURS, sessions });
}

function grant(world: Life['world'], name: string, given: Extract<GrantState, { ok: true }>['grant']): void {
  world.grants.set(grantIdOf(name), { ok: true, grant: given });
}

const stop = (from: string, until: string): Stop => ({
  overrideId: 'override_stop',
  areaId: COMMUNE,
  createdAt: at(from),
  startsAt: at(from),
  until: at(until),
  areas: [COMMUNE],
});

const flood = (from: string, more: Partial<Parameters<typeof emergencyOf>[1]> = {}) =>
  emergencyOf('flood', { from, until: '23:00', ...more });

/** The controller renews a document while its override lasts. */
function renewed(box: Life, override: ReturnType<typeof flood>, until: string): Life {
  for (let minute = 0; ; minute += 10) {
    const next = clockAfter(override.startsAt, minute);
    if (next >= until) return box.until(until);
    box.until(next).overrides(override);
  }
}

function clockAfter(instant: number, minutes: number): string {
  return new Date(instant + minutes * 60_000 + 7 * 3_600_000).toISOString().slice(11, 19);
}

describe('an emergency', () => {
  it('takes the loudspeaker at its instant; what gave way goes on where it was, at its end', () => {
    expect(life().until('06:01').overrides(flood('06:01')).until('06:30').log).toEqual([
      '05:59:58 a claimed for 06:00:00',
      '06:01:00 flood claimed for 06:01:00',
      '06:01:00 a suspended',
      '06:01:58 a resumed for 06:02:00 from 60 s',
      '06:02:00 flood finished',
      '06:06:00 a finished',
    ]);
  });

  it('is heard as often as asked, each time once, its recordings in turn', () => {
    const warning = flood('07:00', { times: 2, names: ['flood', 'fire'], seconds: 30 });
    expect(renewed(life().until('06:30'), warning, '07:30').log.slice(2)).toEqual([
      '07:00:00 flood claimed for 07:00:00',
      '07:00:28 flood.2 claimed for 07:00:30',
      '07:00:30 flood finished',
      '07:01:00 flood.2 finished',
      '07:09:58 flood 2 claimed for 07:10:00',
      '07:10:28 flood 2.2 claimed for 07:10:30',
      '07:10:30 flood 2 finished',
      '07:11:00 flood 2.2 finished',
    ]);
  });

  it('that is longer than its interval follows itself', () => {
    const warning = flood('07:00', { times: 2, everyMinutes: 1, seconds: 90 });
    expect(life().until('06:59').overrides(warning).until('07:10').ends().slice(1)).toEqual([
      '07:01:30 flood finished',
      '07:03:00 flood 2 finished',
    ]);
  });

  it.each([
    ['emergency', '03:01:00 flood finished'],
    ['scheduled', 'nothing'],
  ] as const)('passes the hours under a grant for %s: %s', (use, heard) => {
    const box = life({ now: '02:50', use }).until('03:00').overrides(flood('03:00')).until('03:10');
    expect(box.ends()[0] ?? 'nothing').toBe(heard);
    if (use === 'emergency')
      expect([box.lastGainDb(), box.lastMaxGainDb()]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('needs no plan', () => {
    const box = createLife({ names: ['flood'] }).change((world) => {
      grant(world, 'flood', makeGrant('flood', { use: 'emergency' }));
    });
    expect(box.overrides(flood('05:00')).until('05:10').log.at(-1)).toBe('05:01:00 flood finished');
  });

  it('is silenced by a stop that was called later, and goes over one that was called before', () => {
    const later = life()
      .until('06:30')
      .overrides(flood('06:30'))
      .until('06:30:20')
      .change((world) => {
        world.stops = [stop('06:30:20', '08:00')];
      });
    expect(later.log.at(-1)).toBe('06:30:20 flood interrupted(stopped)');
    const before = life()
      .until('06:30')
      .change((world) => {
        world.stops = [stop('06:20', '08:00')];
      })
      .overrides(flood('06:30'))
      .until('06:40');
    expect(before.log.at(-1)).toBe('06:31:00 flood finished');
  });

  it('goes over a stop only under a grant for emergencies: the controller’s key alone lifts nothing', () => {
    const box = life({ use: 'scheduled' })
      .change((world) => {
        world.stops = [stop('05:50', '08:00')];
      })
      .until('06:40')
      .overrides(flood('06:40'))
      .until('06:50');
    expect(box.log.some((line) => line.includes('flood'))).toBe(false);
  });

  it('cut by the power is not said again; its next repetition is', () => {
    const warning = flood('07:00', { times: 2 });
    const box = life().until('07:00').overrides(warning).until('07:00:30').powerCut('07:02');
    expect(renewed(box, warning, '07:30').log.slice(3)).toEqual([
      '07:02:00 flood interrupted(power)',
      '07:09:58 flood 2 claimed for 07:10:00',
      '07:11:00 flood 2 finished',
    ]);
  });

  it('is said late by a box that comes late, whole, and not as often as it was missed', () => {
    const warning = flood('07:00', { times: 3, names: ['flood', 'fire'], seconds: 30 });
    const box = life().until('06:50').powerCut('07:10:10').overrides(warning);
    expect(renewed(box, warning, '07:40').log.slice(2)).toEqual([
      '07:10:10 flood missed(plan_late)',
      '07:10:10 flood 2 claimed for 07:10:10',
      '07:10:31 flood.2 skipped(queue)',
      '07:10:38 flood 2.2 claimed for 07:10:40',
      '07:10:40 flood 2 finished',
      '07:11:10 flood 2.2 finished',
      '07:19:58 flood 3 claimed for 07:20:00',
      '07:20:28 flood 3.2 claimed for 07:20:30',
      '07:20:30 flood 3 finished',
      '07:21:00 flood 3.2 finished',
    ]);
  });

  it('that is lifted is silent at once, and its coming repetitions end at their starts', () => {
    const box = life()
      .until('07:00')
      .overrides(flood('07:00', { times: 3 }))
      .until('07:00:20');
    expect(box.overrides().until('07:40').log.slice(2)).toEqual([
      '07:00:00 flood claimed for 07:00:00',
      '07:00:20 flood interrupted(removed)',
      '07:10:01 flood 2 cancelled(removed)',
      '07:20:01 flood 3 cancelled(removed)',
    ]);
  });

  it('whose document is not renewed begins no more, but reaches the end of what it said', () => {
    const box = life()
      .until('07:00')
      .overrides(flood('07:00', { times: 3, everyMinutes: 14, seconds: 120 }));
    expect(box.until('08:00').log.slice(4)).toEqual([
      '07:13:58 flood 2 claimed for 07:14:00',
      '07:16:00 flood 2 finished',
    ]);
    expect(box.until('23:10').ends().at(-1)).toBe('23:00:01 flood 3 missed(plan_expired)');
  });

  it('waits for its sound, and has its place when that has come', () => {
    const box = life()
      .change((world) => void world.objects.delete(audioOf('flood')))
      .until('06:01')
      .overrides(flood('06:01'))
      .until('06:01:40')
      .change((world) => void world.objects.set(audioOf('flood'), { ready: true }))
      .until('06:10');
    expect(box.log.slice(1, 3)).toEqual(['06:01:40 flood claimed for 06:01:40', '06:01:40 a suspended']);
  });

  it('leaves what was armed to follow: it is heard after it, or skipped when it waited too long', () => {
    const box = (latest: string) =>
      createLife({ names: ['a', 'b', 'flood'] })
        .change((world) => grant(world, 'flood', makeGrant('flood', { use: 'emergency' })))
        .plan({
          sessions: [
            {
              items: [
                { name: 'a', starts: '06:00' },
                { name: 'b', starts: '06:01', latest },
              ],
            },
          ],
        })
        .until('06:00:59')
        .overrides(flood('06:00:59', { seconds: 120 }))
        .until('06:20')
        .log.slice(1);
    expect(box('06:10')).toEqual([
      '06:00:58 b claimed for 06:01:00',
      '06:00:59 flood claimed for 06:00:59',
      '06:00:59 a suspended',
      // Not a minute of it was left, and b had been begun.
      '06:00:59 a interrupted(preempted)',
      '06:02:59 flood finished',
      '06:03:59 b finished',
    ]);
    expect(box('06:02')).toContain('06:02:01 b skipped(preempted)');
  });
});

describe('live speech', () => {
  const box = (minutes?: number) =>
    life().change((world) => grant(world, 'chief', liveGrant('chief', minutes)));
  const speech = (more: Partial<Parameters<typeof liveOf>[1]> = {}) =>
    liveOf('chief', { from: '06:01', until: '06:10', ...more });

  it('goes before bulletins, begins so long after it is spoken, and ends at its end', () => {
    expect(
      box()
        .until('06:01')
        .overrides(speech({ delayMs: 3_000 }))
        .until('06:30').log,
    ).toEqual([
      '05:59:58 a claimed for 06:00:00',
      '06:01:00 chief claimed for 06:01:03',
      '06:01:03 a suspended',
      '06:09:58 a resumed for 06:10:00 from 63 s',
      '06:10:00 chief finished',
      '06:13:57 a finished',
    ]);
  });

  it('gives way to an emergency and is joined again where it then is', () => {
    const lived = box()
      .until('06:01')
      .overrides(speech())
      .until('06:02')
      .overrides(speech(), flood('06:02'))
      .until('06:30').log;
    expect(lived.slice(3, 8)).toEqual([
      '06:02:00 flood claimed for 06:02:00',
      '06:02:00 chief suspended',
      '06:02:54 chief resumed for 06:03:00 from 120 s',
      '06:03:00 flood finished',
      '06:09:58 a resumed for 06:10:00 from 60 s',
    ]);
  });

  it('whose stream is opened anew goes on with the new one', () => {
    const lived = box().until('06:01').overrides(speech()).until('06:02');
    lived.overrides(speech({ epoch: 2 })).until('06:03');
    expect(lived.log.slice(3)).toEqual(['06:02:00 chief reopened from 60 s']);
  });

  it.each([
    ['is ended at the desk', '06:03', '06:03:00 chief finished'],
    ['lasts no longer than was granted', '06:30', '06:06:00 chief finished'],
  ])('%s', (_, liftedAt, end) => {
    const lived = box(5).until('06:01').overrides(speech()).until(liftedAt).overrides().until('06:30');
    expect(lived.log).toContain(end);
  });

  it('stops when its document is not renewed, for nobody could stop it', () => {
    const lived = box()
      .until('06:01')
      .overrides(speech({ until: '07:00' }))
      .until('06:40');
    expect(lived.log).toContain('06:16:00 chief interrupted(plan_expired)');
  });

  it.each([
    ['of somebody else', () => liveGrant('other'), 'failed(not_approved)'],
    ['for a recording', () => makeGrant('chief'), 'failed(not_approved)'],
  ])('under a grant %s is not heard', (_, given, end) => {
    const lived = life()
      .change((world) => grant(world, 'chief', given()))
      .until('06:20')
      .overrides(speech({ from: '06:20', until: '06:25' }))
      .until('06:30');
    expect(lived.ends().at(-1)).toBe(`06:25:01 chief ${end}`);
  });

  it('does not pass the hours', () => {
    const lived = createLife({ names: ['a'], now: '21:30' })
      .change((world) => grant(world, 'chief', liveGrant('chief')))
      .plan({ hours: HOURS, sessions: [] })
      .overrides(liveOf('chief', { from: '21:30', until: '21:35' }))
      .until('21:40');
    expect(lived.log).toEqual(['21:35:01 chief failed(outside_hours)']);
  });

  it('without a token to ask for it is waited for', () => {
    const lived = box()
      .change((world) => {
        world.liveReady = false;
      })
      .until('06:20')
      .overrides(speech({ from: '06:20', until: '06:25' }))
      .until('06:21')
      .change((world) => {
        world.liveReady = true;
      })
      .until('06:30');
    expect(lived.log.slice(2)).toEqual([
      '06:21:00 chief claimed for 06:21:00 from 60.25 s',
      '06:25:00 chief finished',
    ]);
  });
});

describe('a test', () => {
  const [spoken] = BUILT_IN_SOUNDS;

  it('with the box’s own sound needs nobody’s grant, waits its turn, and keeps to the hours', () => {
    const check = testOf('check', { from: '06:01', until: '06:20' });
    const own = check.kind === 'test' ? { ...check, items: check.items.slice(0, 1) } : check;
    const [item] = own.kind === 'test' ? own.items : [];
    if (item && spoken) item.source = { kind: 'recording', ...spoken };
    const lived = life().change((world) => void world.objects.set(spoken?.sha256 ?? '', { ready: true }));
    expect(lived.until('06:01').overrides(own).until('06:30').log).toEqual([
      '05:59:58 a claimed for 06:00:00',
      '06:04:58 check claimed for 06:05:00',
      '06:05:00 a finished',
      '06:05:06 check finished',
    ]);
    const night = createLife({ names: [], now: '21:30' }).plan({ hours: HOURS, sessions: [] });
    night.change((world) => void world.objects.set(spoken?.sha256 ?? '', { ready: true }));
    const late = { ...own, startsAt: at('21:30'), until: at('21:31') };
    expect(night.overrides(late).until('21:40').log).toEqual(['21:31:01 check failed(outside_hours)']);
  });

  it.each([
    ['test', '06:20:10 check finished'],
    ['scheduled', '06:25:01 check failed(not_approved)'],
  ] as const)('with another sound under a grant for %s: %s', (use, end) => {
    const lived = life()
      .change((world) => {
        world.objects.set(audioOf('check'), { ready: true });
        const subject = { sha256: audioOf('check'), language: 'vi' };
        grant(world, 'check', grantFor({ use, subject }));
      })
      .until('06:20')
      .overrides(testOf('check', { from: '06:20', until: '06:25' }))
      .until('06:30');
    expect(lived.ends().at(-1)).toBe(end);
  });
});

describe('another station', () => {
  const url = 'http://station.example/live';
  const relay = (fallback?: string): Partial<ItemWish> =>
    ({
      lateness: 'joinMidway',
      resume: 'restart',
      source: { kind: 'relay', url, durationMs: 300_000, ...(fallback ? { fallback } : {}) },
    }) as Partial<ItemWish>;
  const hours = [{ from: '06:00', to: '06:30' }];
  const carried = (item: Partial<ItemWish>, subject: Record<string, unknown> = {}) =>
    life({ item }).change((world) => {
      grant(world, 'a', grantFor({ use: 'relay', subject: { url, hours, ...subject } }));
    });

  const other = 'f'.repeat(64);

  it('is opened six seconds ahead and over after its length', () => {
    expect(carried(relay()).until('06:30').log).toEqual([
      '05:59:54 a claimed for 06:00:00',
      '06:05:00 a finished',
    ]);
  });

  it.each([
    ['was there', '05:50', '05:59:54'],
    ['came in time', '05:59:56', '05:59:56'],
    ['did not come', '06:10', '05:59:58'],
  ])('is opened as late as may be when its fallback %s', (_, ready, claimed) => {
    const lived = carried(relay(other), { fallback: other })
      .until(ready)
      .change((world) => world.objects.set(other, { ready: true }))
      .until('06:30');
    expect(lived.log[0]).toBe(`${claimed} a claimed for 06:00:00`);
  });

  it('is joined where it then is after it gave way', () => {
    const lived = carried(relay())
      .until('06:01')
      .overrides(flood('06:01', { seconds: 90 }))
      .until('06:30');
    expect(lived.log.slice(2)).toEqual([
      '06:01:00 a suspended',
      '06:02:24 a resumed for 06:02:30 from 150 s',
      '06:02:30 flood finished',
      '06:05:00 a finished',
    ]);
  });

  it('is not gone on with when its time is over', () => {
    const lived = carried(relay())
      .until('06:01')
      .overrides(flood('06:01', { seconds: 400 }))
      .until('06:30');
    expect(lived.log.slice(2)).toEqual([
      '06:01:00 a suspended',
      '06:05:00 a interrupted(preempted)',
      '06:07:40 flood finished',
    ]);
  });

  it.each([
    ['another address', { url: 'http://elsewhere.example/' }, undefined, 'failed(not_approved)'],
    ['other hours', { hours: [{ from: '17:00', to: '18:00' }] }, undefined, 'failed(outside_hours)'],
    ['no fallback', {}, other, 'failed(not_approved)'],
    ['this fallback', { fallback: other }, other, 'finished'],
  ])('under a grant for %s', (_, subject, fallback, end) => {
    const ends = carried(relay(fallback), subject).until('06:40').ends();
    expect(ends.map((line) => line.split(' ').slice(2).join(' '))).toEqual([end]);
  });

  it('is cut when the hours that its grant names are over', () => {
    const lived = carried(relay(), { hours: [{ from: '06:00', to: '06:03' }] }).until('06:30');
    expect(lived.ends()).toEqual(['06:03:00 a interrupted(outside_hours)']);
  });
});
