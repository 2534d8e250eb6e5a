import type { PlanChange, PlanDiff } from '@loa/shared/api/answers';
import { diffText } from './diff-text.js';
import { groupBy } from './group-by.js';
import { itemKey, type ToldItem, type ToldPlan } from './told-item.js';

const MAX_LISTED = 200;
const MAX_VILLAGES = 10;

/** One difference at one cluster. */
export interface ClusterChange {
  change: PlanChange['change'];
  clusterId: string;
  village: string;
  before: ToldItem | null;
  after: ToldItem | null;
}

/**
 * What an edit would change, and for whom. Items are the same by run, slot and language, so a time that is moved is
 * `moved` and another bulletin in the same slot is `changed`; of a cluster's boxes each difference is told once, and
 * equal differences of several clusters are told together.
 */
export function diffTold(before: readonly ToldPlan[], after: readonly ToldPlan[]): PlanDiff {
  const old = new Map(before.map((plan) => [plan.boxId, plan]));
  const young = new Map(after.map((plan) => [plan.boxId, plan]));
  const found = new Map<string, ClusterChange>();
  let boxes = 0;
  for (const boxId of new Set([...old.keys(), ...young.keys()])) {
    const changes = diffBox(old.get(boxId), young.get(boxId));
    if (changes.length > 0) boxes++;
    for (const change of changes) found.set(`${change.clusterId}|${nameOf(change)}`, change);
  }
  const all = [...found.values()];
  const merged = [...groupBy(all, nameOf).values()].map(merge).sort(inOrder);
  return {
    boxes,
    clusters: new Set(all.map(({ clusterId }) => clusterId)).size,
    changes: merged.slice(0, MAX_LISTED),
    more: Math.max(0, merged.length - MAX_LISTED),
    text: diffText(all),
  };
}

function diffBox(before: ToldPlan | undefined, after: ToldPlan | undefined): ClusterChange[] {
  const place = after ?? before;
  if (!place) return [];
  const { clusterId, village } = place;
  const old = new Map((before?.items ?? []).map((item) => [itemKey(item), item]));
  const changes: ClusterChange[] = [];
  for (const item of after?.items ?? []) {
    const former = old.get(itemKey(item)) ?? null;
    old.delete(itemKey(item));
    const change = former === null ? 'added' : differs(former, item);
    if (change) changes.push({ change, clusterId, village, before: former, after: item });
  }
  for (const item of old.values()) {
    changes.push({ change: 'removed', clusterId, village, before: item, after: null });
  }
  return changes;
}

function differs(a: ToldItem, b: ToldItem): 'moved' | 'changed' | null {
  if (a.sound !== b.sound || a.title !== b.title || a.bulletinId !== b.bulletinId) return 'changed';
  if (a.plannedAt !== b.plannedAt) return 'moved';
  return a.gainDb !== b.gainDb || a.priority !== b.priority ? 'changed' : null;
}

/** What makes differences of two clusters the same one. */
function nameOf({ change, before, after }: ClusterChange): string {
  const item = after ?? before;
  const times = [before?.plannedAt, after?.plannedAt, before?.sound, after?.sound];
  return JSON.stringify([change, item && itemKey(item), ...times]);
}

function merge(changes: readonly ClusterChange[]): PlanChange {
  const [first] = changes;
  const item = first?.after ?? first?.before;
  if (!first || !item) throw new RangeError('a change of nothing');
  const { title, language, scheduleId, localDate } = item;
  return {
    change: first.change,
    date: localDate,
    ...{ title, language, scheduleId },
    before: first.before?.plannedAt ?? null,
    after: first.after?.plannedAt ?? null,
    villages: [...new Set(changes.map(({ village }) => village))].slice(0, MAX_VILLAGES),
    clusters: changes.length,
  };
}

function inOrder(a: PlanChange, b: PlanChange): number {
  const at = ({ before, after }: PlanChange) => after ?? before ?? 0;
  return at(a) - at(b) || a.title.localeCompare(b.title, 'vi') || (a.language < b.language ? -1 : 1);
}
