import { AuditActor, AuditChain, AuditEntry, AuditKind } from '@loa/shared/api/logs';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';

export const AUDIT_KINDS = AuditKind.options;

/** As the API has them; what is null does not filter. */
export interface AuditFilter {
  area: string | null;
  actor: string | null;
  kind: AuditKind | null;
  from: number;
  to: number;
}

const AUDIT: ServedList<AuditEntry> = { key: KEYS.audit, path: '/audit', item: AuditEntry };

export const auditQuery = (filter: AuditFilter & { cursor: string | null }) =>
  pagedQuery(AUDIT, { ...filter });

const ACTORS: ServedList<AuditActor> = { key: KEYS.audit, path: '/audit/actors', item: AuditActor };

/** People whose names or logins hold what was typed. */
export const actorsQuery = (q: string) => pagedQuery(ACTORS, { q });

/** While the controller still walks, it is asked again: each question walks a part, milliseconds. */
const AGAIN_MS = 1_000;

export const chainQuery = queryOptions({
  queryKey: [KEYS.audit, 'chain'],
  queryFn: ({ signal }) => ask('GET', '/audit/chain', AuditChain, { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'checking' ? AGAIN_MS : false),
});
