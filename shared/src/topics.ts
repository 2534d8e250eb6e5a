import { AreaId, BoxId } from './ids.js';

/** Topics of protocol v1. The major version is in the topic; within it fields are only added. */
export const topics = {
  plan: (boxId: string) => `loa/v1/box/${boxId}/down/plan`,
  receipt: (boxId: string) => `loa/v1/box/${boxId}/down/receipt`,
  override: (areaId: string) => `loa/v1/area/${areaId}/down/override`,
  roster: (areaId: string) => `loa/v1/area/${areaId}/down/roster`,
  report: (boxId: string) => `loa/v1/box/${boxId}/up/report`,
  status: (boxId: string) => `loa/v1/box/${boxId}/up/status`,
} as const;

/** What the controller subscribes to. */
export const controllerFilters = {
  reports: 'loa/v1/box/+/up/report',
  statuses: 'loa/v1/box/+/up/status',
} as const;

/** Largest MQTT payload each way, bytes. */
export const MAX_UP_BYTES = 64 * 1024;
export const MAX_DOWN_BYTES = 1024 * 1024;

export type ParsedTopic =
  | { scope: 'box'; id: string; way: 'down'; kind: 'plan' | 'receipt' }
  | { scope: 'box'; id: string; way: 'up'; kind: 'report' | 'status' }
  | { scope: 'area'; id: string; way: 'down'; kind: 'override' | 'roster' };

/** The parts of a v1 topic, or null for anything else, wildcards included. */
export function parseTopic(topic: string): ParsedTopic | null {
  const [root, version, scope, id, way, kind, ...rest] = topic.split('/');
  if (root !== 'loa' || version !== 'v1' || id === undefined || rest.length > 0) return null;
  if (scope === 'box' && BoxId.safeParse(id).success) {
    if (way === 'down' && (kind === 'plan' || kind === 'receipt')) return { scope, id, way, kind };
    if (way === 'up' && (kind === 'report' || kind === 'status')) return { scope, id, way, kind };
  }
  if (scope === 'area' && AreaId.safeParse(id).success) {
    if (way === 'down' && (kind === 'override' || kind === 'roster')) return { scope, id, way, kind };
  }
  return null;
}
