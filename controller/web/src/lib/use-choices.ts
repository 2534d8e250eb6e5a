import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { itemQuery, type ListFilter, pagedQuery, type ServedList } from './paged-query.js';
import { useSettled } from './use-settled.js';

/** As many are offered at once; whoever looks for another types some of its name. */
const OFFERED = 30;
/** After the last key, before the controller is asked, milliseconds. */
const SETTLE_MS = 300;

/** What a picker offers of a list: what fits what is typed, and what is chosen already. */
export function useChoices<T extends { id: string }>(
  list: ServedList<T>,
  chosen: readonly string[],
  filter: ListFilter = {},
) {
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), SETTLE_MS);
  const found = useQuery(pagedQuery(list, { ...filter, q, limit: OFFERED }));
  const items = found.data?.items ?? [];
  const others = chosen.filter((id) => !items.some((item) => item.id === id));
  // Most are among those that are offered anyway.
  const enabled = found.data !== undefined;
  const before = useQueries({ queries: others.map((id) => ({ ...itemQuery(list, id), enabled })) });
  return {
    items: [...before.flatMap(({ data }) => data ?? []), ...items],
    /** The one thing that can be chosen, where there is no other. */
    only: q === '' && found.data?.next === null && items.length === 1 ? items[0] : undefined,
    /** Whether anything is there to choose at all; false while that is not known. */
    none: found.data !== undefined && q === '' && items.length === 0,
    /** Whether it is known what there is. */
    known: found.data !== undefined,
    loading: found.isFetching,
    /** Why there is nothing to choose from; null: there is, or it is on its way. */
    error: found.error,
    again: () => void found.refetch(),
    /** For antd's Select: the controller searches. */
    showSearch: { filterOption: false, onSearch: setTyped },
  };
}
