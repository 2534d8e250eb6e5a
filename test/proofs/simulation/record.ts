import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

/** What one run of the proof lived through. */
const Run = z.object({
  /** What was lived with: the SHA-256 of controller, agents, rules and their libraries as they ran. */
  sources: z.string(),
  /** Civil date, UTC. */
  begun: z.string(),
  firstSeed: z.int(),
  processes: z.int(),
  worlds: z.int(),
  clusterDays: z.int(),
  /** Stretches of sound. */
  heard: z.int(),
  happenings: z.int(),
  seconds: z.number(),
  /** Reports of the worlds in which a rule broke. */
  failures: z.array(z.string()),
});
export type Run = z.infer<typeof Run>;

const Runs = z.array(Run);

/** All runs so far, oldest first; none where there is no such file. Throws where it is no record. */
export async function readRuns(path: string): Promise<Run[]> {
  try {
    return Runs.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${path} is no record of simulations; move it away to begin anew.`, { cause: error });
  }
}

/** Whole or not at all, whenever the power goes. */
export async function writeRuns(path: string, runs: readonly Run[]): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(runs, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The seed from which on no run has used any (its further processes begin ten millions apart). */
export function freshSeed(runs: readonly Run[]): number {
  return Math.max(1, ...runs.map(({ firstSeed, worlds }) => firstSeed + worlds));
}

/** What was lived through with these sources alone. */
export function livedWith(sources: string, runs: readonly Run[]): Run[] {
  return runs.filter((run) => run.sources === sources);
}

export function clusterDaysOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.clusterDays, 0);
}
