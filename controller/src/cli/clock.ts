import { DAY } from '@loa/shared/instant';
import { openDatabase } from '../db/database.js';
import { believeClock } from '../db/newest-instant.js';
import type { Command } from './command.js';
import { databaseOf } from './database-of.js';
import { flag } from './typed.js';

export const clockRight: Command = {
  name: 'clock right',
  summary: 'let the controller sign again after its clock stood in the future',
  help: `  --yes           the clock was looked at: do not ask
  --data FOLDER   the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)

Works on the controller's own machine. Stop the controller, set the machine's clock, type this, start the controller. A
controller signs nothing while its clock is behind what it wrote itself; where that was written by a clock in the future,
only a person can say that the present one is right. The audit log keeps that it was said.`,
  options: { yes: { type: 'boolean' }, data: { type: 'string' } },
  async run(typed, { env, clock, say, confirm, complain }) {
    const { db, close } = await openDatabase({ path: databaseOf(typed, env) });
    try {
      const now = clock.now();
      const shown = new Date(now).toISOString();
      if (!flag(typed, 'yes') && !(await confirm(`This machine's clock says ${shown}. Is that right?`))) {
        complain('Nothing was changed. Set the clock, then type this again.');
        return 1;
      }
      const ahead = await believeClock(db, { now, by: 'cli' });
      const days = (ahead / DAY).toFixed(1);
      say(
        ahead === 0
          ? 'The database holds no record of later: nothing was to be changed.'
          : `Records were ${days} days ahead. Start the controller: it goes by this clock again.`,
      );
      return 0;
    } finally {
      await close();
    }
  },
};
