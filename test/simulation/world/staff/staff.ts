import type { SigningKey } from '@loa/shared/trust/keys';
import type { Machine } from '../../controller/machine.js';
import type { WallClock } from '../../controller/wall-clock.js';
import type { Truth } from '../truth.js';
import { type BulletinDesk, createBulletinDesk } from './bulletins.js';
import { createDesk } from './desk.js';
import { createPlaceDesk, type PlaceDesk } from './place-changes.js';
import { createProgrammeDesk, type ProgrammeDesk } from './programmes.js';
import { createRosterDesk, type RosterDesk } from './roster.js';
import { createScheduleDesk, type ScheduleDesk } from './schedules.js';
import type { Approver } from './signing.js';
import { createSilenceDesk, type SilenceDesk } from './silences.js';

/** What people do at the controller's screen, each as one edit of its database and of the truth. */
export interface Staff extends BulletinDesk, ScheduleDesk, ProgrammeDesk, SilenceDesk, RosterDesk, PlaceDesk {
  /** Whether anybody can do anything: the controller runs, and its clock is not visibly wrong. */
  atWork(): boolean;
}

export function createStaff(ports: {
  machine: Machine;
  wall: WallClock;
  truth: Truth;
  approvers: readonly Approver[];
  rootKey: SigningKey;
  controllerKey: SigningKey;
}): Staff {
  const { machine, wall } = ports;
  const desk = createDesk(ports);
  const roster = createRosterDesk(desk, ports);
  return {
    atWork: () => machine.running() && Math.abs(wall.error()) < 60_000,
    ...createBulletinDesk(desk),
    ...createScheduleDesk(desk),
    ...createProgrammeDesk(desk),
    ...createSilenceDesk(desk),
    ...roster,
    ...createPlaceDesk(desk, roster),
  };
}
