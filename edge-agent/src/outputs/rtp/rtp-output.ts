import { createHash } from 'node:crypto';
import type { Socket } from 'node:dgram';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { CLOCK_HZ, createPayloadEncoder, type RtpCodec } from '../codecs/payload.js';
import {
  type FirstSample,
  FRAME_SAMPLES,
  type Output,
  type OutputHealth,
  type Rank,
  type Taken,
} from '../output.js';
import { openMulticastSocket, type SocketSettings } from './multicast-socket.js';
import { createRtpStream, type RtpStream } from './rtp-stream.js';

export interface RtpSettings extends SocketSettings {
  id: string;
  codec: RtpCodec;
  payloadType: number;
  /** Where each rank is paged: speakers take priority from the address and port. */
  to: Readonly<Record<Rank, Destination>>;
  /** Sends silence, too, while nothing plays. */
  continuous: boolean;
  /** Silence sent after the last item, ms, so that the next one joins and a speaker's buffer runs empty. */
  hangoverMs: number;
}

export interface Destination {
  address: string;
  port: number;
}

/** A socket that could not be opened, or lost its network, is opened anew after this long, ms. */
const REOPEN_MS = 2_000;
/** Frames encoded before the first one, so that its own encoding takes as long as all others. */
const REHEARSAL_FRAMES = 50;

/**
 * RTP multicast paging: a packet every 20 ms while something plays, and nothing between (or silence, where a setting
 * wants it). No RTCP is ever sent: on some speakers the next port is the next zone.
 */
export function createRtpOutput(ports: {
  settings: RtpSettings;
  boxId: string;
  clock: Clock;
  random: Random;
  log: Logger;
}): Output {
  const { settings, boxId, clock, random, log } = ports;
  const { id, to } = settings;
  const encoder = createPayloadEncoder(settings.codec);
  const streams = new Map<string, RtpStream>();
  let socket: Socket | null = null;
  let opening = false;
  let running = false;
  let openAgainAt = 0;
  let health: OutputHealth = { ok: true };
  let armed = false;
  let armedRank: Rank = 'normal';
  let rank: Rank = 'normal';
  let openUntil = 0;

  function fail(detail: string): void {
    if (health.ok) log.warn({ output: id, detail }, 'the RTP output takes no sound');
    health = { ok: false, detail };
  }

  async function open(): Promise<void> {
    if (opening || socket || !running || clock.monotonic() < openAgainAt) return;
    opening = true;
    openAgainAt = clock.monotonic() + REOPEN_MS;
    try {
      const fresh = await openMulticastSocket(settings, log);
      fresh.on('error', (error) => lose(fresh, error.message));
      if (running) socket = fresh;
      else fresh.close();
      health = { ok: true };
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
    opening = false;
  }

  function lose(which: Socket, detail: string): void {
    fail(detail);
    if (socket !== which) return;
    socket = null;
    which.close();
  }

  function streamTo({ address, port }: Destination): RtpStream {
    const name = `${address}:${port}`;
    const known = streams.get(name);
    if (known) return known;
    const fresh = createRtpStream({
      payloadType: settings.payloadType,
      clockHz: CLOCK_HZ[settings.codec],
      // The same after a restart: some speakers hold on to the source that they heard first.
      ssrc: createHash('sha256').update(`${boxId}/${id}/${name}`).digest().readUInt32BE(0),
      firstSequence: Buffer.from(random.bytes(2)).readUInt16BE(0),
      firstTimestamp: Buffer.from(random.bytes(4)).readUInt32BE(0),
    });
    streams.set(name, fresh);
    return fresh;
  }

  const wanted = () => settings.continuous || armed || clock.monotonic() < openUntil;

  function write(frame: Int16Array, dueAt: number, first?: FirstSample): Taken {
    if (first) rank = first.playback?.rank ?? armedRank;
    const sending = socket;
    if (!sending) {
      void open();
      return 'failed';
    }
    if (!wanted()) return 'dropped';
    const destination = to[rank];
    const stream = streamTo(destination);
    if (!stream.follows(dueAt)) encoder.reset();
    const packet = stream.packet(encoder.encode(frame), dueAt);
    sending.send(packet, destination.port, destination.address, (error) => {
      if (error) fail(error.message);
      else health = { ok: true };
    });
    return health.ok ? 'taken' : 'failed';
  }

  return {
    id,
    get continuous() {
      return settings.continuous || (!armed && clock.monotonic() < openUntil);
    },
    begin(playback) {
      armed = true;
      armedRank = playback.rank ?? 'normal';
      void open();
    },
    write,
    finish() {
      armed = false;
      openUntil = clock.monotonic() + settings.hangoverMs;
    },
    health: () => health,
    async start() {
      running = true;
      const silence = new Int16Array(FRAME_SAMPLES);
      for (let frame = 0; frame < REHEARSAL_FRAMES; frame++) encoder.encode(silence);
      await open();
      return async () => {
        running = false;
        socket?.close();
        socket = null;
      };
    },
  };
}
