import type { Instant } from '@loa/shared/instant';
import { coversChain } from '@loa/shared/trust/areas';
import type { SlotContent, SlotInput, StationInput } from '../inputs.js';
import { openUntil } from '../place/hours.js';
import type { FillContext, Piece } from './filled-slot.js';
import type { SlotProblem } from './slot-problem.js';
import type { Sounded } from './sound-bulletin.js';

/** Nobody knows what another station speaks (BCP 47 "undetermined"). */
const UNDETERMINED = 'und';

type Judged = { grantId: string; validUntil: Instant; closesAt: Instant } | StationTrouble;
type StationTrouble = Extract<SlotProblem, { stationId: string }>['kind'];

/** Another station, carried for so long: its approval must cover the place and the start, its hours the whole. */
export function fillRelay(
  slot: SlotInput,
  { stationId, durationMs }: Extract<SlotContent, { kind: 'relay' }>,
  at: Instant,
  context: FillContext,
): Sounded {
  const station = context.here.station(stationId);
  const judged = station ? judge(station, at, durationMs, context) : 'station_missing';
  if (!station || typeof judged === 'string') {
    const kind = typeof judged === 'string' ? judged : 'station_missing';
    return { pieces: [], problems: [{ kind, slot: slot.slot, stationId }], endsAt: at };
  }
  const { url, name: title, fallback } = station;
  const piece: Piece = {
    slot: slot.slot,
    role: 'relay',
    name: slot.slot,
    soundId: stationId,
    bulletinId: null,
    variantId: null,
    language: UNDETERMINED,
    title,
    source: { kind: 'relay', url, durationMs, ...(fallback ? { fallback: fallback.sha256 } : {}) },
    grantId: judged.grantId,
    startsAt: at,
    usableUntil: judged.validUntil,
    endsBefore: judged.closesAt,
  };
  return { pieces: [piece], problems: [], endsAt: at + durationMs };
}

function judge(
  { grant, hours }: StationInput,
  at: Instant,
  durationMs: number,
  { here }: FillContext,
): Judged {
  const { areaChain, successors } = here.place;
  if (!grant || grant.signedAt > at) return 'station_not_approved';
  const { grantId, validUntil } = grant;
  const valid = grant.validFrom <= at && at < validUntil;
  if (!valid || !coversChain(grant.areas, areaChain, successors)) return 'station_not_covered';
  const windows = hours.map((window) => ({ ...window, maxGainDb: 0 }));
  const closesAt = openUntil(at, windows, here.civil);
  if (closesAt === null || at + durationMs > closesAt) return 'station_closed';
  return { grantId, validUntil, closesAt };
}
