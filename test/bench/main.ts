import { benches } from './registry.js';
import { runBench } from './runner.js';

process.exitCode = await runBench(process.argv.slice(2), {
  benches,
  say: (line) => process.stdout.write(`${line}\n`),
});
