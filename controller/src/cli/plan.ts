import { SettingError } from '@loa/shared/errors';
import { z } from 'zod';
import { listClusters } from '../db/clusters.js';
import { readDatabase } from '../db/outlook-database.js';
import { outlookOf } from '../db/outlook-view.js';
import type { Command, Typed } from './command.js';
import { databaseOf } from './database-of.js';
import { timeline } from './timeline.js';
import { optional, required } from './typed.js';
import { villageIn } from './village-in.js';

const Days = z.coerce.number().int().min(1).max(31);

export const plan: Command = {
  name: 'plan',
  summary: 'what a village will hear in the next days, and whether it is ready',
  help: `  --village NAME   its name, with or without accents, or its id
  --days N         how many days, today included, 1 to 31 (default 7)
  --data FOLDER    the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)

Reads the database, also while the controller runs; nothing is changed.`,
  options: { village: { type: 'string' }, days: { type: 'string' }, data: { type: 'string' } },
  async run(typed, ports) {
    const name = required(typed, 'village');
    const days = daysOf(typed);
    const path = databaseOf(typed, ports.env);
    const told = await readDatabase(path, async (db): Promise<Lines> => {
      const found = await villageIn(db, name);
      if (!found.ok) return found;
      const { area } = found;
      const clusters = await listClusters(db, area.id);
      const now = ports.clock.now();
      return { ok: true, lines: timeline(await outlookOf(db, { area, clusters, now, days })) };
    });
    const print = told.ok ? ports.say : ports.complain;
    for (const line of told.lines) print(line);
    return told.ok ? 0 : 1;
  },
};

interface Lines {
  ok: boolean;
  lines: string[];
}

function daysOf(typed: Typed): number {
  const days = Days.safeParse(optional(typed, 'days') ?? '7');
  if (!days.success) throw new SettingError('--days is a number from 1 to 31.');
  return days.data;
}
