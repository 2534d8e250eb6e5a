import type { Station } from '@loa/shared/api/stations';
import type { Grant } from '@loa/shared/messages/grant';
import type { StationInput } from '../planning/inputs.js';
import type { Db } from './database.js';
import { findGrant } from './grants.js';
import { grantInput, readGrant } from './planning-grants.js';
import { findRecording } from './recordings.js';
import { stationsById } from './stations.js';

type RelayGrant = Extract<Grant, { use: 'relay' }>;

/** Stations with the approval that stands for each as it is now. */
export async function loadStations(db: Db, ids: readonly string[]): Promise<Map<string, StationInput>> {
  const stations = await stationsById(db, ids);
  const inputs = await Promise.all(stations.map((station) => toInput(db, station)));
  return new Map(inputs.map((input) => [input.stationId, input]));
}

async function toInput(db: Db, station: Station): Promise<StationInput> {
  const { id: stationId, name, url, hours } = station;
  const none: StationInput = { stationId, name, url, hours, fallback: null, grant: null };
  const stored = station.grantId === null ? null : await findGrant(db, station.grantId);
  const grant = stored && readGrant(stored.id, stored.bytes);
  if (!stored || grant?.use !== 'relay' || grant.subject.url !== url) return none;
  return { ...none, fallback: await fallbackOf(db, grant), grant: grantInput(stored.id, grant) };
}

async function fallbackOf(db: Db, { subject }: RelayGrant): Promise<StationInput['fallback']> {
  const recording = subject.fallback === undefined ? null : await findRecording(db, subject.fallback);
  if (!recording) return null;
  const { sha256, bytes, durationMs } = recording;
  return { sha256, bytes, durationMs };
}
