import type { Random } from '@loa/shared/ports/random';
import { z } from 'zod';
import { createPrivateFile, readPrivateJson } from './private-file.js';

/** 32 bytes, base64url. */
const SecretFile = z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/**
 * The 256 random bits (base64url) in a file of mode 0600, made when first asked for. Refuses a file that others may read
 * (`KeyExposedError`) or that is none of ours (`KeyDamagedError`).
 */
export async function loadSecretFile(path: string, random: Random): Promise<string> {
  const known = await readPrivateJson(path, SecretFile);
  if (known) return known.secret;
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  // Whoever was faster wins; the command and the controller must not have two.
  await createPrivateFile(path, `${JSON.stringify({ secret })}\n`);
  return (await readPrivateJson(path, SecretFile))?.secret ?? secret;
}
