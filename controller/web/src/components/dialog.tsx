import type { ModalProps } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { lazily } from '../lib/lazily.js';
import { useFocusBack } from '../lib/use-focus-back.js';

const load = () => import('./modal.js');
const Modal = lazily(load);

/**
 * antd's, which gives the focus back to what it was opened from, however it is closed: by its buttons or Escape. A touch
 * beside it, or the second of two quick ones that opened it, loses nothing that was typed in it.
 */
export function Dialog(props: ModalProps & { open: boolean }) {
  useFocusBack(props.open);
  const [needed, setNeeded] = useState(props.open);
  if (props.open && !needed) setNeeded(true);
  // The page stands before its dialogs come, and they are there before somebody asks for one.
  useEffect(() => void load(), []);
  return (
    needed && (
      <Suspense>
        <Modal mask={{ closable: false }} {...props} />
      </Suspense>
    )
  );
}
