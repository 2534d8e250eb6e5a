import { z } from 'zod';
import { Instant } from '../instant.js';
import { PlanDiff } from './answers.js';
import { ScheduleNote } from './schedules.js';

/** What an edit of something that schedules draw on or keep to would change, without saving it. */
export const EditPreview = z
  .object({
    /** Enrolled boxes whose plans were looked at; of very many the first ones stand for the rest. */
    boxes: z.int(),
    diff: PlanDiff,
    /** What would not sound as asked that does so today, of any schedule at these boxes; the first by time. */
    warnings: z.array(ScheduleNote),
    /** Warnings beyond those listed. */
    more: z.int(),
    /** So far plans reach; what it changes later is not told yet. */
    until: Instant,
  })
  .meta({ id: 'EditPreview' });
export type EditPreview = z.infer<typeof EditPreview>;
