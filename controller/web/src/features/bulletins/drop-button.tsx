import { Button, type ButtonProps, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

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
    <Popconfirm title={ask} okText={t('record.drop')} cancelText={t('fresh.keep')} onConfirm={onDrop}>
      <Button {...button}>{children}</Button>
    </Popconfirm>
  );
}
