import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '../../components/facts.js';
import { LanguageSwitch } from '../../components/language-switch.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { PasskeysCard } from './passkeys-card.js';
import { PasswordCard } from './password-card.js';
import { SessionsCard } from './sessions-card.js';
import { TotpCard } from './totp-card.js';
import './profile.css';

/** Where those who sign the list of approvers find it; the settings' page, where it exists. */
const APPROVERS = '/cai-dat/nguoi-duyet';
const TOKENS = '/cai-dat/ma-truy-cap';

export default function ProfilePage() {
  const { t } = useTranslation(['profile', 'app']);
  const { moment, days } = useFormat();
  const hasPage = useHasPage();
  const { name, login, role, areaName, expiresAt, languages, deputy } = useMe();
  const acting = deputy && days(deputy.actingFrom, deputy.actingUntil);
  return (
    <PageFrame title={t('title')}>
      <Facts
        facts={[
          [t('name'), name],
          [t('login'), login],
          [t('role'), t(`app:role.${role}`)],
          [t('area'), areaName],
          [t('deputy'), acting],
          [t('understands'), languages.map((each) => t(`app:speech.${each}`, each)).join(', ')],
          [t('expires'), expiresAt === null ? null : moment(expiresAt)],
          [t('language'), <LanguageSwitch key="language" />],
        ]}
      />
      {hasPage(APPROVERS) && (
        <p>
          <Link to={APPROVERS}>{t('approvers')}</Link>
        </p>
      )}
      <PasskeysCard />
      <TotpCard />
      <PasswordCard />
      <SessionsCard />
      {hasPage(TOKENS) && (
        <p>
          <Link to={TOKENS}>{t('tokens')}</Link>
        </p>
      )}
      <section className="card stack">
        <h2>{t('install')}</h2>
        <p>{t('installHelp')}</p>
      </section>
    </PageFrame>
  );
}
