import type { Override, OverrideDocument } from '@loa/shared/messages/override';
import type { Roster } from '@loa/shared/messages/roster';
import { overridePlaybackId } from '@loa/shared/playback';
import { coversChain } from '@loa/shared/trust/areas';
import {
  type BoxItem,
  NOTHING_DELIVERED,
  type OverrideInForce,
  type OverridePart,
  type PlaybackRecord,
} from './state.js';

/** Where a box is. */
export interface Place {
  boxId: string;
  areaChain: readonly string[];
  successors: Roster['successors'];
}

/** The overrides of all documents that are meant for this box, by id; of two that name one, the longer-lived counts. */
export function overridesFor(
  documents: Iterable<OverrideDocument>,
  { boxId, areaChain, successors }: Place,
): Map<string, OverrideInForce> {
  const found = new Map<string, OverrideInForce>();
  for (const { areaId, issuedAt, expiresAt, overrides } of documents) {
    if (!areaChain.includes(areaId)) continue;
    for (const override of overrides) {
      const { boxes, areas, overrideId } = override;
      if (override.kind === 'stop' || (boxes && !boxes.includes(boxId))) continue;
      if (!coversChain(areas, areaChain, successors)) continue;
      const known = found.get(overrideId);
      if (known && known.expiresAt >= expiresAt) continue;
      found.set(overrideId, { override, areaId, issuedAt, expiresAt });
    }
  }
  return found;
}

/**
 * Whether a document asks of this box just what the one before it did: its controller renews it every few minutes, and
 * that is no news which boxes should write down and report. Stops count, and so does whom they silence.
 */
export function isRenewal(
  before: OverrideDocument | undefined,
  after: OverrideDocument,
  place: Place,
): boolean {
  return JSON.stringify(asked(before, place)) === JSON.stringify(asked(after, place));
}

function asked(document: OverrideDocument | undefined, place: Place): Override[] {
  const { boxId, areaChain, successors } = place;
  return (document?.overrides ?? [])
    .filter(
      ({ areas, boxes }) => (!boxes || boxes.includes(boxId)) && coversChain(areas, areaChain, successors),
    )
    .sort((a, b) => (a.overrideId < b.overrideId ? -1 : 1));
}

/**
 * The records that overrides create or change. What was begun or has ended stays as it was, but a live speech that is
 * on air learns of its new stream.
 */
export function listedOverrides(
  overrides: Iterable<OverrideInForce>,
  boxId: string,
  known: ReadonlyMap<string, PlaybackRecord>,
  acceptedAt: number | undefined,
): PlaybackRecord[] {
  const changed: PlaybackRecord[] = [];
  for (const { override, issuedAt } of overrides) {
    for (const { item, part } of partsOf(override, boxId)) {
      const before = known.get(item.playbackId);
      if (!before) changed.push(fresh(override, item, part, issuedAt, acceptedAt));
      else changed.push(...moved(before, item));
    }
  }
  return changed;
}

function fresh(
  { overrideId, kind, until }: Override,
  item: BoxItem,
  override: OverridePart,
  issuedAt: number,
  listedAt: number | undefined,
): PlaybackRecord {
  return {
    playbackId: item.playbackId,
    sessionId: overrideId,
    state: 'planned',
    priority: kind === 'emergency' ? 'emergency' : 'normal',
    planRevision: 0,
    override,
    item,
    endsBy: until,
    issuedAt,
    ...(listedAt === undefined ? {} : { listedAt }),
    offsetMs: 0,
    delivered: NOTHING_DELIVERED,
  };
}

function moved(before: PlaybackRecord, item: BoxItem): PlaybackRecord[] {
  if (JSON.stringify(before.item) === JSON.stringify(item)) return [];
  if (before.state === 'planned' || before.state === 'ready') return [{ ...before, item }];
  const { source } = before.item;
  if (before.endedAt !== undefined || source.kind !== 'live' || item.source.kind !== 'live') return [];
  if (item.source.epoch <= source.epoch) return [];
  return [{ ...before, item: { ...before.item, source: { ...source, epoch: item.source.epoch } } }];
}

interface Part {
  item: BoxItem;
  part: OverridePart;
}

/** What an override makes this box play, as items of a queue; nothing that would begin at its end or after. */
export function partsOf(override: Override, boxId: string): Part[] {
  switch (override.kind) {
    case 'stop':
    case 'watch':
      return [];
    case 'live':
      return livePart(override, boxId);
    case 'test':
      return recordings(override, boxId, {
        repeat: 0,
        startsAt: override.startsAt,
        latest: override.until - 1,
      });
    case 'emergency':
      return repetitions(override, boxId);
  }
}

type Spoken = Extract<Override, { kind: 'emergency' | 'test' }>;

/**
 * A repetition begins `everyMs` after the one before, or when that is over if it takes longer; it may begin until the next
 * one is due, so that a box which comes late tells the whole of it at once. The last may begin until the end.
 */
function repetitions(override: Extract<Override, { kind: 'emergency' }>, boxId: string): Part[] {
  const { items, repeat, startsAt, until } = override;
  const lengthMs = items.reduce((sum, { source }) => sum + source.durationMs, 0);
  const everyMs = Math.max(repeat.everyMs, lengthMs);
  return Array.from({ length: repeat.times }, (_, index) => index).flatMap((index) => {
    const begins = startsAt + index * everyMs;
    const last = index === repeat.times - 1;
    const latest = (last ? until : Math.min(until, begins + everyMs)) - 1;
    return recordings(override, boxId, { repeat: index, startsAt: begins, latest });
  });
}

function recordings(
  override: Spoken,
  boxId: string,
  { repeat, startsAt, latest }: { repeat: number; startsAt: number; latest: number },
): Part[] {
  let before = 0;
  return override.items.flatMap(({ source, gainDb, grantId }, part) => {
    const begins = startsAt + before;
    const latestStartAt = Math.min(override.until - 1, latest + before);
    before += source.durationMs;
    if (begins >= override.until) return [];
    const item: BoxItem = {
      playbackId: overridePlaybackId(override.overrideId, repeat, boxId, part),
      source,
      startsAt: begins,
      latestStartAt: Math.max(begins, latestStartAt),
      gainDb,
      lateness: 'fromStart',
      resume: override.kind === 'test' ? 'drop' : 'resume',
      grantId,
    };
    return [{ item, part: namePart(override, repeat, part) }];
  });
}

function livePart(override: Extract<Override, { kind: 'live' }>, boxId: string): Part[] {
  const { live, startsAt, until, overrideId } = override;
  const { liveId, epoch, delayMs, gainDb, grantId } = live;
  const begins = startsAt + delayMs;
  if (begins >= until) return [];
  const item: BoxItem = {
    playbackId: overridePlaybackId(overrideId, 0, boxId),
    source: { kind: 'live', liveId, epoch, delayMs, durationMs: until - begins },
    startsAt: begins,
    latestStartAt: until - 1,
    gainDb,
    lateness: 'joinMidway',
    resume: 'resume',
    grantId,
  };
  return [{ item, part: namePart(override, 0, 0) }];
}

function namePart(override: Spoken | Extract<Override, { kind: 'live' }>, repeat: number, part: number) {
  const { overrideId, kind, createdAt } = override;
  return { overrideId, kind, createdAt, repeat, part };
}
