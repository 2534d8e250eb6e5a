import { describe, expect, it } from 'vitest';
import { evidenceStep } from '../../../../controller/src/planning/answers/evidence-step.js';

const ended = {
  ...{ seq: 4, at: 1_000, clock: { state: 'synced' }, kind: 'ended', playbackId: 'a'.repeat(26) },
  ...{ sessionId: 'session_1', planRevision: 1, scheduledAt: 0, state: 'finished', endedAt: 1_000 },
  ...{ deliveredMs: 60_000, underruns: 0 },
};

describe('the end of a playback, in the steps that staff read', () => {
  it('says what the microphone at the loudspeaker made of it, where there is one', () => {
    const [deaf, hearing] = [ended, { ...ended, heard: 0.874 }].map((body) =>
      evidenceStep({ at: 1, body }, 'Bộ thu 1'),
    );
    expect(hearing?.what).toBe(`${deaf?.what}, micro tại loa nghe giống bài 87%`);
  });
});
