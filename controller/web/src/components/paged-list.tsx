import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty } from './empty.js';
import { Loaded } from './loaded.js';
import { Pager, useListAddress } from './paged.js';

interface Page<T> {
  items: readonly T[];
  next: string | null;
}

export interface PagedListProps<T> {
  query: Pick<UseQueryResult<Page<T>>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;
  /** Said where there is nothing. */
  empty: string;
  children: (items: readonly T[]) => ReactNode;
}

/** A page of a list that the controller pages, and the ways to the next and the first. */
export function PagedList<T>({ query, empty, children }: PagedListProps<T>) {
  const { cursor } = useListAddress();
  return (
    <Loaded query={query}>
      {({ items, next }) => (
        <>
          {items.length === 0 ? <Empty text={empty} /> : children(items)}
          <Pager cursor={cursor} next={next} stale={query.isPlaceholderData} />
        </>
      )}
    </Loaded>
  );
}

/** More than this at once is slow on an old phone. */
const ON_A_PAGE = 100;

export interface CutListProps<T> {
  /** All of them, in their order. */
  items: readonly T[];
  empty: string;
  children: (items: readonly T[]) => ReactNode;
}

/** A page of a list that is here as a whole: the place's own tree, its loudspeakers. */
export function CutList<T>({ items, empty, children }: CutListProps<T>) {
  const { cursor } = useListAddress();
  const last = Math.max(0, Math.ceil(items.length / ON_A_PAGE) - 1);
  // An old link may lead behind the end.
  const page = Math.min(last, Math.max(0, Math.trunc(Number(cursor ?? 0)) || 0));
  const from = page * ON_A_PAGE;
  return (
    <>
      {items.length === 0 ? <Empty text={empty} /> : children(items.slice(from, from + ON_A_PAGE))}
      <Pager cursor={page === 0 ? null : String(page)} next={page < last ? String(page + 1) : null} />
    </>
  );
}
