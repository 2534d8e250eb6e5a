import { DAY, MINUTE } from '@loa/shared/instant';
import type { Random } from '@loa/shared/ports/random';
import { streamOf } from '../seeds.js';
import { oftenness } from '../swarm.js';
import {
  approvalIsGivenAgain,
  approvalIsWithdrawn,
  bulletinIsDated,
  variantIsWithdrawn,
} from './approval-changes.js';
import {
  agentRestarts,
  cardIsSwapped,
  powerGoes,
  powerGoesAtACommit,
  powerGoesEverywhere,
} from './box-troubles.js';
import {
  backupIsRestored,
  backupIsTaken,
  clockIsSetWrongly,
  controllerRestarts,
} from './controller-troubles.js';
import type { EventKind, Happening } from './event.js';
import { brokerRestarts, everybodyIsCutOff, villageIsCutOff } from './network-troubles.js';
import { boxIsReplaced, clusterIsMoved, rulesAreChanged, villagesAreMerged } from './place-changes.js';
import { programmeIsChanged } from './programme-changes.js';
import { columnGetsABulletin, programmeIsMade } from './programme-is-made.js';
import { approverIsRevoked, hoursAreNarrowed } from './roster-changes.js';
import { scheduleIsCancelled } from './schedule-is-cancelled.js';
import { scheduleIsMade } from './schedule-is-made.js';
import { scheduleIsMoved } from './schedule-is-moved.js';
import { stationIsAdded, stationIsApproved } from './station-changes.js';
import { stopIsCalled } from './stop-is-called.js';
import { suspensionIsDeclared, suspensionIsEnded } from './suspensions.js';
import { calendarIsWritten, priorityIsDecided, timetableIsChanged } from './timetable-changes.js';

/** Everything that may happen in a world. An emergency gets its own file here once boxes act on one. */
export const eventKinds: readonly EventKind[] = [
  scheduleIsMade,
  scheduleIsCancelled,
  scheduleIsMoved,
  approvalIsWithdrawn,
  approvalIsGivenAgain,
  stopIsCalled,
  hoursAreNarrowed,
  approverIsRevoked,
  powerGoes,
  powerGoesEverywhere,
  powerGoesAtACommit,
  agentRestarts,
  cardIsSwapped,
  villageIsCutOff,
  everybodyIsCutOff,
  brokerRestarts,
  controllerRestarts,
  backupIsTaken,
  backupIsRestored,
  clockIsSetWrongly,
  columnGetsABulletin,
  calendarIsWritten,
  stationIsAdded,
  stationIsApproved,
  programmeIsMade,
  programmeIsChanged,
  timetableIsChanged,
  priorityIsDecided,
  variantIsWithdrawn,
  bulletinIsDated,
  suspensionIsDeclared,
  suspensionIsEnded,
  rulesAreChanged,
  clusterIsMoved,
  villagesAreMerged,
  boxIsReplaced,
];

/** The minutes around which broadcasts sound, when trouble is worst, in milliseconds since midnight. */
const TENSE = [5.5, 6, 11, 17, 20].map((hour) => hour * 3_600_000);

/** Numbers that a happening may draw before they come round again. */
const UNITS = 40;
const FIRST_MS = 10 * MINUTE;

/** What happens in a world of this seed, in order of time. */
export function happeningsOf(seed: number, clusters: number, days: number): Happening[] {
  const found: Happening[] = [];
  const often = oftenness(seed);
  for (const { name, perDay, first } of eventKinds) {
    const random = streamOf(seed, name);
    const units = () => Array.from({ length: UNITS }, random.unit);
    const begin = timesOf(first ?? 0, random);
    for (let n = 0; n < begin; n++)
      found.push({ kind: name, at: FIRST_MS + random.unit() * FIRST_MS, units: units() });
    const expected = ((perDay.commune ?? 0) + (perDay.cluster ?? 0) * clusters) * days * often(name);
    const count = timesOf(expected, random);
    for (let n = 0; n < count; n++) {
      const day = Math.floor(random.unit() * days);
      const tense = TENSE[Math.floor(random.unit() * TENSE.length)] ?? 0;
      // Half of it falls into the minutes around a broadcast.
      const time = random.unit() < 0.5 ? random.unit() * DAY : tense + (random.unit() - 0.5) * 300_000;
      found.push({ kind: name, at: day * DAY + time, units: units() });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

function timesOf(expected: number, random: Random): number {
  return Math.floor(expected) + (random.unit() < expected % 1 ? 1 : 0);
}
