/** How much quieter than the loudest, in steps that an ear tells apart; −10 dB sounds about half as loud. */
export const STEPS = [0, -3, -6, -10, -15, -20] as const;
export type Step = (typeof STEPS)[number];

/** The nearest step's words of a level below what is allowed most. Pure. */
export function stepOf(level: number, most: number): Step {
  const below = level - most;
  return STEPS.reduce<Step>(
    (best, step) => (Math.abs(step - below) < Math.abs(best - below) ? step : best),
    0,
  );
}

/** What may be chosen, loudest first, dB: steps below what is allowed most, and what is set now. Pure. */
export function levelsOf(most: number, now: number | null): number[] {
  const levels = new Set<number>(STEPS.map((step) => most + step).filter((level) => level >= -60));
  if (now !== null && now <= most) levels.add(now);
  return [...levels].sort((a, b) => b - a);
}
