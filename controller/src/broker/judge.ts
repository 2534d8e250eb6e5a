import { type Identity, mayPublish, maySubscribe, type Verdict } from './acl.js';

/** What an external broker asks about a client that connects. */
export interface SignInAttempt {
  clientId: string;
  username: string;
  password: string;
}

/** What it asks about a client that is connected. */
export interface AccessAttempt {
  clientId: string;
  username: string;
  /** `hear`: may a message on this topic be delivered. */
  verb: 'publish' | 'subscribe' | 'hear';
  topic: string;
  /** Where the broker tells; what it does not tell cannot be judged. */
  qos?: 0 | 1 | 2;
  retain?: boolean;
}

export interface JudgePorts {
  /** The controller's own account at the external broker. */
  controller: { username: string; password: string; clientIdPrefix: string };
  sameSecret(a: string, b: string): boolean;
  /** Whose token this is and when it ends, unix milliseconds. */
  holderOf(token: string): Promise<{ boxId: string; expiresAt: number } | null>;
  isEnrolled(boxId: string): Promise<boolean>;
  areaChainOf(boxId: string): Promise<readonly string[]>;
}

export interface BrokerJudge {
  /** Null when refused; `expiresAt` is when the broker should ask again, null for never. */
  signIn(attempt: SignInAttempt): Promise<{ expiresAt: number | null } | null>;
  mayAccess(attempt: AccessAttempt): Promise<boolean>;
}

/** The rules of the embedded broker, for a broker that asks: the client id is the identity, topics are exact. */
export function createBrokerJudge({ controller, ...ports }: JudgePorts): BrokerJudge {
  const isController = ({ clientId, username }: { clientId: string; username: string }) =>
    username === controller.username && clientId.startsWith(controller.clientIdPrefix);

  const identify = async (who: { clientId: string; username: string }): Promise<Identity | null> => {
    if (who.username === controller.username) return isController(who) ? { kind: 'controller' } : null;
    if (who.clientId !== who.username || !(await ports.isEnrolled(who.username))) return null;
    return { kind: 'box', boxId: who.username };
  };

  return {
    async signIn(attempt) {
      const { clientId, username, password } = attempt;
      if (username === controller.username) {
        const right = isController(attempt) && ports.sameSecret(password, controller.password);
        return right ? { expiresAt: null } : null;
      }
      const holder = await ports.holderOf(password);
      if (holder?.boxId !== username || clientId !== username) return null;
      return { expiresAt: holder.expiresAt };
    },
    async mayAccess(attempt) {
      const identity = await identify(attempt);
      if (!identity) return false;
      return (await judge(identity, attempt, ports)).ok;
    },
  };
}

async function judge(
  identity: Identity,
  { verb, topic, qos = 1, retain = false }: AccessAttempt,
  { areaChainOf }: Pick<JudgePorts, 'areaChainOf'>,
): Promise<Verdict> {
  if (verb === 'publish') return mayPublish(identity, { topic, qos, retain });
  const chain = identity.kind === 'box' ? await areaChainOf(identity.boxId) : [];
  return maySubscribe(identity, topic, chain);
}
