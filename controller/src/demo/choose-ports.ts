import { createServer } from 'node:net';
import { SettingError } from '@loa/shared/errors';

/** How many ports after the usual one are tried. */
const TRIES = 20;

export type CanListen = (port: number) => Promise<boolean>;

/**
 * The port to use: the one that was asked for by name, which must be free, or else the usual one or the next free
 * one after it. 0 asks for any.
 */
export async function choosePort(
  wanted: { name: string; asked: string | undefined; usual: number },
  canListen: CanListen,
): Promise<number> {
  if (wanted.asked !== undefined && wanted.asked !== '') {
    const port = Number(wanted.asked);
    if (port === 0) return anyPort();
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new SettingError(`${wanted.name} must be a port from 1 to 65535, or 0 for any free one.`);
    if (await canListen(port)) return port;
    throw new SettingError(
      `Port ${port} is taken by another program. Stop that one, or give another port: ${wanted.name}=${port + 1} npm start`,
    );
  }
  for (let port = wanted.usual; port < wanted.usual + TRIES; port++) {
    if (await canListen(port)) return port;
  }
  throw new SettingError(
    `Ports ${wanted.usual} to ${wanted.usual + TRIES - 1} are all taken. Give a free one: ${wanted.name}=9000 npm start`,
  );
}

/** Whether nothing listens on a port of this machine. */
export const canListenHere: CanListen = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
