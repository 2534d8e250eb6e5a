import type { ItemRole } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';

/** What people are told of one item of a box's plan. */
export interface ToldItem {
  playbackId: string;
  sessionId: string;
  scheduleId: string;
  /** The civil date that the run is meant for. */
  localDate: string;
  slot: string;
  /** Which of the items of this slot and language in this run: a filler has several. From 0. */
  nth: number;
  role: ItemRole;
  bulletinId: string | null;
  language: string;
  title: string;
  priority: Priority;
  plannedAt: Instant;
  durationMs: number;
  gainDb: number;
  /** What sounds: the recording's hash, or the address of the stream. */
  sound: string;
}

/** The same item on every box of a cluster: the run, its slot, its language. Never the time, never the box. */
export function itemKey({ sessionId, slot, language, nth }: ToldItem): string {
  return `${sessionId}|${slot}|${language}|${nth}`;
}

/** One box's plan and where the box stands. */
export interface ToldPlan {
  boxId: string;
  clusterId: string;
  /** `làng Ơi Briu`. */
  village: string;
  items: readonly ToldItem[];
}
