import { Column } from '@loa/shared/api/columns';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { COLUMNS } from '../../lib/columns.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery } from '../../lib/paged-query.js';

/** Those in use first; those that were put away last. */
export const columnsQuery = (asked: { q: string | null; cursor: string | null }) =>
  pagedQuery(COLUMNS, { ...asked, archived: '1' });

export type ColumnChange =
  | { kind: 'add'; areaId: string; name: string; description: string | null }
  | { kind: 'change'; id: string; name?: string; description?: string | null }
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
