import type { JobHandler } from '../../lib/outbox.js';

/** Sends what was finished without a line. Loaded when there is something to send. */
export const bulletinHandler: JobHandler = {
  async send(payload, progress) {
    const { SendJob, sendBulletin } = await import('./send-bulletin.js');
    await sendBulletin(SendJob.parse(payload), progress);
  },
};
