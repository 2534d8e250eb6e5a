import type { Course } from './run-world.js';
import { stampOf } from './trace.js';

/** Lines of the trace before the failure. */
const TAIL = 40;

/** What a person needs to understand a failed world: its seed, what has to happen, and what came of it. */
export function failureReport(course: Course): string {
  const { seed, violation, happenings, trace } = course;
  return [
    `seed ${seed}: ${violation?.message ?? 'no failure'}`,
    `at ${stampOf(violation?.at ?? 0)}; it takes ${happenings.length} happenings:`,
    ...happenings.map(
      ({ kind, at, units }) => `  ${stampOf(at)} ${kind} ${JSON.stringify(units.slice(0, 9))}`,
    ),
    'what came of it:',
    ...trace.slice(-TAIL).map((line) => `  ${line}`),
    violation?.rule === 'nothing breaks by itself' ? violation.stack : '',
  ].join('\n');
}
