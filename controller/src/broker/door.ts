import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { AedesOptions, AuthenticateError, Client } from 'aedes';
import type { Identity, PublishAttempt } from './acl.js';
import type { BrokerCounters } from './counters.js';
import { ownCopy } from './own-copy.js';

export interface DoorPorts {
  authenticate(clientId: string, username: string, password: string): Promise<Identity | null>;
  judgeWill(clientId: string, identity: Identity, will: PublishAttempt): boolean;
  counters: BrokerCounters;
  random: Random;
  log: Pick<Logger, 'warn'>;
}

export interface Door {
  readonly controller: { clientId: string; username: string; password: string };
  preConnect: NonNullable<AedesOptions['preConnect']>;
  authenticate: NonNullable<AedesOptions['authenticate']>;
  /** Null until the connection has proved who it is. */
  identityOf(client: Client): Identity | null;
  /** From now on, who began to connect as this box before is not let in any more. */
  bar(boxId: string): void;
  isBarred(client: Client): boolean;
}

/** No box id begins with `$`, so nothing a box is called can take the controller's place. */
const CONTROLLER_NAME = '$controller';
const BAD_CREDENTIALS = 4;
const COME_BACK_LATER = 3;

/**
 * Who comes in, and as whom. A client id belongs to one identity: a box's is its box id, so that nobody can throw out
 * a connection that is not their own.
 */
export function createDoor({ authenticate, judgeWill, counters, random, log }: DoorPorts): Door {
  const password = Buffer.from(random.bytes(32)).toString('base64url');
  const identities = new WeakMap<Client, Identity>();
  const wills = new WeakMap<Client, PublishAttempt>();
  // Counts `bar` by box, so that a box let go between its check and its registration does not slip in.
  const bars = new Map<string, number>();
  const barsAtArrival = new WeakMap<Client, number>();
  const isBarred = (client: Client) => (bars.get(client.id) ?? 0) > (barsAtArrival.get(client) ?? 0);

  const identify = async (clientId: string, username: string, given: string): Promise<Identity | null> => {
    if (username === CONTROLLER_NAME) {
      return clientId === CONTROLLER_NAME && sameSecret(given, password) ? { kind: 'controller' } : null;
    }
    const identity = await authenticate(clientId, username, given);
    if (identity?.kind === 'box' && (clientId !== identity.boxId || username !== identity.boxId)) return null;
    if (identity?.kind === 'controller' && !clientId.startsWith(`${CONTROLLER_NAME}-`)) return null;
    return identity;
  };

  return {
    controller: { clientId: CONTROLLER_NAME, username: CONTROLLER_NAME, password },
    preConnect(client, packet, done) {
      const { will } = packet;
      if (will) {
        const { topic, qos = 0, retain = false, payload = '' } = will;
        wills.set(client, { topic, qos, retain, bytes: Buffer.byteLength(payload) });
        will.payload = ownCopy(payload);
      }
      // Sessions are not kept: what matters is retained or has its receipt.
      packet.clean = true;
      done(null, true);
    },
    authenticate(client, username, given, done) {
      barsAtArrival.set(client, bars.get(client.id) ?? 0);
      identify(client.id, username ?? '', given?.toString('utf8') ?? '').then(
        (identity) => {
          const will = wills.get(client);
          if (!identity || (will && !judgeWill(client.id, identity, will))) {
            counters.add('refusedSignIns');
            log.warn({ clientId: client.id.slice(0, 80) }, 'A connection was refused');
            done(refusal('not authorized', BAD_CREDENTIALS), false);
            return;
          }
          identities.set(client, identity);
          done(null, true);
        },
        (error: unknown) => {
          log.warn({ error: String(error) }, 'Could not check who connects');
          done(refusal('try again later', COME_BACK_LATER), false);
        },
      );
    },
    identityOf: (client) => identities.get(client) ?? null,
    bar(boxId) {
      bars.set(boxId, (bars.get(boxId) ?? 0) + 1);
    },
    isBarred,
  };
}

function refusal(message: string, returnCode: 3 | 4): AuthenticateError {
  return Object.assign(new Error(message), { returnCode });
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
