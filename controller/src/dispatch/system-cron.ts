import { schedule } from 'node-cron';
import type { Cron } from './cron.js';

/** Duties by node-cron. */
export const systemCron: Cron = {
  schedule(pattern, run) {
    const task = schedule(pattern, run, { suppressMissedWarning: true });
    return () => {
      void task.destroy();
    };
  },
};
