import { HOUR, MINUTE } from '@loa/shared/instant';
import type { Cron } from '../../../controller/src/dispatch/cron.js';
import type { Timeline } from '../timeline.js';

/**
 * Duties by the calendar of a machine that misses most of its minutes: the port promises no more, and what is due is
 * computed from the database. `minutes` are those of each hour that are kept.
 */
export function createSparseCron(
  timeline: Timeline,
  minutes: () => readonly number[],
): Cron & { die(): void } {
  const duties = new Set<{ matches(minute: number): boolean; run(): void }>();
  let alive = true;

  function schedule(): void {
    const hour = Math.floor(timeline.now() / HOUR) * HOUR;
    const coming = minutes().flatMap((minute) => [hour + minute * MINUTE, hour + HOUR + minute * MINUTE]);
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

function minuteMatcher(pattern: string): (minute: number) => boolean {
  const [field = '*'] = pattern.split(' ');
  if (field === '*') return () => true;
  if (field.startsWith('*/')) return (minute) => minute % Number(field.slice(2)) === 0;
  const named = field.split(',').map(Number);
  return (minute) => named.includes(minute);
}
