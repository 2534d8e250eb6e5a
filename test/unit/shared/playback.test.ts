import {
  EndState,
  isEnd,
  mayFollow,
  OpenState,
  overridePlaybackId,
  PlaybackState,
  playbackId,
} from '@loa/shared/playback';
import { describe, expect, it } from 'vitest';

const name = {
  scheduleId: 'schedule_a',
  localDate: '2026-11-02',
  occurrence: 'occ_1700',
  slot: 'bulletin',
  variant: 'variant_vi',
  boxId: 'box_1',
};

describe('the name of a playback', () => {
  it('is pinned for ever: other boxes and controllers must arrive at the same', () => {
    expect(playbackId(name)).toBe('qnezf3xmqymb4igndg2acgzpmy');
    expect(overridePlaybackId('override_flood', 2, 'box_1')).toBe('jbfv2lkvugzmc3msam3ifaxbfz');
  });

  it.each(Object.keys(name))('changes with its %s', (part) => {
    expect(playbackId({ ...name, [part]: 'other' })).not.toBe(playbackId(name));
  });
});

describe('the life of a playback', () => {
  it('lets nothing follow an end', () => {
    for (const end of EndState.options) {
      for (const next of PlaybackState.options) expect(mayFollow(end, next), `${end} → ${next}`).toBe(false);
    }
  });

  it('never sounds without a claim', () => {
    for (const from of ['planned', 'ready'] as const) {
      expect(mayFollow(from, 'started')).toBe(false);
      expect(mayFollow(from, 'finished')).toBe(false);
    }
  });

  it('cannot be planned, skipped or missed once it sounded', () => {
    for (const to of ['planned', 'ready', 'claimed', 'missed', 'skipped', 'cancelled'] as const) {
      expect(mayFollow('started', to), `started → ${to}`).toBe(false);
    }
  });

  it('may be unknown from any open state, until a late report says better', () => {
    for (const from of OpenState.options) expect(mayFollow(from, 'unknown')).toBe(true);
    for (const end of EndState.options) expect(mayFollow('unknown', end)).toBe(true);
    expect(isEnd('unknown')).toBe(false);
  });
});
