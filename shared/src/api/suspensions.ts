import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { CivilDate, Instant } from '../instant.js';
import { PlanDiff } from './answers.js';
import { Line } from './text.js';

const fields = {
  name: Line(200),
  areaIds: z.array(AreaId).min(1).max(200),
  /** First and last civil date, both included, in each place's own zone. */
  from: CivilDate,
  until: CivilDate,
  /** Tunes, fillers and every bulletin marked as music. */
  music: z.boolean(),
  /** Bulletins of these columns. */
  columns: z.array(Line(120)).max(50),
  /** All that is scheduled; emergencies and live speech go on. */
  everything: z.boolean(),
};

/** A time in which music, chosen columns or everything is silent: a national mourning, an election day. */
export const Suspension = z
  .object({
    id: Id,
    ...fields,
    name: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    cancelledAt: Instant.nullable(),
  })
  .meta({ id: 'Suspension' });
export type Suspension = z.infer<typeof Suspension>;

export const NewSuspension = z
  .strictObject({
    /** Made by the sender, so that sending again after a lost answer makes nothing twice. */
    id: Id.regex(/^suspension_[a-z2-7]{16}$/).optional(),
    ...fields,
    music: fields.music.default(true),
    columns: fields.columns.default([]),
    everything: fields.everything.default(false),
  })
  .refine((s) => s.from <= s.until, { error: 'Đợt tạm dừng phải kết thúc vào hoặc sau ngày bắt đầu.' })
  .refine((s) => s.music || s.everything || s.columns.length > 0, {
    error: 'Hãy chọn thứ tạm dừng: nhạc, chuyên mục hoặc mọi thứ.',
  })
  .meta({ id: 'NewSuspension' });
export type NewSuspension = z.infer<typeof NewSuspension>;

/** What a suspension would silence. */
export const SuspensionPreview = z
  .object({
    /** Boxes in its areas. */
    boxes: z.int(),
    diff: PlanDiff,
    /** So far plans reach; what it silences later is not told yet. */
    until: Instant,
  })
  .meta({ id: 'SuspensionPreview' });
export type SuspensionPreview = z.infer<typeof SuspensionPreview>;
