import { createLengthGuard } from '@loa/shared/mqtt-length-guard';
import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';

const publish = (bytes: number) =>
  mqttPacket.generate({
    cmd: 'publish',
    topic: 't',
    payload: Buffer.alloc(bytes),
    qos: 0,
    dup: false,
    retain: false,
  });

describe('the guard before the MQTT parser', () => {
  it('lets packets through that keep to the limit, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 }),
        fc.array(fc.nat({ max: 200 }), { maxLength: 20 }),
        (sizes, cuts) => {
          const guard = createLengthGuard(() => 303);
          let rest = Buffer.concat([Buffer.from([0xc0, 0]), ...sizes.map(publish)]);
          for (const cut of cuts) {
            if (!guard(rest.subarray(0, cut))) return false;
            rest = rest.subarray(cut);
          }
          return guard(rest);
        },
      ),
    );
  });

  it('stops a packet at its header, before its body came', () => {
    const guard = createLengthGuard(() => 1_000);
    expect(guard(publish(900))).toBe(true);
    expect(guard(publish(1_000).subarray(0, 3))).toBe(false);
  });

  it('stops 256 MB announced in four bytes, and a length that never ends', () => {
    expect(createLengthGuard(() => 1_000_000)(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))).toBe(false);
    const endless = createLengthGuard(() => 2 ** 40);
    expect(endless(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
  });

  it('asks for the limit at each header, so that it follows who is connected', () => {
    let limit = 10;
    const guard = createLengthGuard(() => limit);
    expect(guard(publish(5))).toBe(true);
    limit = 1_000;
    expect(guard(publish(900))).toBe(true);
  });
});
