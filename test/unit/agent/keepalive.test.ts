import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import {
  afterLoss,
  afterReturn,
  BEGINNING,
  createLinkPace,
  type Keepalive,
  keepaliveAt,
  SHORT_SECONDS,
  secondsOf,
  USUAL_SECONDS,
} from '../../../edge-agent/src/keepalive.js';

/** What happened to the link, in order, each some time after the last; and how often it is pinged then. */
type Event = { after: number } & ({ quiet: number; tries: number } | { quiet?: never });

function live(events: readonly Event[], known: Keepalive = BEGINNING): number {
  let now = 10 * MINUTE;
  for (const event of events) {
    now += event.after;
    known = keepaliveAt(known, now);
    if (event.quiet !== undefined)
      known = afterReturn(afterLoss(known, event.quiet * 1_000, now), event.tries, now + 1_000);
  }
  return secondsOf(known);
}

const lost = (quiet: number, tries = 1, after = HOUR): Event => ({ after, quiet, tries });
const quietly = (after: number): Event => ({ after });

describe('an idle link', () => {
  it.each<[string, Event[], number]>([
    ['is pinged every minute from the start', [], 60],
    ['that was lost when a minute old, and was there again at once, is pinged oftener', [lost(90)], 30],
    ['that was reset by the network at its ping too', [lost(60)], 30],
    ['that was lost in the middle of talk is not', [lost(5)], 60],
    ['that was lost well before its ping is not', [lost(40)], 60],
    ['that came back only after some tries is not: the network was away', [lost(90, 2)], 60],
    ['stays so for a day', [lost(90), quietly(DAY - MINUTE)], 30],
    ['is tried at a minute after a day without a loss', [lost(90), quietly(DAY + MINUTE)], 60],
    [
      'that is lost at the short pace as well counts its day anew',
      [lost(90), lost(45, 1, 20 * HOUR), quietly(20 * HOUR)],
      30,
    ],
    [
      'lost again at a minute stays short for two days',
      [lost(90), quietly(DAY + MINUTE), lost(90), quietly(DAY + HOUR)],
      30,
    ],
    [
      'is tried again after those two days',
      [lost(90), quietly(DAY + MINUTE), lost(90), quietly(2 * DAY + HOUR)],
      60,
    ],
    [
      'lost once more after a week at a minute begins with one day again',
      [lost(90), quietly(DAY + MINUTE), quietly(9 * DAY), lost(90), quietly(DAY + MINUTE)],
      60,
    ],
  ])('%s', (_, events, seconds) => expect(live(events)).toBe(seconds));

  it('waits at most eight days between its trials', () => {
    const failing = Array.from({ length: 12 }, () => [lost(90, 1, MINUTE), quietly(8 * DAY - MINUTE)]).flat();
    expect(live(failing)).toBe(30);
    expect(live([...failing, quietly(2 * MINUTE)])).toBe(60);
  });

  it('is known to be dead within 100 s at both ends, whatever the pace', () => {
    // The broker waits 1.5 times what CONNECT announced (MQTT 3.1.1, 3.1.2.10), the box 1.5 times its own pace.
    for (const seconds of [USUAL_SECONDS, SHORT_SECONDS]) expect(seconds * 1.5).toBeLessThanOrEqual(100);
  });
});

describe('the policy at work', () => {
  it('goes by its clock', () => {
    let now = 5 * MINUTE;
    const pace = createLinkPace({ clock: { monotonic: () => now } });
    pace.back(1);
    expect(pace.seconds()).toBe(60);
    pace.lost(90_000);
    pace.back(1);
    expect(pace.seconds()).toBe(30);
    now += DAY;
    expect(pace.seconds()).toBe(60);
  });
});
