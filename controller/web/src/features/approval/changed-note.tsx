import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useInvalidate } from './approvals.js';

/** What would be signed is not what stands on the page: it is read anew before anybody signs. */
export function ChangedNote() {
  const { t } = useTranslation('approval');
  const readAgain = useInvalidate();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('changed.title')}
      action={<Button onClick={() => void readAgain()}>{t('changed.readAgain')}</Button>}
    />
  );
}
