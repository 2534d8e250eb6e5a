import { Area } from '@loa/shared/api/areas';
import { StationProposal, StoredStationGrant } from '@loa/shared/api/stations';
import { LoaError, SettingError } from '@loa/shared/errors';
import { sha256Hex } from '@loa/shared/jcs';
import { Grant } from '@loa/shared/messages/grant';
import { placeName } from '@loa/shared/place-name';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { ApiClient } from '../client/api-client.js';
import type { CliPorts } from './command.js';

/** Shows a station that programmes may carry, and signs it as it stands; false where the person said no. */
export async function approveStation(
  stationId: string,
  { api, keys, ports, ask }: { api: ApiClient; keys: readonly SigningKey[]; ports: CliPorts; ask: boolean },
): Promise<boolean> {
  const path = `/stations/${encodeURIComponent(stationId)}`;
  const proposal = await api.get(`${path}/proposal`, StationProposal);
  if (proposal.needs > keys.length) {
    throw new SettingError(
      `${stationId} needs the signatures of ${proposal.needs} people: give --key for each of them.`,
    );
  }
  await checkFallback(api, proposal);
  for (const line of await describe(api, proposal)) ports.say(line);
  if (ask && !(await ports.confirm('Let loudspeakers carry this station?'))) {
    ports.say('Not signed.');
    return false;
  }
  const grant = Grant.parse({ ...proposal.payload, signedAt: ports.clock.now() });
  const bytes = await signGeneral('grant', grant, keys);
  const document = { grant: Buffer.from(bytes).toString('utf8') };
  const stored = await api.post(`${path}/grant`, document, StoredStationGrant);
  ports.say(`Approved: ${proposal.payload.title} (grant ${stored.grantId.slice(0, 12)}…)`);
  return true;
}

/** The recording that stands in for the stream is signed with it, so it must be the one it is said to be. */
async function checkFallback(api: ApiClient, { payload, stationId }: StationProposal): Promise<void> {
  const { fallback } = payload.subject;
  if (fallback === undefined) return;
  if (sha256Hex(await api.bytes(`/recordings/${fallback}/audio`)) === fallback) return;
  throw new LoaError(
    'wrong_audio',
    `The fallback of ${stationId} is not the one to be signed. Nothing was signed.`,
  );
}

async function describe(api: ApiClient, { payload, fallbackTitle }: StationProposal): Promise<string[]> {
  const areas = await Promise.all(payload.areas.map((id) => api.get(`/areas/${id}`, Area)));
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const { url, hours, fallback } = payload.subject;
  return [
    '',
    `  Station    ${payload.title}`,
    `  Stream     ${url}`,
    `  Hours      ${hours.map(({ from, to }) => `${from}-${to}`).join(', ')}`,
    `  Where      ${areas.map((area) => `${placeName(area)} (${area.id})`).join(', ')}`,
    `  Valid      ${day(payload.validFrom)} to ${day(payload.validUntil)}`,
    ...(fallback === undefined
      ? ['  When it fails, the loudspeakers are silent.']
      : [`  When it fails  ${fallbackTitle ?? '?'}, sha256 ${fallback.slice(0, 16)}…`]),
    '',
    '  Whatever the station says will sound: nobody hears it beforehand.',
    '',
  ];
}
