import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode } from '@loa/shared/error-code';
import { SettingError } from '@loa/shared/errors';
import { systemRandom } from '@loa/shared/node/system-random';
import { z } from 'zod';
import { openDatabase } from '../db/database.js';
import { type EnrolledBox, enrolledBoxes } from '../db/enrolled-boxes.js';
import { certificateFor } from '../trust/boxes-tls.js';
import { loadBrokerPasswords } from '../trust/broker-passwords.js';
import { replacePrivateFile } from '../trust/private-file.js';
import type { CliPorts, Command } from './command.js';
import { mosquittoAcl, mosquittoConf } from './mosquitto-files.js';
import { optional, required } from './typed.js';

const Port = z.coerce.number().int().min(1).max(65_535);
/** A user's name stands alone on a line of two files. */
const UserName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);

export const brokerMosquitto: Command = {
  name: 'broker mosquitto',
  summary:
    'write the password, access and configuration files for a Mosquitto in place of the embedded broker',
  help: `  --out FOLDER       where to; the files belong to whoever owns it (chown it to mosquitto)
  --data FOLDER      the controller's data folder (or LOA_DATA; default ./data)
  --name NAME        name or address of the broker (or LOA_BOX_NAME), for its certificate
  --plain-port PORT  for the controller, on this machine alone [1883]
  --tls-port PORT    for boxes [8883]

LOA_MQTT_USERNAME and LOA_MQTT_PASSWORD are the controller's account. Type it again after boxes were enrolled, moved or
revoked (or every minute, by a timer) and let Mosquitto read the files: kill -HUP. It ends with 0 and prints "unchanged"
when there was nothing to write.`,
  options: {
    out: { type: 'string' },
    data: { type: 'string' },
    name: { type: 'string' },
    'plain-port': { type: 'string' },
    'tls-port': { type: 'string' },
  },
  async run(typed, ports) {
    const { env, say } = ports;
    const data = resolve(optional(typed, 'data') ?? env.LOA_DATA ?? './data');
    const out = resolve(required(typed, 'out'));
    if (!existsSync(join(data, 'loa.db')))
      throw new SettingError(`There is no controller’s database in ${data}.`);
    const account = accountOf(env);
    const boxes = await readBoxes(data);
    const passwords = await loadBrokerPasswords(join(data, 'keys'), systemRandom);
    await mkdir(out, { recursive: true, mode: 0o700 });
    const name = optional(typed, 'name') ?? env.LOA_BOX_NAME ?? '127.0.0.1';
    const tls = await certificateFor(join(data, 'keys'), name, await shownBefore(out));
    const files: Record<string, string> = {
      passwords: [
        passwords.mosquittoLine(account.username, account.password),
        ...boxes.map((box) => passwords.mosquittoLine(box.boxId, passwords.of(box))),
        '',
      ].join('\n'),
      acl: mosquittoAcl(account.username, boxes),
      'mosquitto.conf': mosquittoConf({
        folder: out,
        plainPort: portOf(optional(typed, 'plain-port') ?? '1883', '--plain-port'),
        tlsPort: tls ? portOf(optional(typed, 'tls-port') ?? '8883', '--tls-port') : null,
      }),
      ...(tls ? { 'server.crt': tls.certificate, 'server.key': tls.key } : {}),
    };
    const written: string[] = [];
    for (const [file, text] of Object.entries(files)) {
      if (await writeChanged(out, file, text)) written.push(file);
    }
    if (!tls)
      say('Boxes have no TLS yet: start the controller once with LOA_BOX_HOST, then type this again.');
    say(
      written.length === 0 ? 'unchanged' : `Wrote ${written.join(', ')} to ${out} for ${boxes.length} boxes.`,
    );
    return 0;
  },
};

function accountOf(env: CliPorts['env']): { username: string; password: string } {
  const username = UserName.safeParse(env.LOA_MQTT_USERNAME);
  const password = env.LOA_MQTT_PASSWORD ?? '';
  if (!username.success || username.data.startsWith('box_') || password === '') {
    throw new SettingError(
      'Set LOA_MQTT_USERNAME (letters and digits, e.g. loa-controller) and LOA_MQTT_PASSWORD, as for the controller.',
    );
  }
  return { username: username.data, password };
}

async function readBoxes(data: string): Promise<EnrolledBox[]> {
  const database = await openDatabase({ path: join(data, 'loa.db') });
  try {
    return await enrolledBoxes(database.db);
  } finally {
    await database.close();
  }
}

/** Answers whether anything changed. The file gets the folder's owner: whoever the broker runs as. */
async function writeChanged(out: string, name: string, text: string): Promise<boolean> {
  const path = join(out, name);
  if ((await readIfThere(path)) === text) return false;
  await replacePrivateFile(path, text, out);
  return true;
}

async function shownBefore(out: string): Promise<{ certificate: string; key: string } | null> {
  const certificate = await readIfThere(join(out, 'server.crt'));
  const key = await readIfThere(join(out, 'server.key'));
  return certificate !== null && key !== null ? { certificate, key } : null;
}

function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
}

function portOf(text: string, option: string): number {
  const port = Port.safeParse(text);
  if (!port.success) throw new SettingError(`${option} is a port, 1 to 65535.`);
  return port.data;
}
