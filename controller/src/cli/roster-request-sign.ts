import { RosterRequest } from '@loa/shared/api/roster-requests';
import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import { LoaError, SettingError } from '@loa/shared/errors';
import { Roster } from '@loa/shared/messages/roster';
import { parsePayload } from '@loa/shared/trust/envelope';
import { rosterDiff } from '@loa/shared/trust/roster-diff';
import { signingInputOf } from '@loa/shared/trust/signing';
import { createApiClient } from '../client/api-client.js';
import type { CliPorts, Command } from './command.js';
import { openKey } from './open-key.js';
import { flag, optional, required, SERVER_HELP, serverOf, serverOptions, tokenOf } from './typed.js';

export const rosterRequestSign: Command = {
  name: 'roster sign',
  summary: "sign a commune's next roster that somebody asked for, with the root or with a person's key file",
  help: `  --request ID   the request, as the pages show it
  --root FILE    the root's key file; it alone is enough
  --key FILE     a person's key file; that person holds the right "roster" in the roster in force
  --yes          sign without asking
${SERVER_HELP}

What changes is worked out here from the very bytes that are signed.`,
  options: {
    request: { type: 'string' },
    root: { type: 'string' },
    key: { type: 'string' },
    yes: { type: 'boolean' },
    ...serverOptions,
  },
  async run(typed, ports) {
    const { env, fetch, signal, say } = ports;
    const file = optional(typed, 'root') ?? optional(typed, 'key');
    if (file === undefined) throw new SettingError('Say who signs: --root FILE or --key FILE.');
    const key = await openKey(file, ports);
    const api = createApiClient({ fetch, server: serverOf(typed, env), token: tokenOf(typed, env), signal });
    const path = `/roster-requests/${encodeURIComponent(required(typed, 'request'))}`;
    const request = await api.get(path, RosterRequest);
    const { roster: current } = await api.get(
      `/areas/${encodeURIComponent(request.communeId)}/roster`,
      StoredRosterAnswer,
    );
    show(request, current, ports);
    if (!flag(typed, 'yes') && !(await ports.confirm('Sign this roster?'))) {
      say('Not signed.');
      return 1;
    }
    const input = signingInputOf('roster', request, { alg: 'EdDSA', kid: key.kid });
    const bytes = await crypto.subtle.sign('Ed25519', key.key, Buffer.from(input.signingInput, 'ascii'));
    const signature = Buffer.from(bytes).toString('base64url');
    const after = await api.post(
      `${path}/signatures`,
      { protected: input.protected, signature },
      RosterRequest,
    );
    say(
      after.state === 'done'
        ? `Signed and in force: version ${after.version}.`
        : `Signed. ${after.signers.length} of ${after.needs} people have signed; the others are still to sign.`,
    );
    return 0;
  },
};

function show(request: RosterRequest, current: Roster, { say }: CliPorts): void {
  const opened = parsePayload(Buffer.from(request.payload, 'base64url'), request.cty, Roster, '');
  if (!opened.ok || opened.payload.communeId !== request.communeId) {
    throw new LoaError('bad_request', 'What is to be signed cannot be read. Nothing was signed.');
  }
  say(`Asked because: ${request.reason}`);
  for (const { kind, text } of rosterDiff(current, opened.payload, (id) => id)) {
    say(`  ${{ added: '+', removed: '-', changed: '~' }[kind]} ${text}`);
  }
}
