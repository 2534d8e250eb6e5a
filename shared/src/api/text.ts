import { z } from 'zod';

/** One line of human text: trimmed, NFC (so that search finds it), without control characters. */
export function Line(max: number) {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);
}

/** Human text of many lines, NFC. */
export function Lines(max: number) {
  return z.string().trim().normalize('NFC').min(1).max(max);
}
