import { ControllerKeys, StoredRosterAnswer } from '@loa/shared/api/rosters';
import { SettingError } from '@loa/shared/errors';
import { Roster } from '@loa/shared/messages/roster';
import type { SoundWindow } from '@loa/shared/sound-window';
import { rootInForce } from '@loa/shared/trust/check-roster';
import { keyId, type SigningKey } from '@loa/shared/trust/keys';
import { type ApiClient, ApiProblemError, createApiClient } from '../client/api-client.js';
import { buildRoster, nextVersion, signRoster } from '../trust/roster.js';
import type { CliPorts, Typed } from './command.js';
import { openKey } from './open-key.js';
import { describeRoster } from './roster-show.js';
import { flag, required, serverOf, tokenOf } from './typed.js';

/** What every roster that nobody changed allows: the hours of FACTS §2, quieter before six. */
const DEFAULT_WINDOWS: SoundWindow[] = [
  { from: '05:30', to: '06:00', maxGainDb: -6 },
  { from: '06:00', to: '21:00', maxGainDb: 0 },
];
const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

export const ROOT_HELP = `  --commune ID   the commune's area id
  --root FILE    the root's key file; it signs here and never leaves this machine
  --yes          sign without asking`;

export const rootOptions = {
  commune: { type: 'string' },
  root: { type: 'string' },
  yes: { type: 'boolean' },
} as const;

/**
 * Builds the next version of a commune's roster from the one in force (or a first one that names this controller and
 * nobody else), shows it, signs it with the root's key file and hands it in.
 */
export async function signNextRoster(
  typed: Typed,
  ports: CliPorts,
  change: (roster: Roster) => Roster | Promise<Roster>,
  {
    communeId = required(typed, 'commune'),
    alsoSign = [],
  }: { communeId?: string; alsoSign?: readonly SigningKey[] } = {},
): Promise<number> {
  const { env, fetch, signal, say, clock } = ports;
  const root = await openKey(required(typed, 'root'), ports);
  const api = createApiClient({ fetch, server: serverOf(typed, env), token: tokenOf(typed, env), signal });
  const keys = await api.get('/keys', ControllerKeys);
  const current = await rosterOf(api, communeId);
  const rootKey = rootInForce(keys.rootKey, current);
  if (keyId(rootKey) !== root.kid) {
    throw new SettingError(
      'That key file is not the root of this controller; its boxes would refuse the roster.',
    );
  }
  const issuedAt = clock.now();
  const version = nextVersion(current?.version ?? 0, issuedAt);
  // Said once: a floor that the root lowered rises again by itself.
  const { clockFloor: _said, ...base } = current ?? firstRoster(communeId, keys, issuedAt);
  const next = Roster.parse({ ...(await change(base)), version, issuedAt });
  for (const line of describeRoster(next)) say(line);
  if (!flag(typed, 'yes') && !(await ports.confirm('Sign this roster?'))) {
    say('Not signed.');
    return 1;
  }
  const bytes = await signRoster(next, [root, ...alsoSign], { rootKey, communeId }, current);
  const document = { roster: Buffer.from(bytes).toString('utf8') };
  await api.put(`/areas/${encodeURIComponent(communeId)}/roster`, document, StoredRosterAnswer);
  say(`Signed and stored: version ${version}.`);
  return 0;
}

/** A commune's roster in force; null while it has none. */
export async function rosterOf(api: ApiClient, communeId: string): Promise<Roster | null> {
  try {
    return (await api.get(`/areas/${encodeURIComponent(communeId)}/roster`, StoredRosterAnswer)).roster;
  } catch (error) {
    if (error instanceof ApiProblemError && error.status === 404) return null;
    throw error;
  }
}

function firstRoster(communeId: string, keys: ControllerKeys, issuedAt: number): Roster {
  return buildRoster({
    communeId,
    version: 1,
    issuedAt,
    controllerKeys: [keys.controllerKey],
    people: [],
    zone: DEFAULT_ZONE,
    limits: [{ areas: [communeId], windows: DEFAULT_WINDOWS }],
  });
}
