import { DAY } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { createChrony, parseTracking } from '../../../edge-agent/src/time-sources/chrony.js';
import { createRtc, type RtcMark } from '../../../edge-agent/src/time-sources/rtc.js';
import { timeAt, uncertaintyAt } from '../../../edge-agent/src/trusted-time.js';
import { createFakeClock } from '../../support/fake-clock.js';

const signal = new AbortController().signal;
const SYNCED =
  'A29FC87B,162.159.200.123,3,1793574000.123456789,0.000012345,-0.000001,0.000020,-12.345,0.001,0.020,0.040,0.005,64.2,Normal\n';

describe('chrony', () => {
  const chrony = (text: string | null) => {
    const clock = createFakeClock();
    let asked = 0;
    const source = createChrony({
      clock,
      run: async () => {
        asked += 1;
        return text;
      },
    });
    return { clock, source, asked: () => asked };
  };

  it('lends the system’s clock with the error it claims: half the way to its root, and what it lost on it', async () => {
    const { clock, source } = chrony(SYNCED);
    const sync = await source.read(signal);
    if (!sync) throw new Error('nothing read');
    expect(timeAt(clock.monotonic(), sync)).toBe(clock.now());
    expect(sync.errorMs).toBeGreaterThanOrEqual(25);
    expect(sync.errorMs).toBeLessThan(35);
  });

  it.each([
    ['follows nobody', SYNCED.replace('Normal', 'Not synchronised')],
    ['follows the machine’s own clock', SYNCED.replace('A29FC87B', '7F7F0101')],
    ['has no stratum', SYNCED.replace(',3,', ',0,')],
    ['says something else', '506 Cannot talk to daemon\n'],
  ])('is not believed while it %s', (_what, text) => {
    expect(parseTracking(text)).toBeNull();
  });

  it('is not asked again where it is not installed', async () => {
    const { source, asked } = chrony(null);
    expect([await source.read(signal), await source.read(signal)]).toEqual([null, null]);
    expect(asked()).toBe(1);
  });
});

/** A battery clock that shows `ahead` ms more than the truth, and may be set by hwclock. */
function rtcBench({ ahead, settable = true }: { ahead: number; settable?: boolean }) {
  const clock = createFakeClock();
  const battery = { ahead, present: true };
  let mark: RtcMark | null = null;
  const commands: string[] = [];
  const make = () =>
    createRtc({
      clock,
      readSeconds: () => (battery.present ? `${Math.floor((clock.now() + battery.ahead) / 1000)}\n` : null),
      async run(program, args) {
        commands.push([program, ...args].join(' '));
        if (!settable) return null;
        battery.ahead = Date.parse(`${args.at(-1)?.replace(' ', 'T')}`) - clock.now();
        return '';
      },
      memory: {
        mark: () => mark,
        keep(next) {
          mark = next;
        },
      },
    });
  const truth = () => ({ at: clock.monotonic(), offset: clock.now() - clock.monotonic(), errorMs: 20 });
  return { clock, battery, commands, make, truth };
}

describe('a battery clock', () => {
  it('that we set tells the time after weeks without power, to a second and 20 ppm', async () => {
    const bench = rtcBench({ ahead: -50 * 365 * DAY });
    await bench.make().learn?.(bench.truth(), signal);
    expect(bench.commands).toHaveLength(1);
    await bench.clock.advance(21 * DAY);
    const sync = await bench.make().read(signal);
    if (!sync) throw new Error('nothing read');
    const wrong = Math.abs(timeAt(bench.clock.monotonic(), sync) - bench.clock.now());
    expect(wrong).toBeLessThanOrEqual(uncertaintyAt(bench.clock.monotonic(), sync));
    expect(sync.errorMs).toBeGreaterThan(21 * DAY * 20e-6);
    expect(sync.errorMs).toBeLessThan(45_000);
  });

  it('that somebody keeps right is as good, and is left alone', async () => {
    const bench = rtcBench({ ahead: 400 });
    await bench.make().learn?.(bench.truth(), signal);
    expect(bench.commands).toEqual([]);
    expect(await bench.make().read(signal)).not.toBeNull();
  });

  it('that nobody set is no clock, nor one that we may not set', async () => {
    const bench = rtcBench({ ahead: -DAY, settable: false });
    expect(await bench.make().read(signal)).toBeNull();
    const rtc = bench.make();
    await rtc.learn?.(bench.truth(), signal);
    await rtc.learn?.(bench.truth(), signal);
    expect(bench.commands).toHaveLength(1);
    expect(await bench.make().read(signal)).toBeNull();
  });

  it('that went back lost its battery', async () => {
    const bench = rtcBench({ ahead: 0 });
    await bench.make().learn?.(bench.truth(), signal);
    bench.battery.ahead = -20 * 365 * DAY;
    expect(await bench.make().read(signal)).toBeNull();
    bench.battery.present = false;
    expect(await bench.make().read(signal)).toBeNull();
  });
});
