import { createDecimator } from './decimate.js';
import { createALaw, createMuLaw } from './g711.js';
import { createG722Encoder } from './g722.js';

export const RTP_CODECS = ['PCMU', 'PCMA', 'G722', 'L16'] as const;
export type RtpCodec = (typeof RTP_CODECS)[number];

/**
 * The clock of the timestamps, Hz, and the fixed payload type (RFC 3551); none for L16 at 48 kHz, whose type is
 * agreed on beforehand. G.722's clock is 8 kHz by an old error that RFC 3551 §4.5.2 keeps.
 */
export const CLOCK_HZ: Readonly<Record<RtpCodec, number>> = {
  PCMU: 8_000,
  PCMA: 8_000,
  G722: 8_000,
  L16: 48_000,
};
export const STATIC_TYPE: Readonly<Record<RtpCodec, number | null>> = {
  PCMU: 0,
  PCMA: 8,
  G722: 9,
  L16: null,
};

/** Turns frames of 20 ms at 48 kHz into what a codec's packets carry, all of one size. */
export interface PayloadEncoder {
  encode(frame: Int16Array): Uint8Array;
  /** A new talkspurt begins: what was before it must not echo in it. */
  reset(): void;
}

export function createPayloadEncoder(codec: RtpCodec | 'PCMU16'): PayloadEncoder {
  switch (codec) {
    case 'L16':
      return { encode: bigEndian, reset() {} };
    case 'PCMU':
      return decimated(6, createMuLaw());
    case 'PCMA':
      return decimated(6, createALaw());
    case 'PCMU16':
      return decimated(3, createMuLaw());
    case 'G722': {
      const { encode } = createG722Encoder();
      // The encoder's own state goes on: the decoder's does, too, where it does not see the pause.
      return decimated(3, encode);
    }
  }
}

function decimated(factor: 3 | 6, encode: (samples: Int16Array) => Uint8Array): PayloadEncoder {
  const { feed, reset } = createDecimator(factor);
  return { encode: (frame) => encode(feed(frame)), reset };
}

/** RFC 3551 §4.5.11: network byte order. */
function bigEndian(frame: Int16Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(frame.length * 2);
  for (let index = 0; index < frame.length; index++) bytes.writeInt16BE(frame[index] ?? 0, index * 2);
  return bytes;
}
