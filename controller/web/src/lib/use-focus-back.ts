import { useEffect, useRef } from 'react';

/**
 * While `open`, remembers where the focus was before, and puts it there again afterwards; where that is gone, into the
 * page. antd does so only for a dialog that stays mounted and puts the focus nowhere by itself.
 */
export function useFocusBack(open: boolean): void {
  const before = useRef<Element | null>(null);
  // While it draws: what opens takes the focus as soon as it is drawn.
  if (open && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (!open) return;
    return () => {
      const element = before.current;
      before.current = null;
      const back =
        element?.isConnected && element !== document.body ? element : document.getElementById('main');
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    };
  }, [open]);
}
