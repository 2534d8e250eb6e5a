import type { ParseArgsConfig } from 'node:util';
import type { Clock } from '@loa/shared/ports/clock';

/** What commands may touch of the world around them. */
export interface CliPorts {
  fetch: typeof fetch;
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
  /** One line for the person, on standard output. */
  say(line: string): void;
  /** What went wrong, on standard error. */
  complain(line: string): void;
  /** Asks a yes-or-no question; false where there is no terminal to answer at. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a password without showing it; null where there is no terminal. */
  askSecret(question: string): Promise<string | null>;
  signal: AbortSignal;
  /** How dear a guess of a new passphrase is made; left out but in tests. */
  passphraseRounds?: number;
}

/** Options as typed: every option is a text, a flag or a list of texts. */
export type Typed = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Command {
  /** As typed after `loa`: `key new`. */
  name: string;
  summary: string;
  /** What stands under `--help`, after the summary. */
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Resolves to the exit code. Throws a LoaError with a message for the person. */
  run(typed: Typed, ports: CliPorts): Promise<number>;
}
