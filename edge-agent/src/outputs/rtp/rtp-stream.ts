import { FRAME_MS } from '../output.js';

/** The packets of one RTP stream (RFC 3550): one SSRC, sequence and timestamps without a break. */
export interface RtpStream {
  /** The packet of the frame due at this monotonic instant; one after a pause bears the marker of a talkspurt. */
  packet(payload: Uint8Array, dueAt: number): Buffer;
  /** Whether the frame due at this instant follows the last one without a pause. */
  follows(dueAt: number): boolean;
}

const HEADER_BYTES = 12;
const VERSION_2 = 0x80;
const MARKER = 0x80;

export function createRtpStream(ports: {
  payloadType: number;
  clockHz: number;
  ssrc: number;
  firstSequence: number;
  firstTimestamp: number;
}): RtpStream {
  const { payloadType, clockHz, ssrc } = ports;
  const step = (FRAME_MS * clockHz) / 1000;
  let sequence = ports.firstSequence;
  let timestamp = ports.firstTimestamp;
  let lastDueAt: number | null = null;

  const follows = (dueAt: number) =>
    lastDueAt !== null && Math.abs(dueAt - lastDueAt - FRAME_MS) < FRAME_MS / 2;

  return {
    follows,
    packet(payload, dueAt) {
      const going = follows(dueAt);
      if (lastDueAt !== null) {
        // Timestamps go on through a pause as time does; the sequence does not, for nothing was lost.
        timestamp += going ? step : Math.max(step, Math.round(((dueAt - lastDueAt) * clockHz) / 1000));
        sequence++;
      }
      lastDueAt = dueAt;
      const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
      packet[0] = VERSION_2;
      packet[1] = payloadType | (going ? 0 : MARKER);
      packet.writeUInt16BE(sequence & 0xffff, 2);
      packet.writeUInt32BE(timestamp >>> 0, 4);
      packet.writeUInt32BE(ssrc >>> 0, 8);
      packet.set(payload, HEADER_BYTES);
      return packet;
    },
  };
}
