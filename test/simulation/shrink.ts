import type { Happening } from './events/event.js';
import { type Course, runWorld, type WorldWish } from './run-world.js';

/** So many worlds are lived through again at most, to find out what a failure needs. */
const TRIES = 60;

/**
 * The smallest course found that still breaks the same rule: no days after the failure, then ever fewer of the things
 * that happened. What a happening picks is resolved when it happens, so the others keep their sense without it.
 */
export async function shrink(wish: WorldWish, failed: Course): Promise<Course> {
  const rule = failed.violation?.rule;
  let best = failed;
  let tries = 0;

  async function stillFails(happenings: readonly Happening[], days: number): Promise<boolean> {
    if (tries >= TRIES) return false;
    tries += 1;
    const course = await runWorld({ ...wish, days, happenings });
    if (course.violation?.rule !== rule) return false;
    best = course;
    return true;
  }

  const day = Math.min(wish.days, Math.floor((failed.violation?.at ?? 0) / 86_400_000) + 1);
  const before = failed.happenings.filter(({ at }) => at <= (failed.violation?.at ?? 0));
  const days = (await stillFails(before, day)) ? day : wish.days;
  for (
    let size = Math.ceil(best.happenings.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < best.happenings.length; ) {
      const fewer = [...best.happenings.slice(0, start), ...best.happenings.slice(start + size)];
      if (!(await stillFails(fewer, days))) start += size;
    }
  }
  return best;
}
