import type { Health } from '@loa/shared/api/health';
import { useTranslation } from 'react-i18next';

/** Only where the controller says that it is a demonstration: which accounts there are to try. */
export function DemoAccounts({
  accounts,
  onTry,
}: {
  accounts: Health['demoAccounts'];
  onTry: (login: string) => void;
}) {
  const { t } = useTranslation(['session', 'app']);
  return (
    <section className="card sign-in-card" aria-label={t('demoAccounts')}>
      <p>{t('demo')}</p>
      <ul className="sign-in-demo">
        {accounts.map(({ login, role }) => (
          <li key={login}>
            <button type="button" onClick={() => onTry(login)}>
              <strong>{login}</strong> {t(`app:role.${role}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
