import { SettingError } from '@loa/shared/errors';

export type Command =
  | { kind: 'run' }
  | { kind: 'help' }
  | { kind: 'version' }
  /** Forget every instant that was held for certain. */
  | { kind: 'reset clock' }
  /** Make a new key and tell the controller, signed by the former one. */
  | { kind: 'rotate key' }
  | { kind: 'enrol'; code: string; server: string | undefined }
  /** Without an id all outputs, one after the other; `now` also outside the hours. */
  | { kind: 'test outputs'; id: string | undefined; now: boolean };

/** Reads the command line (without node and the script). */
export function parseCommand(args: readonly string[]): Command {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args.includes('--version')) return { kind: 'version' };
  const [first, ...rest] = args;
  if (first === undefined) return { kind: 'run' };
  if (first === 'clock') return parseClock(rest);
  if (first === 'key') return parseKey(rest);
  if (first === 'outputs') return parseOutputs(rest);
  if (first !== 'enrol') throw new SettingError(`The command ${first} is not known. Try loa-agent --help.`);
  const words = [...rest];
  const flag = words.findIndex((word) => word === '--server' || word.startsWith('--server='));
  let server: string | undefined;
  if (flag >= 0) {
    const [word = ''] = words.splice(flag, 1);
    server = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words.splice(flag, 1)[0];
  }
  const unknown = words.find((word) => word.startsWith('--'));
  if (unknown !== undefined)
    throw new SettingError(`The option ${unknown} is not known. Try loa-agent --help.`);
  // A code may be typed with spaces instead of dashes.
  const code = words.join(' ');
  if (code === '') throw new SettingError('Which code? Use: loa-agent enrol CODE --server URL');
  return { kind: 'enrol', code, server };
}

function parseClock([verb, ...more]: readonly string[]): Command {
  if (verb !== 'reset' || more.length > 0) throw new SettingError('Use: loa-agent clock reset');
  return { kind: 'reset clock' };
}

function parseKey([verb, ...more]: readonly string[]): Command {
  if (verb !== 'rotate' || more.length > 0) throw new SettingError('Use: loa-agent key rotate');
  return { kind: 'rotate key' };
}

function parseOutputs(words: readonly string[]): Command {
  const usage = 'Use: loa-agent outputs test [ID] [--now]';
  const flag = words.find((word) => word.startsWith('--') && word !== '--now');
  if (flag !== undefined) throw new SettingError(`The option ${flag} is not known. ${usage}`);
  const [verb, id, ...more] = words.filter((word) => word !== '--now');
  if (verb !== 'test' || more.length > 0) throw new SettingError(usage);
  return { kind: 'test outputs', id, now: words.includes('--now') };
}
