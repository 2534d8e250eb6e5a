import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { civilTime } from '../../controller/src/planning/calendar/civil-time.js';
import { type TimetableCase, timetableCase } from '../support/timetable-cases.js';
import { expectedOf, foundFor } from '../support/timetable-oracle.js';
import type { Proof, Proven } from './proof.js';

/** The property of test/unit/planning/calendar/timetable-oracle.test.ts, with more runs. */
export const proof: Proof = { name: 'timetables', title: 'Timetables sound when rrule-temporal says', run };

const DAY = 86_400_000;

/** What one zone's cases came to. */
interface Tally {
  cases: number;
  occurrences: number;
  /** Meant for a day of other than 24 hours. */
  onShiftedDays: number;
  silent: number;
}

async function run({ args, say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const options = {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const tallies = new Map<string, Tally>();
  const property = fc.property(timetableCase, (each) => {
    const found = foundFor(each);
    count(tallies, each, found);
    return isDeepStrictEqual(found, expectedOf(each));
  });
  say(`${values.runs} random timetables from seed ${values.seed} …`);
  const { failed, numRuns, counterexample, seed } = fc.check(property, {
    numRuns: Number(values.runs),
    seed: Number(values.seed),
  });
  const lines = [
    `${numRuns} random timetables from seed ${seed}: one to three rules, one to three times, first and last dates,`,
    'exceptions and extra days, half of them within ten days of a change of clocks. Every occurrence (date, id,',
    'instant) equals the one that rrule-temporal and Temporal give; what a gap swallows moves forward by the gap.',
    '',
    '| zone | timetables | occurrences | on days of other than 24 hours | silent windows |',
    '|---|---|---|---|---|',
    ...[...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([zone, tally]) => row(zone, tally)),
  ];
  if (failed) lines.push('', 'Not so for:', '', '```json', JSON.stringify(counterexample, null, 2), '```');
  return { ok: !failed, lines };
}

function count(tallies: Map<string, Tally>, { zone }: TimetableCase, found: readonly string[]): void {
  const tally = tallies.get(zone) ?? { cases: 0, occurrences: 0, onShiftedDays: 0, silent: 0 };
  const civil = civilTime(zone);
  const shifted = (line: string) => {
    const date = line.slice(0, 10);
    return civil.instantOf(date, '24:00') - civil.startOfDay(date) !== DAY;
  };
  tally.cases++;
  tally.occurrences += found.length;
  tally.onShiftedDays += found.filter(shifted).length;
  if (found.length === 0) tally.silent++;
  tallies.set(zone, tally);
}

const row = (zone: string, { cases, occurrences, onShiftedDays, silent }: Tally) =>
  `| ${zone} | ${cases} | ${occurrences} | ${onShiftedDays} | ${silent} |`;
