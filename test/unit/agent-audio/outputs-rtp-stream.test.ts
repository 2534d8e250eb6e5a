import { describe, expect, it } from 'vitest';
import { createRtpStream } from '../../../edge-agent/src/outputs/rtp/rtp-stream.js';

const PAYLOAD = Uint8Array.from({ length: 160 }, (_, index) => index);

function stream(over: { firstSequence?: number; firstTimestamp?: number; clockHz?: number } = {}) {
  const ports = {
    payloadType: 9,
    clockHz: 8_000,
    ssrc: 0xdeadbeef,
    firstSequence: 10,
    firstTimestamp: 1_000,
  };
  const { packet } = createRtpStream({ ...ports, ...over });
  return (dueAt: number) => {
    const bytes = packet(PAYLOAD, dueAt);
    const second = bytes[1] ?? 0;
    return {
      version: (bytes[0] ?? 0) >> 6,
      marker: second > 0x7f,
      type: second & 0x7f,
      sequence: bytes.readUInt16BE(2),
      timestamp: bytes.readUInt32BE(4),
      ssrc: bytes.readUInt32BE(8),
      payload: Uint8Array.from(bytes.subarray(12)),
    };
  };
}

describe('an RTP stream', () => {
  it('marks the first packet of a talkspurt and counts on without a gap', () => {
    const next = stream();
    expect(next(100.5)).toEqual({
      ...{ version: 2, marker: true, type: 9, sequence: 10, timestamp: 1_000, ssrc: 0xdeadbeef },
      payload: PAYLOAD,
    });
    expect(next(120.5)).toMatchObject({ marker: false, sequence: 11, timestamp: 1_160 });
    expect(next(140.4)).toMatchObject({ marker: false, sequence: 12, timestamp: 1_320 });
  });

  it('lets its timestamps go on through a pause as time does, but not its sequence', () => {
    const next = stream();
    next(0);
    expect(next(5_000)).toMatchObject({ marker: true, sequence: 11, timestamp: 41_000 });
    expect(next(5_020)).toMatchObject({ marker: false, sequence: 12, timestamp: 41_160 });
  });

  it('steps by whole frames though the box’s clock runs a little fast', () => {
    const next = stream({ clockHz: 48_000 });
    const steps = Array.from({ length: 500 }, (_, index) => next(index * 20.002).timestamp);
    expect(steps.at(-1)).toBe(1_000 + 499 * 960);
  });

  it('wraps round at 16 and 32 bits', () => {
    const next = stream({ firstSequence: 65_535, firstTimestamp: 2 ** 32 - 100 });
    next(0);
    expect(next(20)).toMatchObject({ sequence: 0, timestamp: 60 });
  });
});
