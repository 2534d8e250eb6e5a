import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import type { Roster } from '@loa/shared/messages/roster';
import { createApiClient } from '../client/api-client.js';
import type { Command } from './command.js';
import { flag, required, SERVER_HELP, serverOf, serverOptions, tokenOf } from './typed.js';

export const rosterShow: Command = {
  name: 'roster show',
  summary: 'who may approve in a commune, and in which hours its loudspeakers may sound',
  help: `  --commune ID   the commune's area id
  --json         the roster itself
${SERVER_HELP}`,
  options: { commune: { type: 'string' }, json: { type: 'boolean' }, ...serverOptions },
  async run(typed, { env, fetch, say, signal }) {
    const server = serverOf(typed, env);
    const api = createApiClient({ fetch, server, token: tokenOf(typed, env), signal });
    const path = `/areas/${encodeURIComponent(required(typed, 'commune'))}/roster`;
    const { roster } = await api.get(path, StoredRosterAnswer);
    if (flag(typed, 'json')) say(JSON.stringify(roster, null, 2));
    else for (const line of describeRoster(roster)) say(line);
    return 0;
  },
};

/** A roster as lines for a person. */
export function describeRoster(roster: Roster): string[] {
  const people = roster.people.map((person) => {
    const rights = person.rights.map(({ use, areas }) => `${use} in ${areas.join(', ')}`).join('; ');
    const ended =
      person.revokedAt !== undefined ? ' REVOKED' : person.retiredAt !== undefined ? ' retired' : '';
    return `  ${person.personId}${ended}  ${person.name ?? ''}  ${rights || 'no rights'}  ${person.keys.length} key(s)`;
  });
  const limits = roster.limits.map(({ areas, windows }) => {
    const hours = windows.map((w) => `${w.from}-${w.to} (at most ${w.maxGainDb} dB)`);
    return `  ${areas.join(', ')}: ${hours.join(', ') || 'never'}`;
  });
  return [
    `Roster of ${roster.communeId}, version ${roster.version}${roster.demo ? ' (DEMO)' : ''}`,
    `Issued ${new Date(roster.issuedAt).toISOString()}, zone ${roster.zone}`,
    `Controllers: ${roster.controllerKeys.map(({ kid }) => kid).join(', ')}`,
    'People:',
    ...(people.length > 0 ? people : ['  nobody: no bulletin can be approved']),
    'May sound:',
    ...(limits.length > 0 ? limits : ['  never: no limit is set, which means silence']),
  ];
}
