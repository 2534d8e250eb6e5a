import { describe, expect, it } from 'vitest';
import { createCrowd, networkOf } from '../../../controller/src/broker/crowd.js';
import { createMeters } from '../../../controller/src/broker/meters.js';
import { createSparingLog } from '../../../controller/src/broker/sparing-log.js';
import { createTokenBucket } from '../../../controller/src/broker/token-bucket.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

describe('a rate', () => {
  it('lets a burst through, then makes one wait until the debt is paid', async () => {
    const clock = createFakeClock();
    const bucket = createTokenBucket({ burst: 10, perSecond: 2 }, { clock });
    bucket.take(10);
    expect(bucket.waitMs()).toBe(0);
    bucket.take(4);
    expect(bucket.waitMs()).toBe(2_000);
    await clock.advance(2_000);
    expect(bucket.waitMs()).toBe(0);
    expect(bucket.isFull()).toBe(false);
    await clock.advance(3_600_000);
    expect(bucket.isFull()).toBe(true);
    bucket.take(10);
    expect(bucket.waitMs()).toBe(0);
  });

  it('is a box’s own and outlives its connections', () => {
    const clock = createFakeClock();
    const rate = { burst: 1, perSecond: 1 };
    const meters = createMeters({ limits: { packets: rate, bytes: rate }, clock });
    meters.of('box_a').packets(3);
    expect(meters.of('box_a').waitMs()).toBe(2_000);
    expect(meters.of('box_b').waitMs()).toBe(0);
  });

  it('does not forget who still owes when ten thousand others come', () => {
    const clock = createFakeClock();
    const rate = { burst: 1, perSecond: 1 };
    const meters = createMeters({ limits: { packets: rate, bytes: rate }, clock });
    meters.of('box_a').bytes(100);
    for (let n = 0; n < 10_500; n++) meters.of(`box_${n}`);
    expect(meters.of('box_a').waitMs()).toBeGreaterThan(0);
  });
});

describe('strangers at the door', () => {
  const limits = { perAddress: 2, altogether: 3, arrivals: { burst: 5, perSecond: 1 } };

  it('are bounded by address and altogether, and make room when they go', () => {
    const crowd = createCrowd({ limits, clock: createFakeClock() });
    const first = crowd.enter('1.1.1.1');
    expect(first).not.toBeNull();
    crowd.enter('1.1.1.1');
    expect(crowd.enter('1.1.1.1')).toBeNull();
    expect(crowd.enter('2.2.2.2')).not.toBeNull();
    expect(crowd.enter('3.3.3.3')).toBeNull();
    first?.();
    first?.();
    expect(crowd.enter('3.3.3.3')).not.toBeNull();
    expect(crowd.enter('4.4.4.4')).toBeNull();
  });

  it('may not come again and again without end', async () => {
    const clock = createFakeClock();
    const crowd = createCrowd({ limits, clock });
    // One more than the burst: the debt is what closes the door.
    for (let n = 0; n < 6; n++) crowd.enter('1.1.1.1')?.();
    expect(crowd.enter('1.1.1.1')).toBeNull();
    expect(crowd.enter('2.2.2.2')).not.toBeNull();
    await clock.advance(1_000);
    expect(crowd.enter('1.1.1.1')).not.toBeNull();
  });

  it.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::7', '2001:db8:1:2'],
    ['2001:db8::7', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

it('does not fill the disk with lines about who misbehaves, and says how many it left out', async () => {
  const lines: Record<string, unknown>[] = [];
  const clock = createFakeClock();
  const log = createSparingLog({
    clock,
    log: { ...silentLogger, warn: (fields) => lines.push(fields) },
  });
  for (let n = 0; n < 1_000; n++) log.warn({ n }, 'odd');
  expect(lines.length).toBeLessThan(60);
  const before = lines.length;
  await clock.advance(5_000);
  log.warn({ n: 'later' }, 'odd');
  expect(lines.at(-1)).toEqual({ n: 'later', leftOut: 1_000 - before });
});
