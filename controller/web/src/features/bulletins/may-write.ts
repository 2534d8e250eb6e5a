import type { Bulletin } from '@loa/shared/api/bulletins';
import { useMay, useMe } from '../../lib/session.js';

/** Whether this person may change a bulletin: contributors their own alone. */
export function useMayWrite(): (bulletin: Pick<Bulletin, 'createdBy' | 'ownerId'>) => boolean {
  const may = useMay();
  const { role, accountId } = useMe();
  return ({ createdBy, ownerId }) =>
    may('bulletin.write') && (role !== 'contributor' || (ownerId ?? createdBy) === accountId);
}
