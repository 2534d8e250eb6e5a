import type { Duplex } from 'node:stream';
import { createLengthGuard } from '@loa/shared/mqtt-length-guard';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Aedes, Client } from 'aedes';
import type { BrokerCounters } from './counters.js';
import { createCrowd } from './crowd.js';
import type { Door } from './door.js';
import { type BrokerLimits, packetLimit } from './limits.js';
import { createMeters, type Meter } from './meters.js';

export interface AdmissionPorts {
  door: Pick<Door, 'identityOf'>;
  limits: BrokerLimits;
  counters: BrokerCounters;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

export interface Admission {
  /** Whether a connection from this address may stay; it is counted until `destroyed` or signed in. */
  welcomes(connection: Duplex, address: string): boolean;
  /** Hands a connection that is welcome to the broker, behind its guards. */
  admit(aedes: Aedes, connection: Duplex, beneath?: Duplex): void;
  /** Whether whoever sends on this connection, or over it, has not proved who it is. */
  isStranger(connection: Duplex): boolean;
  /** The client has proved who it is: a stranger no more. */
  signedIn(client: Client): void;
  /** What a subscription costs beside its packet. */
  chargeSubscription(client: Client): void;
}

/** What stands between a connection and the broker's parser: how many, how large, how fast. */
export function createAdmission({ door, limits, counters, clock, log }: AdmissionPorts): Admission {
  const crowd = createCrowd({ limits: limits.strangers, clock });
  const meters = createMeters({ limits: limits.box, clock });
  const places = new WeakMap<Duplex, () => void>();
  const beneathOf = new WeakMap<Client, Duplex>();

  const meterOf = (client: Client): Meter | null => {
    const identity = door.identityOf(client);
    return identity?.kind === 'box' ? meters.of(identity.boxId) : null;
  };

  return {
    welcomes(connection, address) {
      const leave = crowd.enter(address);
      if (!leave) {
        counters.add('crowded');
        log.warn({ from: address }, 'Too many connections wait to sign in; closing one');
        return false;
      }
      connection.once('close', leave);
      places.set(connection, leave);
      return true;
    },
    admit(aedes, connection, beneath = connection) {
      const read = connection.read.bind(connection);
      const client = aedes.handle(connection);
      beneathOf.set(client, beneath);
      let packets = 0;
      const guard = createLengthGuard(
        () => packetLimit(door.identityOf(client)),
        () => {
          packets += 1;
        },
      );
      let later: (() => void) | null = null;
      const readLater = (delayMs: number) => {
        counters.add('delayedReads');
        later = clock.after(delayMs, () => {
          later = null;
          connection.emit('readable');
        });
      };
      connection.once('close', () => later?.());
      // Aedes reads paused, by `read(null)`; wrapping that costs a closure where a Duplex would cost 20 kB a box.
      connection.read = (size?: number): unknown => {
        if (later) return null;
        const meter = meterOf(client);
        const delayMs = meter?.waitMs() ?? 0;
        if (delayMs > 0) {
          readLater(delayMs);
          return null;
        }
        const chunk: unknown = read(size);
        if (!(chunk instanceof Uint8Array)) return chunk;
        packets = 0;
        if (guard(chunk)) {
          meter?.bytes(chunk.byteLength);
          meter?.packets(packets);
          return chunk;
        }
        counters.add('tooLarge');
        log.warn({ clientId: client.id }, 'A packet is too large; dropping the peer');
        connection.destroy();
        return null;
      };
    },
    isStranger: (connection) => places.has(connection),
    signedIn(client) {
      const connection = beneathOf.get(client);
      if (!connection) return;
      places.get(connection)?.();
      places.delete(connection);
    },
    chargeSubscription: (client) => meterOf(client)?.packets(limits.packetsPerSubscription),
  };
}
