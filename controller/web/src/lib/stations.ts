import { Station } from '@loa/shared/api/stations';
import { KEYS } from './keys.js';
import type { ServedList } from './paged-query.js';

/** The stations of one's area, for lists and pickers. */
export const STATIONS: ServedList<Station> = { key: KEYS.stations, path: '/stations', item: Station };
