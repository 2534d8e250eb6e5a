import { z } from 'zod';
import { AreaId, BoxId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { Status } from '../messages/status.js';
import { OutputSettings } from '../sound-window.js';
import { BoxCondition, BoxState } from './box-condition.js';
import { Line } from './text.js';

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
    outputs: OutputSettings,
  })
  .meta({ id: 'Box' });
export type Box = z.infer<typeof Box>;

export const NewBox = z
  .strictObject({
    clusterId: Id,
    name: Line(120),
    outputs: OutputSettings.default([]),
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
