import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { demoFolders } from '../demo/folders.js';
import type { CliPorts, Typed } from './command.js';
import { optional } from './typed.js';

/** The database of the data folder, else that of the demonstration in it. */
export function databaseOf(typed: Typed, env: CliPorts['env']): string {
  const data = resolve(optional(typed, 'data') ?? env.LOA_DATA ?? './data');
  const own = join(data, 'loa.db');
  const demo = join(demoFolders(data).controller, 'loa.db');
  if (existsSync(own)) return own;
  if (existsSync(demo)) return demo;
  throw new SettingError(
    `There is no controller’s database in ${data}. Name its data folder with --data, or run npm start for a demonstration.`,
  );
}
