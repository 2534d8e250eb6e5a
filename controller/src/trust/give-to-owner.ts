import { type FileHandle, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Gives an unfinished file to whoever owns the file whose place it is to take, or else the folder: what a command typed as
 * root writes must stay readable for the controller's own user. Only root may give files away; whoever else writes there
 * is the owner already.
 *
 * @param target the path that it gets in the end; or a folder, whose owner it is to have whatever stands there now
 */
export async function giveToOwner(unfinished: FileHandle, target: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(target).catch(() => stat(dirname(target)));
  await unfinished.chown(uid, gid);
}
