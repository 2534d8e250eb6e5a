import { vi } from 'vitest';
import type { Db } from '../../controller/src/db/database.js';

/** What somebody else does at the worst moment: after a request has read what it judges, before it writes. */
export function beforeNextTransaction(db: Db, work: () => Promise<unknown>): void {
  const builder = db.transaction();
  const execute = builder.execute.bind(builder);
  builder.execute = async (callback) => {
    await work();
    return execute(callback);
  };
  vi.spyOn(db, 'transaction').mockImplementationOnce(() => builder);
}
