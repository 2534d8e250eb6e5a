import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { Logger } from '@loa/shared/ports/logger';
import { setDscp } from './dscp.js';

export interface SocketSettings {
  /** How many routers a packet may pass; 1 keeps it in the village's own network. */
  ttl: number;
  /** A network interface's name or IPv4 address; the system chooses where nothing is said. */
  interface?: string;
  dscp?: number;
}

/**
 * A socket that only sends, without a port of its own choosing: nothing can arrive on a stream's port+1. A literal address
 * is never looked up, so a packet leaves within the call. Rejects with what is wrong with the interface.
 */
export async function openMulticastSocket(settings: SocketSettings, log: Logger): Promise<Socket> {
  const lookup = (address: string, _options: unknown, done: (e: null, a: string, f: number) => void) =>
    done(null, address, 4);
  const socket = createSocket({ type: 'udp4', lookup });
  try {
    const local = settings.interface === undefined ? undefined : addressOf(settings.interface);
    const listening = once(socket, 'listening');
    socket.bind({ port: 0, ...(local === undefined ? {} : { address: local }) });
    await listening;
    socket.setMulticastTTL(settings.ttl);
    socket.setTTL(settings.ttl);
    if (local !== undefined) socket.setMulticastInterface(local);
  } catch (error) {
    socket.close();
    throw error;
  }
  if (settings.dscp !== undefined) {
    const why = await setDscp(socket.address().port, settings.dscp);
    // Priority in the network is a wish; sound without it is better than none.
    if (why !== null) log.warn({ dscp: settings.dscp, why }, 'packets go out without their DSCP mark');
  }
  return socket;
}

function addressOf(nameOrAddress: string): string {
  if (/^\d+(\.\d+){3}$/.test(nameOrAddress)) return nameOrAddress;
  const found = networkInterfaces()[nameOrAddress]?.find(({ family }) => family === 'IPv4');
  if (!found) throw new Error(`the network interface ${nameOrAddress} has no IPv4 address`);
  return found.address;
}
