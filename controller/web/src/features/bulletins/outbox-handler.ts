import i18next from 'i18next';
import { z } from 'zod';
import type { JobHandler } from '../../lib/outbox.js';
import { NO_LINE, ProblemError } from '../../lib/problem-error.js';

const Kept = z.record(z.string(), z.unknown());
const Made = z.object({ bulletinId: z.string() });

/** Sends what was finished without a line. What sends it is loaded when there is something to send. */
export const bulletinHandler: JobHandler = {
  async send(payload, progress) {
    const { SendJob, sendBulletin } = await import('./send-bulletin.js').catch(noLine);
    const { scheduleProblem } = await sendBulletin(SendJob.parse(payload), progress);
    return { unscheduled: scheduleProblem };
  },
  inPlaceOf: (payload, updatedAt) => ({ ...Kept.parse(payload), readAt: updatedAt, put: undefined }),
  pageOf(payload) {
    const id = Made.safeParse(payload).data?.bulletinId;
    return id === undefined ? null : `/ban-tin/${id}`;
  },
  async reopen(payload, who) {
    const { SendJob } = await import('./send-bulletin.js').catch(noLine);
    const { reopen } = await import('./reopen.js').catch(noLine);
    return reopen(SendJob.parse(payload), who);
  },
};

function noLine(): never {
  throw new ProblemError(0, NO_LINE, i18next.t('error.noLine'));
}
