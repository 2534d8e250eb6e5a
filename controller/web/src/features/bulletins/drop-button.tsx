import { Button, type ButtonProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';

/** A button that loses a voice somebody recorded: it asks first. Without a voice it acts at once. */
export function DropButton({
  ask,
  onDrop,
  children,
  ...button
}: Pick<ButtonProps, 'type' | 'block' | 'danger'> & {
  /** What would be lost, as a question; null: nothing. */
  ask: string | null;
  onDrop: () => void;
  children: string;
}) {
  const { t } = useTranslation('bulletins');
  if (ask === null) {
    return (
      <Button {...button} onClick={onDrop}>
        {children}
      </Button>
    );
  }
  return (
    <AskFirst {...button} ask={ask} yes={t('record.drop')} no={t('fresh.keep')} onYes={onDrop}>
      {children}
    </AskFirst>
  );
}
