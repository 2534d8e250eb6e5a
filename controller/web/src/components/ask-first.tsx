import { Button, type ButtonProps } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.js';

export interface AskFirstProps
  extends Pick<ButtonProps, 'type' | 'block' | 'danger' | 'size' | 'aria-label'> {
  /** The question, with what it is about. */
  ask: string;
  /** What follows from it. */
  text?: string;
  yes: string;
  no?: string;
  busy?: boolean;
  onYes: () => void;
  /** On the button. */
  children: ReactNode;
}

/**
 * A button whose act is not taken back lightly: it asks first, in a dialog, which takes the focus and gives it back.
 * antd's `Popconfirm` leaves a keyboard outside.
 */
export function AskFirst({ ask, text, yes, no, busy = false, onYes, children, ...button }: AskFirstProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button {...button} loading={busy} onClick={() => setAsking(true)}>
        {children}
      </Button>
      <Dialog
        open={asking}
        title={ask}
        okText={yes}
        okButtonProps={{ danger: button.danger ?? false, autoFocus: true }}
        cancelText={no ?? t('act.cancel')}
        closable={false}
        onOk={() => {
          setAsking(false);
          onYes();
        }}
        onCancel={() => setAsking(false)}
      >
        {text}
      </Dialog>
    </>
  );
}
