import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import type { PlaceRules } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { hashKey } from '@tanstack/react-query';
import { useState } from 'react';
import { draftOf, type HoursDraft, louderIn, windowsOf, within } from './hours-draft.js';
import type { Said } from './rules-change.js';

/** A place's hours and rules while they are typed. Hours of its own begin as those that hold there, caps and all. */
export function useRulesDraft(said: Said, above: RulesInForce) {
  // First values only: what is read later must not change what is typed.
  const [opened] = useState<Said>({ hours: said.hours, rules: said.rules });
  const [first] = useState(() => draftOf(opened.hours ?? above.hours));
  const [typed, setTyped] = useState<HoursDraft | null>(opened.hours === null ? null : first);
  const [rules, setRules] = useState(opened.rules);
  const untouched = typed !== null && opened.hours !== null && hashKey([typed]) === hashKey([first]);
  const hours = untouched ? opened.hours : typed && windowsOf(typed);
  const inForce = (own: readonly SoundWindow[] | null) => {
    if (own === null) return above.hours;
    return above.usualHours ? own : within(own, above.hours);
  };
  return {
    opened,
    now: { hours, rules } satisfies Said,
    typed,
    /** What is to be said of the hours; null: nothing, as above. */
    putHours: setTyped,
    /** Hours of its own again, as they were when the form was opened. */
    beginHours: () => setTyped(first),
    putRules: (part: Partial<PlaceRules>) => setRules((rest) => ({ ...rest, ...part })),
    wrong: wrongOf(typed, rules),
    /** Where it may sound now and will be louder. */
    louder: louderIn(inForce(opened.hours), inForce(hours)),
  };
}
export type RulesDraft = ReturnType<typeof useRulesDraft>;

/** What must be mended before it can be saved; null: nothing. */
function wrongOf(typed: HoursDraft | null, { quiet }: PlaceRules): 'hours' | 'why' | 'days' | null {
  if (typed?.stretches.some(({ from, to }) => from >= to)) return 'hours';
  if (quiet.some(({ why }) => why.trim() === '')) return 'why';
  return quiet.some(({ days }) => days?.length === 0) ? 'days' : null;
}
