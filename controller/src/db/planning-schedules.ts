import type { Programme, ProgrammeSlot } from '@loa/shared/api/programmes';
import type { Schedule } from '@loa/shared/api/schedules';
import { MINUTE } from '@loa/shared/instant';
import type { ScheduleInput, SlotInput } from '../planning/inputs.js';

/** A schedule of one bulletin has one slot. */
const MAIN_SLOT = 'main';
const MAIN_WEIGHT = 5;

/** A stored schedule as planning reads it; null where its programme is gone or archived. */
export function scheduleInput(schedule: Schedule, programme: Programme | null): ScheduleInput | null {
  const filled = schedule.programmeId === null ? ofBulletin(schedule) : ofProgramme(programme);
  if (!filled) return null;
  return {
    scheduleId: schedule.id,
    title: schedule.name,
    areas: schedule.areaIds,
    clusters: schedule.clusterIds,
    timetable: schedule.timetable,
    priority: schedule.priority,
    lateness: schedule.lateness,
    latestStartMs: schedule.latestStartMinutes === null ? null : schedule.latestStartMinutes * MINUTE,
    resume: schedule.resume,
    gainDb: schedule.gainDb,
    ...filled,
    notBefore: schedule.createdAt,
    createdAt: schedule.createdAt,
  };
}

type Filled = Pick<ScheduleInput, 'slots' | 'maxMs' | 'overflow' | 'laterRuns'>;

function ofBulletin({ bulletinId }: Schedule): Filled | null {
  if (bulletinId === null) return null;
  const slot: SlotInput = {
    slot: MAIN_SLOT,
    weight: MAIN_WEIGHT,
    fallbackBulletinId: null,
    content: { kind: 'bulletin', bulletinId },
  };
  return { slots: [slot], maxMs: null, overflow: 'refuse', laterRuns: 'asPlace' };
}

function ofProgramme(programme: Programme | null): Filled | null {
  if (!programme || programme.archivedAt !== null) return null;
  return {
    slots: programme.slots.map(slotInput),
    maxMs: programme.maxMinutes === null ? null : programme.maxMinutes * MINUTE,
    overflow: programme.overflow,
    laterRuns: programme.laterRuns,
  };
}

/** A slot of a programme as planning reads it. */
export function slotInput(slot: ProgrammeSlot): SlotInput {
  const { weight, fallbackBulletinId } = slot;
  return { slot: slot.slot, weight, fallbackBulletinId, content: contentOf(slot) };
}

function contentOf(slot: ProgrammeSlot): SlotInput['content'] {
  switch (slot.kind) {
    case 'newest':
      return { kind: slot.kind, column: slot.column, notWithinDays: slot.notWithinDays };
    case 'relay':
      return { kind: slot.kind, stationId: slot.stationId, durationMs: slot.minutes * MINUTE };
    case 'filler':
      return { kind: slot.kind, bulletinIds: slot.bulletinIds, until: slot.until };
    default:
      return { kind: slot.kind, bulletinId: slot.bulletinId };
  }
}
