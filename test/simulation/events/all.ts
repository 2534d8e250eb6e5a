import { DAY } from '@loa/shared/instant';
import { streamOf } from '../seeds.js';
import { approvalIsGivenAgain, approvalIsWithdrawn } from './approval-changes.js';
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
import { approverIsRevoked, hoursAreNarrowed } from './roster-changes.js';
import { scheduleIsCancelled } from './schedule-is-cancelled.js';
import { scheduleIsMade } from './schedule-is-made.js';
import { scheduleIsMoved } from './schedule-is-moved.js';
import { stopIsCalled } from './stop-is-called.js';

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
];

/** The minutes around which broadcasts sound, when trouble is worst, in milliseconds since midnight. */
const TENSE = [5.5, 6, 11, 17, 20].map((hour) => hour * 3_600_000);

/** What happens in a world of this seed, in order of time. */
export function happeningsOf(seed: number, clusters: number, days: number): Happening[] {
  const found: Happening[] = [];
  for (const { name, perDay } of eventKinds) {
    const random = streamOf(seed, name);
    const expected = ((perDay.commune ?? 0) + (perDay.cluster ?? 0) * clusters) * days;
    const count = Math.floor(expected) + (random.unit() < expected % 1 ? 1 : 0);
    for (let n = 0; n < count; n++) {
      const day = Math.floor(random.unit() * days);
      const tense = TENSE[Math.floor(random.unit() * TENSE.length)] ?? 0;
      // Half of it falls into the minutes around a broadcast.
      const time = random.unit() < 0.5 ? random.unit() * DAY : tense + (random.unit() - 0.5) * 300_000;
      found.push({ kind: name, at: day * DAY + time, units: Array.from({ length: 12 }, random.unit) });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}
