import type { ToldItem, ToldPlan } from '../../controller/src/planning/answers/told-item.js';

/** Three minutes of news in Vietnamese, unless said otherwise. */
export function toldItem(more: Partial<ToldItem> = {}): ToldItem {
  return {
    playbackId: `${more.sessionId ?? 'session_one'}-${more.slot ?? 'main'}-${more.language ?? 'vi'}`,
    sessionId: 'session_one',
    scheduleId: 'schedule_one',
    localDate: '2026-11-23',
    slot: 'main',
    nth: 0,
    role: 'bulletin',
    bulletinId: 'bulletin_one',
    language: 'vi',
    title: 'Tin',
    priority: 'normal',
    plannedAt: 0,
    durationMs: 180_000,
    gainDb: 0,
    sound: 'recording',
    ...more,
  };
}

/** A plan whose playbacks are named after its box, as real ones are. */
export function toldPlan(where: Omit<ToldPlan, 'items'>, items: readonly ToldItem[]): ToldPlan {
  return {
    ...where,
    items: items.map((item) => ({ ...item, playbackId: `${item.playbackId}@${where.boxId}` })),
  };
}
