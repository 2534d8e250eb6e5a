import { createHash, timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '@loa/shared/jcs';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { createBrokerJudge } from './broker/judge.js';
import type { ControllerConfig } from './config.js';
import { areasOfBox } from './db/box-areas.js';
import { holderOfToken } from './db/box-tokens.js';
import type { Db } from './db/database.js';
import { isEnrolled } from './db/enrolled-boxes.js';
import { createBrokerHook } from './http/routes/broker-hook.js';
import { CLIENT_ID_PREFIX } from './start-transport.js';

export interface StartBrokerHookPorts {
  config: Pick<ControllerConfig, 'mqtt' | 'brokerAccess'>;
  db: Db;
  clock: Clock;
  log: Logger;
}

/** What an external broker may ask, where the settings name its secret; undefined where nobody may. */
export function openBrokerHook({ config, db, clock, log }: StartBrokerHookPorts) {
  const { mqtt, brokerAccess } = config;
  if (mqtt.kind !== 'external' || brokerAccess.hookSecret === null) return undefined;
  const judge = createBrokerJudge({
    controller: { username: mqtt.username, password: mqtt.password, clientIdPrefix: CLIENT_ID_PREFIX },
    sameSecret,
    holderOf: (token) => holderOfToken(db, sha256Hex(token), clock.now()),
    isEnrolled: (boxId) => isEnrolled(db, boxId),
    areaChainOf: (boxId) => areasOfBox(db, boxId),
  });
  return createBrokerHook({ secret: brokerAccess.hookSecret, judge, log });
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
