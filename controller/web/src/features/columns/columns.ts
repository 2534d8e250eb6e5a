import { Column } from '@loa/shared/api/columns';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** Those that were put away, too. */
export const columnsQuery = queryOptions({
  queryKey: [KEYS.columns, 'list', 'all'],
  queryFn: ({ signal }) =>
    ask('GET', '/columns', z.object({ items: z.array(Column) }), { signal, query: { archived: '1' } }),
});

export type ColumnChange =
  | { kind: 'add'; areaId: string; name: string; description: string | null }
  | { kind: 'change'; id: string; name: string; description: string | null }
  | { kind: 'archive'; id: string; archived: boolean };

function send(change: ColumnChange): Promise<Column> {
  const { kind, ...rest } = change;
  if ('areaId' in rest) return ask('POST', '/columns', Column, { body: rest });
  const { id, ...body } = rest;
  return ask('PATCH', `/columns/${id}`, Column, { body });
}

/** Adds, renames, puts away or takes back; lists and the words offered to writers are read again. */
export function useChangeColumns(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    async onSuccess() {
      onDone();
      await Promise.all([
        client.invalidateQueries({ queryKey: [KEYS.columns] }),
        client.invalidateQueries({ queryKey: [KEYS.bulletins] }),
      ]);
    },
  });
}

/** In use first, then by name; what was put away last. Pure. */
export function inOrder(columns: readonly Column[]): Column[] {
  const rank = ({ archivedAt, id }: Column) => (archivedAt !== null ? 2 : id === null ? 1 : 0);
  return columns.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'vi'));
}
