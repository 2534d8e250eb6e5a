import type { ScheduleNote } from '@loa/shared/api/schedules';
import type { CivilTime } from '../calendar/civil-time.js';
import type { ProblemPlace } from '../plan/problems.js';
import { clockText, dateText, namesText } from './civil-text.js';
import { groupBy } from './group-by.js';

/** Something of a run that will not sound as asked, at one box. */
export interface Lack {
  run: ProblemPlace;
  /** The one that it is about. */
  slot: string | null;
  code: string;
  /** What, without the run. */
  words: string;
  /** `làng Ơi Briu`. */
  village: string;
  civil: CivilTime;
}

/**
 * Each thing told once, by its first run and in order of time: in how many runs, and where if not in all of `villages`
 * that were looked at. `nameOf` names schedules where it is about several.
 */
export function lackNotes(
  lacks: readonly Lack[],
  villages: number,
  nameOf: ((scheduleId: string) => string) | null = null,
): ScheduleNote[] {
  const same = ({ run, words }: Lack) => (nameOf ? `${run.scheduleId}|${words}` : words);
  return [...groupBy(lacks, same).values()]
    .flatMap((group) => noteOf(group, villages, nameOf) ?? [])
    .sort((a, b) => a.at - b.at)
    .map(({ note }) => note);
}

function noteOf(
  group: readonly Lack[],
  villages: number,
  nameOf: ((scheduleId: string) => string) | null,
): { at: number; note: ScheduleNote } | null {
  const [first] = [...group].sort((a, b) => a.run.startsAt - b.run.startsAt);
  if (!first) return null;
  const { run, civil, words, code } = first;
  const runs = new Set(group.map((each) => `${each.run.localDate}|${each.run.occurrenceId}`));
  const more = runs.size > 1 ? ` và ${runs.size - 1} buổi nữa` : '';
  const lacking = [...new Set(group.map(({ village }) => village))];
  const where = lacking.length < villages ? ` ở ${namesText(lacking)}` : '';
  const name = nameOf ? `“${nameOf(run.scheduleId)}”, buổi` : 'Buổi';
  const when = `${name} ${clockText(run.startsAt, civil)} ngày ${dateText(run.localDate)}`;
  return { at: run.startsAt, note: { code, message: `${when}${more}${where}: ${words}` } };
}
