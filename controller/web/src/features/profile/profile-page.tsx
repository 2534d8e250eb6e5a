import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.js';
import { LanguageSwitch } from '../../components/language-switch.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';

export default function ProfilePage() {
  const { t } = useTranslation(['profile', 'app']);
  const { moment } = useFormat();
  const { name, login, role, areaName, expiresAt } = useMe();
  return (
    <PageFrame title={t('title')}>
      <Facts
        facts={[
          [t('name'), name],
          [t('login'), login],
          [t('role'), t(`app:role.${role}`)],
          [t('area'), areaName],
          [t('expires'), expiresAt === null ? null : moment(expiresAt)],
          [t('language'), <LanguageSwitch key="language" />],
        ]}
      />
      <div className="card stack">
        <h2>{t('install')}</h2>
        <p>{t('installHelp')}</p>
      </div>
    </PageFrame>
  );
}
