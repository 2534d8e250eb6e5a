import { SavedSchedule } from '@loa/shared/api/schedules';
import { DAY, MINUTE } from '@loa/shared/instant';
import { type ApiClient, ApiProblemError } from '../client/api-client.js';
import { civilMinute } from './civil.js';
import { ZONE } from './place.js';

/** Minutes between the bulletins that follow the first one; the longest lasts 52 seconds. */
const STEP_MINUTES = 2;

/** Lets clusters say a bulletin as soon as they can. */
export async function playNow(
  api: ApiClient,
  bulletinId: string,
  clusterIds: readonly string[],
): Promise<void> {
  const schedule = { bulletinId, clusterIds, timetable: { kind: 'now' }, priority: 'priority' };
  await api.post('/schedules', schedule, SavedSchedule);
}

/** A few bulletins in the following minutes, so that there is something to watch. */
export async function playSoon(
  api: ApiClient,
  bulletinIds: readonly string[],
  clusterIds: readonly string[],
  now: number,
): Promise<void> {
  for (const [index, bulletinId] of bulletinIds.entries()) {
    const at = civilMinute(now + (index + 1) * STEP_MINUTES * MINUTE, ZONE);
    const timetable = { kind: 'once', ...at };
    await api.post('/schedules', { bulletinId, clusterIds, timetable, onOverlap: 'queue' }, SavedSchedule);
  }
}

/** Some bulletins every day at 05:30 and 17:00, in the whole commune. */
export async function playWeekly(
  api: ApiClient,
  bulletinIds: readonly string[],
  communeId: string,
): Promise<void> {
  for (const [index, bulletinId] of bulletinIds.entries()) {
    const minute = index * STEP_MINUTES;
    const times = [`05:${30 + minute}`, `17:${String(minute).padStart(2, '0')}`].map((time) => ({ time }));
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times };
    const schedule = { bulletinId, areaIds: [communeId], timetable, onOverlap: 'queue' };
    await api.post('/schedules', schedule, SavedSchedule);
  }
}

/**
 * Asks for 03:15 in the village that keeps real hours, as a relay did that woke a commune in December 2025. Resolves
 * to the refusal's words, or null where nothing refused it.
 */
export async function tryAtNight(
  api: ApiClient,
  bulletinId: string,
  areaId: string,
  now: number,
): Promise<string | null> {
  const { date } = civilMinute(now + DAY, ZONE);
  const timetable = { kind: 'once', date, time: '03:15' };
  try {
    await api.post('/schedules', { bulletinId, areaIds: [areaId], timetable }, SavedSchedule);
    return null;
  } catch (error) {
    if (error instanceof ApiProblemError && error.status === 422) return error.message;
    throw error;
  }
}
