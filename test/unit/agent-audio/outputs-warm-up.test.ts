import { describe, expect, it } from 'vitest';
import { withWarmUp } from '../../../edge-agent/src/outputs/warm-up/warm-up.js';
import { createRecordingOutput } from '../../support/agent-outputs.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const START = { playbackId: 'playback_1', sessionId: 'session_1', startAt: 0 };
const FRAME = new Int16Array(960).fill(7);

async function setUp() {
  const clock = createFakeClock();
  const inner = createRecordingOutput({ now: clock.monotonic });
  const switched: string[] = [];
  let broken = false;
  const relay = {
    on: () => switched.push(`on at ${clock.monotonic()}`),
    off: () => switched.push(`off at ${clock.monotonic()}`),
    health: () => (broken ? { ok: false as const, detail: 'relay: no such line' } : { ok: true as const }),
  };
  const ports = { leadMs: 1_500, holdMs: 5_000, relay, clock, log: silentLogger };
  const output = withWarmUp(inner, ports);
  const stop = await output.start();
  return {
    ...{ clock, inner, output, switched, stop },
    breakRelay() {
      broken = true;
    },
  };
}

describe('an amplifier', () => {
  it('is on from arming, hears silence until the sound, and is off some time after it', async () => {
    const { clock, output, switched } = await setUp();
    expect(output.continuous).toBe(false);
    expect(output.leadMs).toBe(1_500);
    output.begin(START);
    expect(output.continuous).toBe(true);
    await clock.advance(2_000);
    output.write(FRAME, clock.monotonic(), { offsetSamples: 0, firstSampleAt: 0 });
    await clock.advance(3_000);
    output.finish();
    await clock.advance(4_999);
    expect(output.continuous).toBe(true);
    await clock.advance(1);
    expect(output.continuous).toBe(false);
    expect(switched).toEqual(['on at 0', 'off at 10000']);
    expect(clock.pending()).toBe(0);
  });

  it('stays on between items that follow within its hold', async () => {
    const { clock, output, switched } = await setUp();
    output.begin(START);
    await clock.advance(3_000);
    output.finish();
    await clock.advance(4_000);
    output.begin(START);
    await clock.advance(60_000);
    expect(switched).toEqual(['on at 0']);
    output.finish();
    await clock.advance(5_000);
    expect(switched).toEqual(['on at 0', 'off at 72000']);
  });

  it('that was armed too late hears what is left, for sound never waits', async () => {
    const { clock, inner, output } = await setUp();
    output.begin(START);
    await clock.advance(100);
    expect(output.write(FRAME, clock.monotonic(), { offsetSamples: 0, firstSampleAt: 0 })).toBe('taken');
    expect(inner.frames).toHaveLength(1);
  });

  it('goes off when the agent ends, and on again where an output is restarted while armed', async () => {
    const { clock, output, switched, stop } = await setUp();
    output.begin(START);
    await clock.advance(500);
    await stop();
    expect(switched.at(-1)).toBe('off at 500');
    await output.start();
    expect(switched.at(-1)).toBe('on at 500');
  });

  it('whose relay fails is told of, and sound goes on', async () => {
    const { output, breakRelay } = await setUp();
    output.begin(START);
    breakRelay();
    expect(output.health()).toEqual({ ok: false, detail: 'relay: no such line' });
    expect(output.write(FRAME, 0)).toBe('taken');
  });
});
