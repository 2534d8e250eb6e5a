import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { demoFolders } from '../demo/folders.js';
import { runningDemo } from '../demo/pid-file.js';
import type { Command } from './command.js';
import { flag } from './typed.js';

export const demoRemove: Command = {
  name: 'demo remove',
  summary: 'end the demonstration: delete its data, keys, boxes and recordings',
  help: `  --yes   without asking

The demonstration lives in the folder "demo" of the data folder (LOA_DATA, default ./data). Nothing else is touched.`,
  options: { yes: { type: 'boolean' } },
  async run(typed, { env, say, confirm }) {
    const folders = demoFolders(env.LOA_DATA ?? './data');
    if (!existsSync(folders.root)) {
      say(`There is no demonstration in ${folders.root}.`);
      return 0;
    }
    const pid = await runningDemo(folders.pidFile);
    if (pid !== null) {
      say(`The demonstration is running (process ${pid}). End it with Ctrl-C, then type this again.`);
      say(`If it is not running, delete ${folders.pidFile} first.`);
      return 1;
    }
    if (!flag(typed, 'yes') && !(await confirm(`Delete ${folders.root} with all that it holds?`))) {
      say('Nothing was deleted. (Where there is no terminal to ask at: --yes)');
      return 1;
    }
    await rm(folders.root, { recursive: true });
    say(`Deleted ${folders.root}. The next npm start sets a new demonstration up.`);
    return 0;
  },
};
