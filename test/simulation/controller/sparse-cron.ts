import { HOUR, MINUTE } from '@loa/shared/instant';
import type { Cron } from '../../../controller/src/dispatch/cron.js';
import type { Timeline } from '../timeline.js';

/**
 * Duties by the calendar of a machine that misses most of its minutes: the port promises no more, and what is due is
 * computed from the database. Kept are two minutes of every so many hours, an odd one and an even one.
 */
export function createSparseCron(timeline: Timeline, everyHours: () => number): Cron & { die(): void } {
  const duties = new Set<{ matches(minute: number): boolean; run(): void }>();
  let alive = true;

  function schedule(): void {
    const stride = everyHours() * HOUR;
    const begun = Math.floor(timeline.now() / stride) * stride;
    const coming = MINUTES.flatMap((minute) => [begun + minute * MINUTE, begun + stride + minute * MINUTE]);
    const next = Math.min(...coming.filter((at) => at > timeline.now() + 1));
    timeline.at(next, () => {
      if (!alive) return;
      const minute = Math.floor((next % HOUR) / MINUTE);
      for (const duty of duties) if (duty.matches(minute)) duty.run();
      schedule();
    });
  }
  schedule();

  return {
    schedule(pattern, run) {
      const duty = { matches: minuteMatcher(pattern), run };
      duties.add(duty);
      return () => {
        duties.delete(duty);
      };
    },
    die() {
      alive = false;
    },
  };
}

/** Plans that run out are looked for at 1, overrides are renewed at even minutes. */
const MINUTES = [1, 2];

function minuteMatcher(pattern: string): (minute: number) => boolean {
  const [field = '*'] = pattern.split(' ');
  if (field === '*') return () => true;
  if (field.startsWith('*/')) return (minute) => minute % Number(field.slice(2)) === 0;
  const named = field.split(',').map(Number);
  return (minute) => named.includes(minute);
}
