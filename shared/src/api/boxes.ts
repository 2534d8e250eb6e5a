import { z } from 'zod';
import { AreaId, BoxId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { Plan, PlanSettings } from '../messages/plan.js';
import { Status } from '../messages/status.js';
import { Line } from './text.js';

export const BoxState = z.enum(['created', 'enrolled', 'revoked']).meta({ id: 'BoxState' });

/** How a box is, in one word; screens have the words for people. */
export const BoxCondition = z
  .object({
    kind: z.enum([
      'good',
      'notEnrolled',
      'revoked',
      'lost',
      'clockUntrusted',
      'diskFull',
      'noSound',
      'stopped',
      'noPlan',
    ]),
    /** Since when, where it is known. */
    since: Instant.nullable(),
  })
  .meta({ id: 'BoxCondition' });
export type BoxCondition = z.infer<typeof BoxCondition>;

export const Box = z
  .object({
    id: BoxId,
    clusterId: Id,
    clusterName: z.string(),
    areaId: AreaId,
    areaName: z.string(),
    name: z.string(),
    state: BoxState,
    createdAt: Instant,
    enrolledAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    condition: BoxCondition,
    /** What the box last said of itself: advisory, never evidence. */
    status: Status.nullable(),
    lastSeenAt: Instant.nullable(),
    outputs: PlanSettings.shape.outputs,
  })
  .meta({ id: 'Box' });
export type Box = z.infer<typeof Box>;

export const NewBox = z
  .strictObject({
    clusterId: Id,
    name: Line(120),
    outputs: PlanSettings.shape.outputs.default([]),
  })
  .meta({ id: 'NewBox' });
export type NewBox = z.infer<typeof NewBox>;

/** A one-time code, shown this once. */
export const IssuedCode = z
  .object({
    code: z.string(),
    expiresAt: Instant,
    /** Where the box enrols, as an origin; null: nobody told the controller its own name. */
    server: z.string().nullable(),
  })
  .meta({ id: 'IssuedCode' });

/** The box that takes the place of one that is broken, and the code to enrol it with. */
export const ReplacedBox = z
  .object({ replaced: Box, box: Box, code: IssuedCode })
  .meta({ id: 'ReplacedBox' });

export const BoxPlan = z
  .object({
    boxId: BoxId,
    revision: z.int(),
    issuedAt: Instant,
    coversUntil: Instant,
    plan: Plan,
  })
  .meta({ id: 'BoxPlan' });
