import { AuditActor, AuditChain, AuditEntry, AuditKind } from '@loa/shared/api/logs';
import { pageOf } from '@loa/shared/api/page';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

export const AUDIT_KINDS = AuditKind.options;

/** As the API has them; what is null does not filter. */
export interface AuditFilter {
  area: string | null;
  actor: string | null;
  kind: AuditKind | null;
  from: number;
  to: number;
}

export const auditQuery = (filter: AuditFilter & { cursor: string | null }) =>
  queryOptions({
    queryKey: [KEYS.audit, 'list', filter],
    queryFn: ({ signal }) =>
      ask('GET', '/audit', pageOf(AuditEntry), { signal, query: { ...filter, limit: 50 } }),
  });

export const actorsQuery = queryOptions({
  queryKey: [KEYS.audit, 'actors'],
  queryFn: ({ signal }) => ask('GET', '/audit/actors', z.object({ items: z.array(AuditActor) }), { signal }),
});

/** While the controller still walks, it is asked again: each question walks a part, milliseconds. */
const AGAIN_MS = 1_000;

export const chainQuery = queryOptions({
  queryKey: [KEYS.audit, 'chain'],
  queryFn: ({ signal }) => ask('GET', '/audit/chain', AuditChain, { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'checking' ? AGAIN_MS : false),
});
