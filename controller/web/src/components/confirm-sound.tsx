import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.js';
import { ProblemNote } from './problem-note.js';
import './confirm-sound.css';

export interface ConfirmSoundProps {
  open: boolean;
  /** The question: "Dừng loa?" */
  title: string;
  /** `sound`: it will be heard; `silence`: it will not. */
  kind: 'sound' | 'silence';
  what: ReactNode;
  where: ReactNode;
  when: ReactNode;
  /** What the button says, with its verb: "Dừng loa ngay". */
  yes: string;
  no?: string;
  busy?: boolean;
  error?: unknown;
  /** More to choose, below the three lines. */
  children?: ReactNode;
  onYes: () => void;
  onNo: () => void;
}

/** Before anything sounds or falls silent: what, where and when, in words, and one button. */
export function ConfirmSound(props: ConfirmSoundProps) {
  const { t } = useTranslation();
  const { open, title, kind, what, where, when, yes, no, busy = false, error, children, onYes, onNo } = props;
  return (
    <Dialog
      open={open}
      title={title}
      okText={yes}
      okButtonProps={{ danger: kind === 'silence', autoFocus: true }}
      cancelText={no ?? t('act.cancel')}
      closable={false}
      confirmLoading={busy}
      onOk={onYes}
      onCancel={onNo}
    >
      <div className="stack">
        <dl className="confirm-sound">
          <dt>{t(kind === 'sound' ? 'sound.what' : 'sound.stopWhat')}</dt>
          <dd>{what}</dd>
          <dt>{t('sound.where')}</dt>
          <dd>{where}</dd>
          <dt>{t('sound.when')}</dt>
          <dd>{when}</dd>
        </dl>
        {children}
        <ProblemNote error={error} />
      </div>
    </Dialog>
  );
}
