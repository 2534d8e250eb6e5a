import type { PlanSettings } from '@loa/shared/messages/plan';
import type { Limit, Roster } from '@loa/shared/messages/roster';
import type { SoundWindow } from '@loa/shared/sound-window';
import { allowanceAt, allowedUntil } from '@loa/shared/trust/limits';
import { describe, expect, it } from 'vitest';

const chain = ['area_province', 'area_commune', 'area_village'];
const day: SoundWindow = { from: '05:30', to: '21:00', maxGainDb: 0 };
const whole: SoundWindow = { from: '00:00', to: '24:00', maxGainDb: 0 };

function roster(limits: Limit[], zone = 'Asia/Ho_Chi_Minh', successors = {}): Roster {
  return {
    communeId: 'area_commune',
    version: 1,
    issuedAt: 0,
    controllerKeys: [],
    people: [],
    needs: {},
    zone,
    limits,
    successors,
  };
}

function settings(hours: SoundWindow[], maxGainDb = 0): PlanSettings {
  return { zone: 'Asia/Ho_Chi_Minh', hours, maxGainDb, languages: ['vi'], outputs: [] };
}

/** An instant at local time `hour:minute` in Việt Nam (UTC+7, no daylight saving). */
const vietnam = (hour: number, minute = 0) => Date.UTC(2026, 10, 2, hour - 7, minute);

describe('the hours in which a loudspeaker may sound', () => {
  const commune = roster([{ areas: ['area_commune'], windows: [day] }]);

  it.each([
    ['03:15, when a relay once woke a commune', vietnam(3, 15), false],
    ['one minute before the window', vietnam(5, 29), false],
    ['the first minute', vietnam(5, 30), true],
    ['the last minute', vietnam(20, 59), true],
    ['the end, which no longer belongs', vietnam(21), false],
  ])('%s', (_name, at, allowed) => {
    expect(allowanceAt(at, commune, settings([whole]), chain).allowed).toBe(allowed);
  });

  it('are none at all without a limit that covers the place', () => {
    expect(allowanceAt(vietnam(12), roster([]), settings([whole]), chain).allowed).toBe(false);
    const elsewhere = roster([{ areas: ['area_other'], windows: [whole] }]);
    expect(allowanceAt(vietnam(12), elsewhere, settings([whole]), chain).allowed).toBe(false);
  });

  it('are the strictest of every limit and of the plan: the controller can only narrow', () => {
    const village: Limit = {
      areas: ['area_village'],
      windows: [{ from: '06:00', to: '19:00', maxGainDb: -3 }],
    };
    const both = roster([...commune.limits, village]);
    expect(allowanceAt(vietnam(5, 45), both, settings([whole]), chain).allowed).toBe(false);
    expect(allowanceAt(vietnam(18), both, settings([{ ...whole, to: '17:00' }]), chain).allowed).toBe(false);
    expect(allowanceAt(vietnam(12), both, settings([{ ...whole, maxGainDb: 6 }], 6), chain)).toEqual({
      allowed: true,
      maxGainDb: -3,
    });
  });

  it('follow a merged village', () => {
    const merged = roster([{ areas: ['area_old'], windows: [day] }], 'Asia/Ho_Chi_Minh', {
      area_old: 'area_village',
    });
    expect(allowanceAt(vietnam(12), merged, settings([whole]), chain).allowed).toBe(true);
  });

  it('are civil time, also across daylight saving', () => {
    const berlin = roster([{ areas: ['area_commune'], windows: [day] }], 'Europe/Berlin');
    const wide = { ...settings([whole]), zone: 'UTC' };
    expect(allowanceAt(Date.UTC(2026, 2, 28, 4, 30), berlin, wide, chain).allowed).toBe(true);
    expect(allowanceAt(Date.UTC(2026, 2, 29, 3, 30), berlin, wide, chain).allowed).toBe(true);
    expect(allowanceAt(Date.UTC(2026, 2, 28, 3, 30), berlin, wide, chain).allowed).toBe(false);
  });

  it('tell where a long item must be cut', () => {
    const end = allowedUntil(vietnam(20, 50), vietnam(21, 20), commune, settings([whole]), chain);
    expect(end).toBe(vietnam(21));
    expect(allowedUntil(vietnam(12), vietnam(12, 30), commune, settings([whole]), chain)).toBe(
      vietnam(12, 30),
    );
  });
});
