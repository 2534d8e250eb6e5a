import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LanguageSwitch } from '../components/language-switch.js';
import { PageFrame } from '../components/page-frame.js';
import { PlainButton } from '../components/plain-button.js';
import { SignOutButton } from '../features/session/sign-out-button.js';
import { useMe } from '../lib/session.js';
import { moreOf } from './menu.js';
import { useStartTour } from './use-tour.js';
import './more-page.css';

/** "Thêm": whatever the bar has no room for. */
export function MorePage() {
  const { t } = useTranslation();
  const { role, name } = useMe();
  const startTour = useStartTour();
  return (
    <PageFrame title={t('menu.more')}>
      <ul className="more-list">
        {moreOf(role).map(({ path, menu }) => (
          <li key={path}>
            <Link className="card" to={path}>
              {menu.icon}
              {t(`menu.${menu.name}`)}
            </Link>
          </li>
        ))}
      </ul>
      <p className="soft">
        {name} · {t(`role.${role}`)}
      </p>
      <div className="row">
        <PlainButton onClick={startTour}>{t('guide')}</PlainButton>
        <LanguageSwitch />
        <SignOutButton />
      </div>
    </PageFrame>
  );
}
