import { Bulletin } from '@loa/shared/api/bulletins';
import { KEYS } from './keys.js';
import { itemQuery, type ServedList } from './paged-query.js';

/** Bulletins whose titles or texts hold what was typed. */
export const BULLETINS: ServedList<Bulletin> = { key: KEYS.bulletins, path: '/bulletins', item: Bulletin };

export const bulletinQuery = (id: string) => itemQuery(BULLETINS, id);
