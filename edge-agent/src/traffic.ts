/** What the bytes were for. */
export type TrafficKind = 'control' | 'audio' | 'stream';
export type Traffic = Readonly<Record<TrafficKind, number>>;

/** What is asked of a socket: a TCP socket, not TLS over it, where the bytes are fewer. */
export interface CountedSocket {
  readonly bytesRead: number;
  readonly bytesWritten: number;
  once(event: 'connect' | 'close', hear: () => void): unknown;
}

/** Counts what goes over the box's sockets as a SIM is charged for it: headers and acknowledgements included. */
export interface TrafficMeter {
  onSocket(kind: TrafficKind): (socket: CountedSocket) => void;
  add(kind: TrafficKind, payloadBytes: number): void;
  /** Bytes since the process began, estimated from what was carried since the last call: ask every minute or so. */
  total(): Traffic;
}

/** IP and TCP headers with timestamps, bytes. */
const HEADERS = 52;
/** Payload of a packet on most mobile networks, bytes. */
const SEGMENT = 1_400;
/** Opening and closing a connection: SYN, SYN+ACK, ACK, and two pairs of FIN and ACK, bytes. */
const CONNECTION = 380;

interface Watched {
  kind: TrafficKind;
  socket: CountedSocket;
  read: number;
  written: number;
}

export function createTrafficMeter(): TrafficMeter {
  const total: Record<TrafficKind, number> = { control: 0, audio: 0, stream: 0 };
  const open = new Set<Watched>();

  function settle(watched: Watched): void {
    const { bytesRead, bytesWritten } = watched.socket;
    total[watched.kind] += wireBytes(bytesRead - watched.read, bytesWritten - watched.written);
    watched.read = bytesRead;
    watched.written = bytesWritten;
  }

  return {
    onSocket: (kind) => (socket) => {
      const watched = { kind, socket, read: 0, written: 0 };
      open.add(watched);
      socket.once('connect', () => {
        total[kind] += CONNECTION;
      });
      socket.once('close', () => {
        settle(watched);
        open.delete(watched);
      });
    },
    add(kind, payloadBytes) {
      total[kind] += wireBytes(payloadBytes, 0);
    },
    total() {
      for (const watched of open) settle(watched);
      return { ...total };
    },
  };
}

/** What so much payload cost at least, if it came and went in one go. */
export function wireBytes(read: number, written: number): number {
  const incoming = Math.ceil(read / SEGMENT);
  const outgoing = Math.ceil(written / SEGMENT);
  // Every second packet is acknowledged by itself; where something goes back, that does it.
  const acknowledgements = Math.ceil(incoming / 2) + Math.ceil(Math.max(0, outgoing - incoming) / 2);
  return read + written + (incoming + outgoing + acknowledgements) * HEADERS;
}
