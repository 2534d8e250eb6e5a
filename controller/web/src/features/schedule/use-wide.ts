import { useSyncExternalStore } from 'react';

/** Where a week's seven days fit beside each other and a mouse is likely; antd's `lg`. */
const WIDE = '(min-width: 992px)';

export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => window.matchMedia(WIDE).matches,
  );
}
