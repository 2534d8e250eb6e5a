import { backoffDelay, RECONNECT_BACKOFF } from '@loa/shared/backoff';
import { SettingError } from '@loa/shared/errors';
import { createHttpClient } from '@loa/shared/node/http-client';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { parseCode } from '@loa/shared/trust/enrolment';
import { createEnrolClient } from './controller-client.js';
import { enrol } from './enrol.js';
import { createHttp, type Http } from './http.js';
import { type Identity, loadOrMakeKey, saveIdentity } from './identity.js';
import { tlsOptions } from './tls-trust.js';

export interface EnrolBoxPorts {
  dataDir: string;
  server: string | undefined;
  code: string | undefined;
  /** How the controller is asked; who answers is proved by the code, whatever certificate is shown. */
  http?: Http;
  clock: Clock;
  random: Random;
  log: Logger;
}

/**
 * Enrols this box and keeps what was pinned. With `patient` it waits for a controller that is not up yet; a refusal is
 * a SettingError either way, for only a person with another code can help.
 */
export async function enrolBox(
  ports: EnrolBoxPorts,
  patient: boolean,
  signal: AbortSignal,
): Promise<Identity> {
  const { dataDir, clock, random, log } = ports;
  const http = ports.http ?? createHttp(createHttpClient({ tls: tlsOptions({ kind: 'anybody' }) }));
  const server = required(ports.server, 'the address of the controller: LOA_AGENT_SERVER or --server URL');
  const code = parseCode(required(ports.code, 'an enrolment code: LOA_AGENT_CODE or loa-agent enrol CODE'));
  if (!code)
    throw new SettingError(
      'The enrolment code is not one: it has 16 letters and digits, K7QM-3F8Z-9TWX-B2CD.',
    );
  const key = loadOrMakeKey(dataDir);
  const client = createEnrolClient({ http, server });
  for (let turn = 1; ; turn++) {
    const result = await enrol({ client, server, code, key, random, clock, log }, signal);
    if (result.ok) {
      saveIdentity(dataDir, result.identity);
      log.info({ boxId: result.identity.boxId, communeId: result.identity.communeId }, 'enrolled');
      return result.identity;
    }
    if (!result.retry || !patient) throw new SettingError(`This box was not enrolled. ${result.detail}`);
    log.warn({ detail: result.detail, turn }, 'not enrolled yet; trying again');
    await clock.wait(backoffDelay(turn, random.unit(), RECONNECT_BACKOFF), signal);
  }
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '')
    throw new SettingError(`This box is not enrolled; it needs ${what}.`);
  return value.replace(/\/+$/, '');
}
