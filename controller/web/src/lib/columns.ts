import { Column } from '@loa/shared/api/columns';
import { KEYS } from './keys.js';
import type { ServedList } from './paged-query.js';

/** Columns at, above or below one's area. */
export const COLUMNS: ServedList<Column> = { key: KEYS.columns, path: '/columns', item: Column };
