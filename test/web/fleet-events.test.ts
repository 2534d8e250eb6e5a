import type { Box } from '@loa/shared/api/boxes';
import type { Fleet } from '@loa/shared/api/fleet';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { putFleetRow } from '../../controller/web/src/lib/events.js';
import { type FleetFilter, fleetQuery, troublesQuery } from '../../controller/web/src/lib/fleet.js';

const box = (kind: Box['condition']['kind'], lastSeenAt: number, id = 'box_a'): Box => ({
  ...{ id, clusterId: 'cluster_a', clusterName: 'Nhà rông', areaId: 'area_a', areaName: 'A', name: 'Bộ thu' },
  ...{ state: 'enrolled', createdAt: 0, enrolledAt: 0, revokedAt: null, status: null, outputs: [] },
  ...{ condition: { kind, since: null }, lastSeenAt },
});
const row = {
  ...{ boxId: 'box_a', name: 'Bộ thu', clusterId: 'cluster_a', clusterName: 'Nhà rông', areaId: 'area_a' },
  ...{ areaName: 'A', lat: null, lon: null, state: 'enrolled' as const, trouble: null, lastSeenAt: 1 },
  ...{ condition: { kind: 'good' as const, since: null }, playing: false, sim: null, simDaysLeft: null },
  ...{ contact: null, muted: false, maxGainDb: null, dataBytes: null, version: null, repair: null },
};
const list = (items: Fleet['items'], next: string | null = null): Fleet => ({
  ...{ items, next, views: [], villages: [] },
  counts: { all: 1, good: 1, silent: 0, waiting: 0, simsExpiring: 0 },
});
const keyOf = (filter: FleetFilter = {}) => fleetQuery(filter).queryKey;

it('shows news of a receiver at once, and reads the fleet again only when it is otherwise than before', () => {
  const client = new QueryClient();
  client.setQueryData(keyOf(), list([row]));
  expect(putFleetRow(client, box('good', 2))).toBe(false);
  expect(client.getQueryData(keyOf())?.items[0]?.lastSeenAt).toBe(2);
  expect(putFleetRow(client, box('noSound', 3))).toBe(true);
  expect(client.getQueryData(keyOf())?.items[0]?.condition.kind).toBe('noSound');
  expect(putFleetRow(client, box('good', 4, 'box_new'))).toBe(true);
});

it('is no news to a page that shows another village, another receiver, or none', () => {
  const client = new QueryClient();
  expect(putFleetRow(client, box('lost', 2))).toBe(false);
  client.setQueryData(keyOf({ area: 'area_b' }), list([]));
  client.setQueryData(keyOf({ area: 'area_a', cluster: 'cluster_b' }), list([]));
  client.setQueryData(keyOf({ area: 'area_a', box: 'box_b' }), list([]));
  expect(putFleetRow(client, box('lost', 2))).toBe(false);
  client.setQueryData(keyOf({ area: 'area_a' }), list([]));
  expect(putFleetRow(client, box('lost', 2))).toBe(true);
});

it('is news to one page of many, and to a list of troubles, only where something is wrong', () => {
  const client = new QueryClient();
  client.setQueryData(keyOf(), list([], 'behind'));
  client.setQueryData(keyOf({ view: 'trouble' }), list([]));
  client.setQueryData(keyOf({ q: 'briu' }), list([]));
  client.setQueryData(troublesQuery().queryKey, {
    items: [],
    next: null,
    counts: { all: 0, silent: 0, open: 0 },
  });
  expect(putFleetRow(client, box('good', 2))).toBe(false);
  expect(putFleetRow(client, box('noSound', 3))).toBe(true);
});
