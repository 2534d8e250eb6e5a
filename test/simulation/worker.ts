import { z } from 'zod';
import { manyWorlds } from './many-worlds.js';

/** One of the processes of `liveInProcesses`: `FIRST_SEED CLUSTER_DAYS`; says after every world how it went, as JSON lines. */
const [firstSeed, clusterDays] = z
  .tuple([z.coerce.number().int(), z.coerce.number().int()])
  .parse(process.argv.slice(2));

const { failures } = await manyWorlds({
  firstSeed,
  clusterDays,
  onWorld: ({ seed, clusterDays: lived, heard, happenings }) => {
    process.stdout.write(`${JSON.stringify({ seed, lived, heard, happenings: happenings.length })}\n`);
  },
});
for (const failure of failures) process.stdout.write(`${JSON.stringify({ failure })}\n`);
