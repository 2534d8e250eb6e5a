import { describe, expect, it } from 'vitest';
import { type Contender, FADE_SAMPLES, turnAt } from '../../../edge-agent/src/player/policy.js';

const NEVER = Number.POSITIVE_INFINITY;
/** Voices by name: a normal item that is armed and due, unless said otherwise. */
function voices(wanted: Record<string, Partial<Contender>>): Contender[] {
  return Object.entries(wanted).map(([name, change], index) => ({
    ...{ id: name.charCodeAt(0), order: index, rank: 'normal', turn: 'after', displaced: 'ends' },
    ...{ state: 'armed', ready: true, startIn: 0, endIn: NEVER, stopping: false, fadeLeft: null },
    ...change,
  }));
}
/** In words: `sound a 960`, `fade a 480 displaced hold`, `silence 960`. */
function told(wanted: Record<string, Partial<Contender>>, left = 960): string {
  const turn = turnAt(voices(wanted), left);
  const name = 'id' in turn ? String.fromCharCode(turn.id) : '';
  const more = turn.kind === 'fade' ? [turn.cause, turn.then] : [];
  return [turn.kind, name, turn.samples, ...more].filter((word) => word !== '').join(' ');
}
const sounding = { state: 'sounding', startIn: -5_000 } as const;
const held = { state: 'held', startIn: -5_000 } as const;

describe('who is heard', () => {
  it.for([
    ['nobody where nothing is armed', {}, 'silence 960'],
    ['nobody before the start', { a: { startIn: 100 } }, 'silence 100'],
    ['nobody whose sound has not come', { a: { ready: false } }, 'silence 960'],
    ['the one that is due, from this sample', { a: {} }, 'sound a 0'],
    ['the one that sounds', { a: sounding }, 'sound a 960'],
    [
      'emergency of all ranks',
      { a: {}, b: { rank: 'priority' }, c: { rank: 'live' }, d: { rank: 'emergency' } },
      'sound d 0',
    ],
    ['live before priority', { a: { rank: 'priority' }, b: { rank: 'live' } }, 'sound b 0'],
    ['priority before normal', { a: {}, b: { rank: 'priority' } }, 'sound b 0'],
    ['the earlier start among equals', { a: { startIn: -10 }, b: { startIn: -20 } }, 'sound b 0'],
    ['the one asked for first when they start together', { a: {}, b: {} }, 'sound a 0'],
    ['what was cut before what waits its turn', { a: { startIn: -9_000 }, b: held }, 'sound b 0'],
    ['the newest of those that replace others', { a: { turn: 'over' }, b: { turn: 'over' } }, 'sound b 0'],
    ['nobody that was told to stop', { a: { stopping: true } }, 'silence 960'],
    ['nobody whose time is over', { a: { endIn: 0 } }, 'silence 960'],
  ] as const)('%s', ([, wanted, expected]) => {
    expect(told(wanted)).toBe(expected);
  });
});

describe('who gives way', () => {
  it.for([
    ['to an equal that waits its turn: nobody', { a: sounding, b: {} }, 'sound a 960'],
    ['to a lower rank: nobody', { a: { ...sounding, rank: 'live' }, b: {} }, 'sound a 960'],
    ['to an equal that replaces', { a: sounding, b: { turn: 'over' } }, 'fade a 480 displaced end'],
    ['at once to what is due already', { a: sounding, b: { rank: 'live' } }, 'fade a 480 displaced end'],
    [
      'to wait, where it holds',
      { a: { ...sounding, displaced: 'holds' }, b: { rank: 'live' } },
      'fade a 480 displaced hold',
    ],
    [
      'ahead, so that its fade ends at the start',
      { a: sounding, b: { rank: 'live', startIn: 480 } },
      'fade a 480 displaced end',
    ],
    [
      'in a shorter fade where less is left',
      { a: sounding, b: { rank: 'live', startIn: 100 } },
      'fade a 100 displaced end',
    ],
    ['only then: until then it sounds', { a: sounding, b: { rank: 'live', startIn: 900 } }, 'sound a 420'],
    [
      'not to sound that has not come',
      { a: sounding, b: { rank: 'emergency', ready: false } },
      'sound a 960',
    ],
    ['when told to stop', { a: { ...sounding, stopping: true } }, 'fade a 480 stopped end'],
    ['so that it is silent by its end', { a: { ...sounding, endIn: 700 } }, 'sound a 220'],
    ['in time for its end', { a: { ...sounding, endIn: 480 } }, 'fade a 480 end_by end'],
    [
      'for good at its end, though it holds for others',
      { a: { ...sounding, displaced: 'holds', endIn: 9 } },
      'fade a 9 end_by end',
    ],
    [
      'while it fades nothing changes that',
      { a: { ...sounding, fadeLeft: 300 }, b: { rank: 'live' } },
      'sound a 300',
    ],
  ] as const)('%s', ([, wanted, expected]) => {
    expect(told(wanted)).toBe(expected);
  });

  it('never for longer than the frame has left', () => {
    expect(told({ a: sounding }, 123)).toBe('sound a 123');
    expect(told({ a: { ...sounding, fadeLeft: 300 } }, 123)).toBe('sound a 123');
    expect(told({}, 123)).toBe('silence 123');
    expect(FADE_SAMPLES).toBe(480);
  });
});
