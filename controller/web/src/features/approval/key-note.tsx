import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { passkeysQuery } from './approvals.js';

/** Whoever cannot sign here learns it before listening. */
export function KeyNote() {
  const { t } = useTranslation('approval');
  const keys = useQuery(passkeysQuery);
  if (!browserHasPasskeys()) return <Alert type="warning" showIcon title={t('one.noBrowser')} />;
  if (keys.data?.items.length !== 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('one.noKey')}
      description={<LinkButton to="/cua-toi">{t('one.profile')}</LinkButton>}
    />
  );
}
