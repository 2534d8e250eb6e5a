import type { CliPorts } from '../../controller/src/cli/command.js';
import { commands } from '../../controller/src/cli/commands.js';
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
    complain: (line) => lines.push(line),
    confirm: async (question) => {
      asked.push(question);
      return answer;
    },
    askSecret: async () => null,
    signal: new AbortController().signal,
    passphraseRounds: 1_000,
    ...given,
  };
  const code = await runCli(argv, commands, ports);
  return { code, output: lines.join('\n'), asked };
}
