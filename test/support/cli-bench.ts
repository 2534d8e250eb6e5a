import { approve } from '../../controller/src/cli/approve.js';
import type { CliPorts } from '../../controller/src/cli/command.js';
import { demoRemove } from '../../controller/src/cli/demo-remove.js';
import { health } from '../../controller/src/cli/health.js';
import { keyNew } from '../../controller/src/cli/key-new.js';
import { rosterAddPerson } from '../../controller/src/cli/roster-add-person.js';
import { rosterHours } from '../../controller/src/cli/roster-hours.js';
import { rosterShow } from '../../controller/src/cli/roster-show.js';
import { runCli } from '../../controller/src/cli/run.js';
import { createFakeClock } from './fake-clock.js';

export interface CliRun {
  code: number;
  output: string;
  /** The questions that were asked. */
  asked: string[];
}

/** Runs the `loa` command in this process; the person at the terminal answers every question with `answer`. */
export async function runLoa(
  argv: readonly string[],
  { answer = false, ...given }: Partial<CliPorts> & { answer?: boolean } = {},
): Promise<CliRun> {
  const lines: string[] = [];
  const asked: string[] = [];
  const ports: CliPorts = {
    fetch,
    clock: createFakeClock(),
    env: {},
    say: (line) => lines.push(line),
    confirm: async (question) => {
      asked.push(question);
      return answer;
    },
    signal: new AbortController().signal,
    ...given,
  };
  const commands = [approve, keyNew, rosterShow, rosterAddPerson, rosterHours, health, demoRemove];
  const code = await runCli(argv, commands, ports);
  return { code, output: lines.join('\n'), asked };
}
