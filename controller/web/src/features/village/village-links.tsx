import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useHasPage } from '../../lib/use-has-page.js';

/** On from what a village will hear: what it heard, why it did not, and the same on a phone. */
export function VillageLinks({ areaId }: { areaId: string }) {
  const { t } = useTranslation('village');
  const hasPage = useHasPage();
  return (
    <p className="row not-printed">
      <Link to={`/lang/${areaId}/dien-thoai`}>{t('phone.title')}</Link>
      {hasPage('/nhat-ky') && <Link to={`/nhat-ky?noi=${areaId}`}>{t('seeLog')}</Link>}
      {hasPage('/vi-sao-khong-phat') && <Link to={`/vi-sao-khong-phat?noi=${areaId}`}>{t('whySilent')}</Link>}
    </p>
  );
}
