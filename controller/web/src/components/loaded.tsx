import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue } from 'react';
import { ProblemNote } from './problem-note.js';
import { Skeleton } from './skeleton.js';

/**
 * What was read, or that it is on its way, or why it could not be read. What is on the screen stays there when reading
 * it again fails: old news with a note beats an empty page.
 */
export function Loaded<T>({
  query,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
}) {
  const note = query.error && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const data = useDeferredValue(query.data);
  if (data === undefined) return note ?? <Skeleton />;
  return (
    <>
      {note}
      {children(data)}
    </>
  );
}
