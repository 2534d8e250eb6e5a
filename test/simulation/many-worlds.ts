import { failureReport } from './failure-report.js';
import { type Course, runWorld } from './run-world.js';
import { shrink } from './shrink.js';
import { shapeOf } from './swarm.js';

export interface ManyWorlds {
  clusterDays: number;
  worlds: number;
  heard: number;
  /** Reports of the worlds in which a rule broke, made small. */
  failures: string[];
}

/** Lives through one world after the other, each with its own seed, and stops at the first that breaks a rule. */
export async function manyWorlds(options: {
  firstSeed: number;
  clusterDays: number;
  onWorld?: (course: Course) => void;
}): Promise<ManyWorlds> {
  const sum: ManyWorlds = { clusterDays: 0, worlds: 0, heard: 0, failures: [] };
  for (let seed = options.firstSeed; sum.clusterDays < options.clusterDays; seed++) {
    const wish = { seed, ...shapeOf(seed) };
    const course = await runWorld(wish);
    sum.clusterDays += course.clusterDays;
    sum.worlds += 1;
    sum.heard += course.heard;
    options.onWorld?.(course);
    if (!course.violation) continue;
    sum.failures.push(failureReport(await shrink(wish, course)));
    break;
  }
  return sum;
}
