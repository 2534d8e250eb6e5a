import { parseArgs } from 'node:util';
import { errorCode } from '@loa/shared/error-code';
import { LoaError } from '@loa/shared/errors';
import { z } from 'zod';
import type { CliPorts, Command } from './command.js';

/** Runs one command line; resolves to the exit code. 0 done, 1 not done, 2 typed wrongly. */
export async function runCli(
  argv: readonly string[],
  commands: readonly Command[],
  ports: CliPorts,
): Promise<number> {
  const command = commands.find((each) => startsWith(argv, each.name.split(' ')));
  if (!command) return overview(argv, commands, ports);
  const rest = argv.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    ports.say(`loa ${command.name} – ${command.summary}\n\n${command.help}`);
    return 0;
  }
  try {
    const { values } = parseArgs({ args: rest, options: command.options, strict: true });
    return await command.run(values, ports);
  } catch (error) {
    const message = messageOf(error);
    if (message === null) throw error;
    ports.complain(message);
    return error instanceof TypeError ? 2 : 1;
  }
}

function overview(argv: readonly string[], commands: readonly Command[], ports: CliPorts): number {
  const asked = argv.length === 0 || argv[0] === '--help' || argv[0] === '-h';
  if (!asked) ports.complain(`There is no command "loa ${argv.join(' ')}".\n`);
  const width = Math.max(...commands.map(({ name }) => name.length));
  ports.say('Usage: loa COMMAND [options]; every command knows --help.\n');
  for (const { name, summary } of commands) ports.say(`  ${name.padEnd(width)}  ${summary}`);
  return asked ? 0 : 2;
}

/** What to show for an error that a person can do something about; null for a bug. */
function messageOf(error: unknown): string | null {
  if (error instanceof LoaError) return error.message;
  if (error instanceof z.ZodError)
    return `The controller's answer is not understood:\n${z.prettifyError(error)}`;
  // parseArgs: an unknown option, or one without its value.
  if (error instanceof TypeError && errorCode(error)?.startsWith('ERR_PARSE_ARGS')) {
    return error.message;
  }
  return null;
}

function startsWith(argv: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => argv[index] === word);
}
