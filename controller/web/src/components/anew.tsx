import { Fragment, type ReactNode, useReducer } from 'react';

/** Lets what it shows be begun anew, with nothing that it remembers. */
export function Anew({ children }: { children: (anew: () => void) => ReactNode }) {
  const [round, anew] = useReducer((count: number) => count + 1, 0);
  return <Fragment key={round}>{children(anew)}</Fragment>;
}
