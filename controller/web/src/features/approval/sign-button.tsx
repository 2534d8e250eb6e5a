import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

export interface SignButtonProps {
  label: string;
  /** Whether there is something to sign. */
  ready: boolean;
  busy: boolean;
  onSign: () => void;
}

/** The one button that leads to finger, face or screen lock, and says so. */
export function SignButton({ label, ready, busy, onSign }: SignButtonProps) {
  const { t } = useTranslation('approval');
  return (
    <>
      <Button type="primary" size="large" block disabled={!ready} loading={busy} onClick={onSign}>
        {label}
      </Button>
      <small className="soft">{t('one.approveHint')}</small>
    </>
  );
}
