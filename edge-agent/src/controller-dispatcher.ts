import { connect as connectSocket, type Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { type TlsTrust, tlsOptions } from './tls-trust.js';

/** Told of every socket that is opened, to count what goes over it. */
export type OnSocket = (socket: Socket) => void;

/** How long a controller may take to be reached, ms. */
const CONNECT_MS = 10_000;

/**
 * undici's pooled connections to the controller, TLS judged by `trust`. The socket beneath TLS is made here, for only
 * there the bytes that a SIM is charged for can be counted.
 */
export function createControllerDispatcher(trust: TlsTrust, onSocket: OnSocket = () => {}): Dispatcher {
  const plain = buildConnector({ timeout: CONNECT_MS });
  const secure = buildConnector({ ...tlsOptions(trust), timeout: CONNECT_MS });
  return new Agent({
    connect(options, callback) {
      if (options.protocol !== 'https:') {
        plain(options, (...answer) => {
          if (answer[1]) onSocket(answer[1]);
          callback(...answer);
        });
        return;
      }
      const socket = connectSocket({ host: options.hostname, port: Number(options.port || 443) });
      onSocket(socket);
      secure({ ...options, httpSocket: socket }, callback);
    },
  });
}
