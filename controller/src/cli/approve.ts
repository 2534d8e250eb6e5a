import { Area } from '@loa/shared/api/areas';
import { ApprovalProposal, Bulletin, StoredGrant } from '@loa/shared/api/bulletins';
import { LoaError, SettingError } from '@loa/shared/errors';
import { sha256Hex } from '@loa/shared/jcs';
import { Grant } from '@loa/shared/messages/grant';
import { placeName } from '@loa/shared/place-name';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import { allPages } from '../client/all-pages.js';
import { type ApiClient, createApiClient } from '../client/api-client.js';
import { approveStation } from './approve-station.js';
import type { CliPorts, Command } from './command.js';
import { openKey } from './open-key.js';
import { flag, optional, SERVER_HELP, serverOf, serverOptions, several, tokenOf } from './typed.js';

export const approve: Command = {
  name: 'approve',
  summary: 'show a bulletin that waits for approval, or a station, and sign it with a key file',
  help: `  --key FILE       your key file; several where several people sit at this terminal
  --variant ID     what to approve; may stand several times
  --station ID     a station that programmes may carry; may stand several times
  --all-submitted  everything that waits in your area
  --no-state-secret  you have checked: nothing in it is a state secret. Asked for where it is left out
  --listener NAME  who listened with you, where you do not know the language
  --yes            sign without asking
${SERVER_HELP}

Signing lets loudspeakers say it. The sound is downloaded and its hash checked before anything is signed; the key
never leaves this machine.`,
  options: {
    key: { type: 'string', multiple: true },
    variant: { type: 'string', multiple: true },
    station: { type: 'string', multiple: true },
    'all-submitted': { type: 'boolean' },
    'no-state-secret': { type: 'boolean' },
    listener: { type: 'string' },
    yes: { type: 'boolean' },
    ...serverOptions,
  },
  async run(typed, ports) {
    const keyFiles = several(typed, 'key');
    if (keyFiles.length === 0) throw new SettingError('--key FILE is missing: who approves?');
    const keys = await openAll(keyFiles, ports);
    const { env, fetch, signal } = ports;
    const api = createApiClient({ fetch, server: serverOf(typed, env), token: tokenOf(typed, env), signal });
    const named = several(typed, 'variant');
    const variants = flag(typed, 'all-submitted') ? await submittedVariants(api) : named;
    const stations = several(typed, 'station');
    if (variants.length + stations.length === 0) {
      if (named.length === 0 && !flag(typed, 'all-submitted'))
        throw new SettingError('Say what to approve: --variant ID, --station ID, or --all-submitted.');
      ports.say('Nothing waits for approval.');
      return 0;
    }
    const ticked = flag(typed, 'no-state-secret');
    const said = { ticked, listener: optional(typed, 'listener') ?? null };
    if (variants.length > 0 && flag(typed, 'yes') && !ticked)
      throw new SettingError('--yes needs --no-state-secret: somebody must have checked.');
    let left = 0;
    for (const variantId of variants) {
      const signed = await approveOne(variantId, { api, keys, ports, ask: !flag(typed, 'yes') }, said);
      if (!signed) left += 1;
    }
    for (const stationId of stations) {
      if (!(await approveStation(stationId, { api, keys, ports, ask: !flag(typed, 'yes') }))) left += 1;
    }
    return left === 0 ? 0 : 1;
  },
};

/** One after the other: each may ask for its passphrase. */
async function openAll(keyFiles: readonly string[], ports: CliPorts): Promise<SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const file of keyFiles) keys.push(await openKey(file, ports));
  return keys;
}

interface Approval {
  api: ApiClient;
  keys: readonly SigningKey[];
  ports: CliPorts;
  ask: boolean;
}

/** What the person says of the content, beside signing it. */
interface Said {
  /** Nothing in it is a state secret. */
  ticked: boolean;
  /** Who listened where the approver does not know the language. */
  listener: string | null;
}

/** False where the person said no. */
async function approveOne(
  variantId: string,
  { api, keys, ports, ask }: Approval,
  { ticked, listener }: Said,
): Promise<boolean> {
  const proposal = await api.get(`/variants/${encodeURIComponent(variantId)}/approval`, ApprovalProposal);
  if (proposal.needs > keys.length) {
    throw new SettingError(
      `${variantId} needs the signatures of ${proposal.needs} people: give --key for each of them.`,
    );
  }
  const audio = await checkedAudio(api, proposal);
  for (const line of await describe(api, proposal, audio.byteLength)) ports.say(line);
  if (ask && !(await ports.confirm('Let loudspeakers say this?'))) {
    ports.say('Not signed.');
    return false;
  }
  if (!ticked && !(await ports.confirm('You have checked that nothing in it is a state secret?'))) {
    ports.say('Not signed.');
    return false;
  }
  const grant = Grant.parse({
    ...proposal.payload,
    ...{ signedAt: ports.clock.now(), noStateSecret: true },
    ...(listener === null
      ? {}
      : { listener: { name: listener, language: proposal.payload.subject.language } }),
  });
  const bytes = await signGeneral('grant', grant, keys);
  const stored = await api.post(
    `/variants/${encodeURIComponent(variantId)}/grant`,
    { grant: Buffer.from(bytes).toString('utf8') },
    StoredGrant,
  );
  ports.say(`Approved: ${proposal.payload.title} (grant ${stored.grantId.slice(0, 12)}…)`);
  return true;
}

/** The very sound and text that the signature will cover: a controller that shows one thing and asks for another is found out. */
async function checkedAudio(
  api: ApiClient,
  { payload, text, variantId }: ApprovalProposal,
): Promise<Uint8Array> {
  const audio = await api.bytes(`/recordings/${payload.subject.sha256}/audio`);
  if (sha256Hex(audio) !== payload.subject.sha256) {
    throw new LoaError(
      'wrong_audio',
      `The sound of ${variantId} is not the one to be signed. Nothing was signed.`,
    );
  }
  const shown = text === null ? undefined : sha256Hex(text.normalize('NFC'));
  if (shown !== payload.textSha256) {
    throw new LoaError(
      'wrong_text',
      `The text of ${variantId} is not the one to be signed. Nothing was signed.`,
    );
  }
  return audio;
}

async function describe(api: ApiClient, proposal: ApprovalProposal, bytes: number): Promise<string[]> {
  const { payload, durationMs, text } = proposal;
  const areas = await Promise.all(payload.areas.map((id) => api.get(`/areas/${id}`, Area)));
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const seconds = durationMs === null ? '?' : (durationMs / 1000).toFixed(1);
  return [
    '',
    `  Title      ${payload.title}`,
    `  Language   ${payload.subject.language}`,
    `  Where      ${areas.map((area) => `${placeName(area)} (${area.id})`).join(', ')}`,
    `  Valid      ${day(payload.validFrom)} to ${day(payload.validUntil)}`,
    `  Sound      ${seconds} s, ${bytes} bytes, sha256 ${payload.subject.sha256.slice(0, 16)}…`,
    ...(text === null ? [] : ['  Text', ...text.split('\n').map((line) => `    ${line}`)]),
    '',
  ];
}

async function submittedVariants(api: ApiClient): Promise<string[]> {
  const bulletins = await allPages(api, '/bulletins', Bulletin);
  const variants = bulletins.flatMap((bulletin) => bulletin.variants);
  return variants.filter(({ state }) => state === 'submitted').map(({ id }) => id);
}
