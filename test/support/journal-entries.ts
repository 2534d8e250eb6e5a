import { playbackId } from '@loa/shared/playback';
import type { PlaybackEntry } from '@loa/shared/playback-record';

const clock = { state: 'synced', uncertaintyMs: 20 } as const;

/** The id of the nth playback of a made-up schedule on one box. */
export function samplePlaybackId(n: number, boxId = 'box_a'): string {
  return playbackId({
    scheduleId: 'schedule_a',
    localDate: '2026-11-02',
    occurrence: `occ_${n}`,
    slot: 'main',
    variant: 'variant_vi',
    boxId,
  });
}

/** What an untroubled box journals of one playback: ready, claimed, started, ended. */
export function playedEntries(id: string, firstSeq: number, startsAt: number): PlaybackEntry[] {
  const common = { playbackId: id, sessionId: 'session_a', planRevision: 5, scheduledAt: startsAt, clock };
  const delivered = { deliveredMs: 60_000, rmsDbfs: -18.5, peakDbfs: -1.5, underruns: 0 };
  return [
    { seq: firstSeq, at: startsAt - 60_000, kind: 'ready', ...common },
    { seq: firstSeq + 1, at: startsAt - 2000, kind: 'claimed', ...common },
    {
      seq: firstSeq + 2,
      at: startsAt,
      kind: 'started',
      ...common,
      startedAt: startsAt + 3,
      startErrorMs: 3,
      offsetMs: 0,
      output: 'wav',
    },
    {
      seq: firstSeq + 3,
      at: startsAt + 60_000,
      kind: 'ended',
      ...common,
      state: 'finished',
      startedAt: startsAt + 3,
      endedAt: startsAt + 60_003,
      startErrorMs: 3,
      ...delivered,
    },
  ];
}
