import { readFile } from 'node:fs/promises';
import { LoaError, SettingError } from '@loa/shared/errors';
import { keyId } from '@loa/shared/trust/keys';
import { type KeyFile, readKeyFile, replaceKeyFile, writeNewKeyFile } from '../trust/key-files.js';
import { fromPaper, type PaperKey, toPaper } from '../trust/paper-key.js';
import { unwrapKey, wrapKey } from '../trust/wrapped-key.js';
import type { CliPorts, Command } from './command.js';
import { newPassphrase, passphraseOf } from './open-key.js';
import { flag, optional, required } from './typed.js';

export const keysWrap: Command = {
  name: 'keys wrap',
  summary: 'put a passphrase on a key file (the root’s): signing asks for it, running never does',
  help: `  --file FILE    the key file; it is replaced by its wrapped form

The passphrase is asked for twice, or taken from LOA_KEY_PASSPHRASE. Nobody can open the key without it: write it down
and keep it apart from the file.`,
  options: { file: { type: 'string' } },
  async run(typed, ports) {
    const path = required(typed, 'file');
    await replaceKeyFile(path, await wrapped(path, ports));
    ports.say(`${path} is wrapped. The controller goes on without the passphrase; signing asks for it.`);
    return 0;
  },
};

export const keysExport: Command = {
  name: 'keys export',
  summary: 'take a key out: to a file for a drive that is locked away, and to paper',
  help: `  --file FILE    the key file
  --out FILE     where the wrapped key goes; never overwritten
  --print        also the lines for a sheet of paper
  --remove       leave the public half alone in --file: it is all that running needs

A key that has no passphrase yet gets one first.`,
  options: {
    file: { type: 'string' },
    out: { type: 'string' },
    print: { type: 'boolean' },
    remove: { type: 'boolean' },
  },
  async run(typed, ports) {
    const path = required(typed, 'file');
    const key = await wrapped(path, ports);
    const out = optional(typed, 'out');
    if (out === undefined && !flag(typed, 'print'))
      throw new SettingError('Say where: --out FILE, --print, or both.');
    if (out !== undefined) {
      await writeNewKeyFile(out, key);
      ports.say(`Exported to ${out}, wrapped.`);
    }
    if (flag(typed, 'print')) for (const line of sheet(key)) ports.say(line);
    if (!flag(typed, 'remove')) return 0;
    if (out !== undefined) await readKeyFile(out);
    const question =
      'Remove the private half from this machine? Without the export nobody can ever sign with it.';
    if (!(await ports.confirm(question))) {
      ports.say('Left as it was.');
      return 1;
    }
    const { label, kty, crv, x } = key;
    await replaceKeyFile(path, { label, kty, crv, x });
    ports.say(`${path} has the public half alone now.`);
    return 0;
  },
};

export const keysImport: Command = {
  name: 'keys import',
  summary: 'bring an exported key back, from its file or from what was typed off the paper',
  help: `  --from FILE    the exported file, or a text file with the printed lines
  --out FILE     the key file to write; never overwritten

The passphrase is asked for, to show that the key opens. It stays on the key.`,
  options: { from: { type: 'string' }, out: { type: 'string' } },
  async run(typed, ports) {
    const from = required(typed, 'from');
    const out = required(typed, 'out');
    const key = await readExport(from);
    const said = await passphraseOf(from, ports);
    if (said === null)
      throw new SettingError('There is no terminal to ask for the passphrase at: set LOA_KEY_PASSPHRASE.');
    await unwrapKey(key, said);
    await writeNewKeyFile(out, key);
    ports.say(`${out}: ${key.label}, key id ${keyId({ kty: key.kty, crv: key.crv, x: key.x })}`);
    return 0;
  },
};

/** The key of a file in its wrapped form, shown to open again before it is used for anything. */
async function wrapped(path: string, ports: CliPorts): Promise<PaperKey> {
  const file: KeyFile = await readKeyFile(path);
  const { label, kty, crv, x } = file;
  if (file.d === undefined) {
    if (file.wrapped !== undefined) return { label, kty, crv, x, wrapped: file.wrapped };
    throw new LoaError(
      'key_locked',
      `${path} has the public half alone: there is nothing to export or wrap.`,
    );
  }
  const passphrase = await newPassphrase(ports);
  const key = {
    label,
    kty,
    crv,
    x,
    wrapped: await wrapKey({ kty, crv, x, d: file.d }, passphrase, ports.passphraseRounds),
  };
  await unwrapKey(key, passphrase);
  return key;
}

async function readExport(path: string): Promise<PaperKey> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new LoaError('key_missing', `There is no file ${path}.`);
  });
  if (!text.trimStart().startsWith('{')) return fromPaper(text);
  const file = await readKeyFile(path);
  const { label, kty, crv, x } = file;
  if (file.wrapped !== undefined) return { label, kty, crv, x, wrapped: file.wrapped };
  throw new LoaError('key_damaged', `${path} is not an exported key.`);
}

function sheet(key: PaperKey): string[] {
  return [
    '',
    `KEY: ${key.label}`,
    `Key id: ${keyId({ kty: key.kty, crv: key.crv, x: key.x })}`,
    'Print this and lock it away, apart from the passphrase. Back again: type the lines into a text file, then',
    '  loa keys import --from TEXT --out FILE',
    '',
    ...toPaper(key),
    '',
  ];
}
