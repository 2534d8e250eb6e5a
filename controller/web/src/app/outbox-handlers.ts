import { bulletinHandler } from '../features/bulletins/outbox-handler.js';
import type { JobHandler } from '../lib/outbox.js';

/** Who sends which kind of kept work. One line for each kind: `bulletin: sendBulletin` from the feature's own file. */
export const OUTBOX_HANDLERS: Readonly<Record<string, JobHandler>> = { bulletin: bulletinHandler };
