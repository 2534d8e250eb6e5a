import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MAX_UP_BYTES } from '@loa/shared/topics';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';

/** MQTT over WebSocket (MQTT 3.1.1 §6), for networks that let nothing out but HTTPS. */
export const WEBSOCKET_PATH = '/mqtt';

/** Takes over a connection whose request asked for another protocol. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface WebSocketPorts {
  /** Asked before the handshake. */
  welcomes(connection: Duplex, address: string): boolean;
  /** Whether who sends on this connection has not proved yet who it is. */
  isStranger(connection: Duplex): boolean;
  take(connection: Duplex, beneath: Duplex): void;
  addressOf(request: IncomingMessage): string;
}

/** A frame may carry several packets; each of them is judged by its own length later, bytes. */
const MAX_FRAME_BYTES = 4 * MAX_UP_BYTES;
/** The headers of a request are read already: CONNECT in its frame, and a little, bytes. */
const STRANGER_BYTES = 8 * 1024;

export function createMqttUpgrade({ welcomes, isStranger, take, addressOf }: WebSocketPorts): Upgrade {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request);
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    if (!welcomes(socket, addressOf(request))) {
      socket.destroy();
      return;
    }
    // The library collects a whole frame, however large; a stranger's is small.
    let heard = head.byteLength;
    socket.on('data', function count(chunk: Buffer) {
      heard += chunk.byteLength;
      if (!isStranger(socket)) socket.off('data', count);
      else if (heard > STRANGER_BYTES) socket.destroy();
    });
    server.handleUpgrade(request, socket, head, (webSocket) => {
      if ('setNoDelay' in socket) (socket as Socket).setNoDelay(true);
      take(streamOf(webSocket), socket);
    });
  };
}

function refusalOf({ url = '', headers }: IncomingMessage): string | null {
  if (url.split('?')[0] !== WEBSOCKET_PATH) return '404 Not Found';
  // Boxes send none: a page in somebody's browser has no business here.
  if (headers.origin !== undefined) return '403 Forbidden';
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.includes('mqtt') ? null : '400 Bad Request';
}

/** What is written at once leaves in one frame: every frame costs a SIM its header. */
function streamOf(webSocket: WebSocket): Duplex {
  return createWebSocketStream(webSocket, {
    writev(chunks, done) {
      const whole = Buffer.concat(chunks.map(({ chunk }) => chunk));
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(whole, done);
      else done(new Error('the connection is closed'));
    },
  });
}
