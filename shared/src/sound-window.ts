import { z } from 'zod';
import { Id } from './ids.js';
import { EndOfWindow, minutesOfDay, TimeOfDay } from './instant.js';

export const GainDb = z.number().min(-60).max(12).meta({ description: 'decibels' });

/** Hours in which loudspeakers may sound, local time, and how loud at most. Windows do not cross midnight. */
export const SoundWindow = z
  .object({ from: TimeOfDay, to: EndOfWindow, maxGainDb: z.number().min(-60).max(12) })
  .refine((w) => minutesOfDay(w.from) < minutesOfDay(w.to), {
    error: 'Khung giờ phải kết thúc sau giờ bắt đầu; qua nửa đêm thì chia thành hai khung.',
  });
export type SoundWindow = z.infer<typeof SoundWindow>;

/** What the controller asks of a box's outputs, by their names there. Their gain lifts nothing above its cap. */
export const OutputSettings = z
  .array(z.object({ id: Id, gainDb: GainDb, offsetMs: z.int().min(-5000).max(5000), enabled: z.boolean() }))
  .max(16);
