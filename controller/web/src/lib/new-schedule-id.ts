import { newSentId } from './new-sent-id.js';

export const newScheduleId = (): string => newSentId('schedule');
