import type { Random } from '@loa/shared/ports/random';
import type { Box } from '../box/box.js';
import type { Machine } from '../controller/machine.js';
import type { WallClock } from '../controller/wall-clock.js';
import type { Broker } from '../network/broker.js';
import type { Timeline } from '../timeline.js';
import type { Trace } from '../trace.js';
import type { Village } from './places.js';
import type { Approver } from './staff/signing.js';
import type { Staff } from './staff/staff.js';
import type { Decisions, Truth } from './truth.js';
import type { Witness } from './witness.js';

/** A backup of the controller, and what people had decided when it was taken. */
export interface Backup {
  at: number;
  image: Buffer;
  decisions: Decisions;
}

/** One commune in a simulation: its machines, its people, and what is true. */
export interface World {
  seed: number;
  /** The unix instant at which true time is zero: a midnight in the commune. */
  origin: number;
  timeline: Timeline;
  broker: Broker;
  wall: WallClock;
  machine: Machine;
  truth: Truth;
  villages: readonly Village[];
  boxes: ReadonlyMap<string, Box>;
  staff: Staff;
  approvers: readonly Approver[];
  trace: Trace;
  backups: Backup[];
  /** Boxes that took the place of others; a restored database forgets it, and people do it again. */
  replaced: { clusterId: string; old: string; fresh: string }[];
  witness: Witness;
  random: Random;
  /** No more calamities: everything is being mended. */
  healing: boolean;
  /** A box that was enrolled since, still switched off. */
  addBox(id: string, village: Village): Promise<Box>;
  /** Takes a box away for good. */
  removeBox(id: string): void;
}
