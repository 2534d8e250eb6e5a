import { Fragment, type ReactNode } from 'react';

/** One below the other; what is nothing takes no room. */
export function Lines({ of }: { of: readonly (ReactNode | null | false)[] }) {
  const shown = of.filter((line) => line !== null && line !== undefined && line !== false && line !== '');
  return shown.map((line, at) => (
    // Lines have no other name than their place.
    // biome-ignore lint/suspicious/noArrayIndexKey: they are what they are, in this order
    <Fragment key={at}>
      {at > 0 && <br />}
      {line}
    </Fragment>
  ));
}
