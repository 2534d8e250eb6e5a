import type { Delivered } from '@loa/shared/messages/report';
import type { PlaybackRecord } from './state.js';

/** The sound of two stretches together; the levels are weighted by their energy over their length. */
export function addDelivered(a: Delivered, b: Delivered): Delivered {
  const deliveredMs = Math.round(a.deliveredMs + b.deliveredMs);
  const energy = energyOf(a) + energyOf(b);
  const heard = heardOf(a, b);
  const peaks = [a.peakDbfs, b.peakDbfs].filter((peak) => peak !== undefined);
  return {
    deliveredMs,
    underruns: a.underruns + b.underruns,
    ...(energy > 0 && deliveredMs > 0
      ? { rmsDbfs: tenths(Math.min(0, 10 * Math.log10(energy / deliveredMs))) }
      : {}),
    ...(peaks.length > 0 ? { peakDbfs: tenths(Math.min(0, Math.max(...peaks))) } : {}),
    ...(heard === undefined ? {} : { heard }),
  };
}

/** What every entry about a playback says of its plan, so that the log stands by itself. */
export function plannedFacts(record: PlaybackRecord) {
  const { item, override } = record;
  return {
    playbackId: record.playbackId,
    sessionId: record.sessionId,
    planRevision: record.planRevision,
    ...(override ? { overrideId: override.overrideId } : {}),
    scheduledAt: item.startsAt,
    ...(item.source.kind === 'recording' ? { sha256: item.source.sha256 } : {}),
    grantId: item.grantId,
  };
}

/** Power over milliseconds, in units of full scale. */
function energyOf({ rmsDbfs, deliveredMs }: Delivered): number {
  return rmsDbfs === undefined ? 0 : 10 ** (rmsDbfs / 10) * deliveredMs;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

/** Weighted by length; a stretch too short to compare says nothing. */
function heardOf(a: Delivered, b: Delivered): number | undefined {
  if (a.heard === undefined || b.heard === undefined) return a.heard ?? b.heard;
  const ms = a.deliveredMs + b.deliveredMs;
  if (ms === 0) return b.heard;
  return Math.round(((a.heard * a.deliveredMs + b.heard * b.deliveredMs) / ms) * 100) / 100;
}
