import type { Delivered } from '@loa/shared/messages/report';
import { describe, expect, it } from 'vitest';
import { addDelivered } from '../../../edge-agent/src/evidence.js';

const heard = (deliveredMs: number, rmsDbfs?: number, peakDbfs?: number): Delivered => ({
  deliveredMs,
  underruns: 1,
  ...(rmsDbfs === undefined ? {} : { rmsDbfs }),
  ...(peakDbfs === undefined ? {} : { peakDbfs }),
});

describe('the sound of several stretches', () => {
  it.each([
    ['the same level stays', heard(1_000, -18, -2), heard(3_000, -18, -4), heard(4_000, -18, -2)],
    ['silence halves the power', heard(1_000, -18), heard(1_000), heard(2_000, -21)],
    ['nothing but silence has no level', heard(500), heard(500), heard(1_000)],
    ['full scale never goes above zero', heard(100, 0, 0), heard(100, 0, 0), heard(200, 0, 0)],
  ])('%s', (_name, a, b, sum) => {
    expect(addDelivered(a, b)).toEqual({ ...sum, underruns: 2 });
  });
});
