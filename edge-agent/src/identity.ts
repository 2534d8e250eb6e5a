import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { AreaId, BoxId } from '@loa/shared/ids';
import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { generatePrivateJwk, PrivateJwk } from '@loa/shared/trust/keys';
import { z } from 'zod';

/** What enrolment pinned: who this box is, where it belongs, and whom it believes. */
export const Identity = z.object({
  boxId: BoxId,
  communeId: AreaId,
  rootKey: Ed25519Jwk,
  controllerKey: Ed25519Jwk,
  server: z.url(),
  mqttUrl: z.string().min(1).max(500),
  /** The authority (PEM) whose servers alone this box talks to; absent where the controller speaks no TLS of its own. */
  tls: z.object({ ca: z.string().max(8_000) }).optional(),
});
export type Identity = z.infer<typeof Identity>;

const KEY_FILE = 'box-key.json';
const NEXT_KEY_FILE = 'box-key-next.json';
const IDENTITY_FILE = 'identity.json';

/** The box's key pair: made here at the first call, mode 0600, and never sent anywhere. */
export function loadOrMakeKey(dataDir: string): PrivateJwk {
  const path = join(dataDir, KEY_FILE);
  if (!existsSync(path)) writePrivate(path, generatePrivateJwk());
  chmodSync(path, 0o600);
  return readFileAs(path, PrivateJwk);
}

/** The key that is to follow this one: on the card before anybody hears of it. */
export function loadOrMakeNextKey(dataDir: string): PrivateJwk {
  const path = join(dataDir, NEXT_KEY_FILE);
  // One that was taken already, and left behind by a power cut, is no next key.
  const taken = existsSync(path) && readFileAs(path, PrivateJwk).x === loadOrMakeKey(dataDir).x;
  if (taken || !existsSync(path)) writePrivate(path, generatePrivateJwk());
  return readFileAs(path, PrivateJwk);
}

/** The next key is the box's from now on; a power cut leaves the one or the other. */
export function takeNextKey(dataDir: string): void {
  writePrivate(join(dataDir, KEY_FILE), loadOrMakeNextKey(dataDir));
  rmSync(join(dataDir, NEXT_KEY_FILE));
}

export function loadIdentity(dataDir: string): Identity | null {
  const path = join(dataDir, IDENTITY_FILE);
  return existsSync(path) ? readFileAs(path, Identity) : null;
}

export function saveIdentity(dataDir: string, identity: Identity): void {
  writePrivate(join(dataDir, IDENTITY_FILE), identity);
}

/** Temp, fsync, rename, fsync folder: after a power cut the old file or the new one stands, never half of one. */
function writePrivate(path: string, value: unknown): void {
  const folder = join(path, '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temp = `${path}.new`;
  const file = openSync(temp, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temp, path);
  const dir = openSync(folder, 'r');
  try {
    fsyncSync(dir);
  } finally {
    closeSync(dir);
  }
}

function readFileAs<T>(path: string, schema: z.ZodType<T>): T {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below in the same words: whatever is wrong with it, the remedy is one.
  }
  throw new SettingError(`The file ${path} is damaged. Move the data folder away and enrol the box again.`);
}
