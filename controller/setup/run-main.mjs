import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from './hand-over.mjs';
import { prepare } from './prepare.mjs';
import { StepError } from './steps.mjs';

/** The repository's folder, wherever the command was typed. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Prepares the machine, then hands over to the program; the arguments typed are passed on.
 * @param {{ projects: string[], webApp?: boolean, program: (root: string) => string[],
 *   checks?: { title: string, args: (root: string) => string[] }[] }} main
 *   `checks` run before the program; the first that fails ends it all
 */
export async function runMain({ projects, webApp = false, program, checks = [] }) {
  // Standard output is for what the program itself says, which may be read by machine.
  const say = (line) => process.stderr.write(`${line}\n`);
  try {
    await prepare({ root, dataDir: join(root, 'data'), projects, webApp, say });
    for (const { title, args } of checks) {
      say(`  ${title} …`);
      const code = await handOver(args(root), { cwd: root });
      if (code !== 0) throw new StepError(`${title}: failed.`);
    }
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
  process.exitCode = await handOver([...program(root), ...process.argv.slice(2)], { cwd: root });
}
