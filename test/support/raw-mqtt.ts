import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import mqttPacket, { type Packet } from 'mqtt-packet';

/** A client that says exactly what it is told to, for what no well-behaved library would send. */
export interface RawMqtt {
  send(packet: Packet): void;
  sendBytes(bytes: Uint8Array): void;
  /** The next packet that came, in order. */
  next(): Promise<Packet>;
  /** Stops reading, as a frozen peer does. */
  freeze(): void;
  closed: Promise<void>;
  destroy(): void;
}

export interface RawLogin {
  clientId: string;
  username?: string;
  password?: string;
  keepalive?: number;
  will?: { topic: string; payload: Buffer; qos: 0 | 1; retain: boolean };
}

export async function openRawMqtt(port: number): Promise<RawMqtt> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  const parser = mqttPacket.parser();
  const arrived: Packet[] = [];
  let waiting: (() => void) | null = null;
  let gone = false;
  parser.on('packet', (packet) => {
    arrived.push(packet);
    waiting?.();
  });
  socket.on('data', (chunk) => parser.parse(chunk));
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      gone = true;
      waiting?.();
      resolve();
    });
  });
  return {
    send: (packet) => socket.write(mqttPacket.generate(packet)),
    sendBytes: (bytes) => socket.write(bytes),
    async next() {
      for (;;) {
        const packet = arrived.shift();
        if (packet) return packet;
        if (gone) throw new Error('the connection was closed');
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
        waiting = null;
      }
    },
    freeze: () => socket.pause(),
    closed,
    destroy: () => socket.destroy(),
  };
}

export function connectPacket({ clientId, username, password, keepalive = 60, will }: RawLogin): Packet {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive,
    ...(username !== undefined ? { username } : {}),
    ...(password !== undefined ? { password: Buffer.from(password) } : {}),
    ...(will ? { will } : {}),
  };
}

export function publishPacket(topic: string, payload: Uint8Array | string, messageId = 1): Packet {
  return {
    cmd: 'publish',
    topic,
    payload: Buffer.from(payload),
    qos: 1,
    messageId,
    dup: false,
    retain: false,
  };
}
