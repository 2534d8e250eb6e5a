import { SettingError } from '@loa/shared/errors';
import type { CliPorts, Typed } from './command.js';

/** An option that must be given. */
export function required(typed: Typed, name: string): string {
  const value = optional(typed, name);
  if (value === undefined) throw new SettingError(`--${name} is missing. Type the command with --help.`);
  return value;
}

export function optional(typed: Typed, name: string): string | undefined {
  const value = typed[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every value of an option that may stand several times. */
export function several(typed: Typed, name: string): string[] {
  const value = typed[name];
  const values = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string');
}

export function flag(typed: Typed, name: string): boolean {
  return typed[name] === true;
}

/** Where the controller is, and the token for it: by option or by environment. */
export const serverOptions = {
  server: { type: 'string' },
  token: { type: 'string' },
} as const;

export const SERVER_HELP = `  --server URL   the controller's address (or LOA_SERVER; default http://127.0.0.1:8080)
  --token TOKEN  an API token (better in LOA_TOKEN, where other users do not see it)`;

export function serverOf(typed: Typed, env: CliPorts['env']): string {
  const server = optional(typed, 'server') ?? env.LOA_SERVER ?? 'http://127.0.0.1:8080';
  if (!URL.canParse(server))
    throw new SettingError(`${server} is not an address such as http://127.0.0.1:8080`);
  return server.replace(/\/+$/, '');
}

export function tokenOf(typed: Typed, env: CliPorts['env']): string {
  const token = optional(typed, 'token') ?? env.LOA_TOKEN;
  if (token === undefined) throw new SettingError('An API token is missing: give --token, or set LOA_TOKEN.');
  return token;
}
