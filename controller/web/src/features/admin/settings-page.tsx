import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ApprovalRuleCard } from './approval-rule-card.js';
import { PolicyCard } from './policy-card.js';
import { RulesCard } from './rules-card.js';
import { CommuneChoice, useCommune } from './use-commune.js';
import './admin.css';

/** What is kept on pages of its own. */
const MORE = [
  ['/chuyen-muc', 'columns'],
  ['/ngay-le', 'calendars'],
  ['/chu-viet-tat', 'abbreviations'],
  ['/cai-dat/ma-truy-cap', 'tokens'],
] as const;

export default function SettingsPage() {
  const { t } = useTranslation(['admin', 'app']);
  const { query, communes, commune } = useCommune();
  return (
    <PageFrame title={t('app:menu.settings')} help={t('settings.help')}>
      <Loaded query={query}>
        {(areas) =>
          commune === null ? (
            <Empty text={t('settings.none')} />
          ) : (
            <>
              <CommuneChoice communes={communes} commune={commune} />
              <RulesCard areas={areas} commune={commune} />
              <section className="card stack">
                <h2>{t('roster.title')}</h2>
                <p>{t('roster.what')}</p>
                <Link to={`/cai-dat/nguoi-duyet?xa=${commune.id}`}>{t('roster.open')}</Link>
                <Link to="/cai-dat/duyet-lai">{t('again.link')}</Link>
              </section>
              <ApprovalRuleCard key={commune.id} communeId={commune.id} />
              <PolicyCard whole={areas.some(({ parentId }) => parentId === null)} />
              <section className="card stack">
                <h2>{t('audit.title')}</h2>
                <p>{t('audit.what')}</p>
                <Link to="/nhat-ky-thao-tac">{t('audit.open')}</Link>
              </section>
              <section className="card stack">
                <h2>{t('settings.more')}</h2>
                <ul className="stack">
                  {MORE.map(([to, name]) => (
                    <li key={to}>
                      <Link to={to}>{t(`settings.to.${name}`)}</Link>
                    </li>
                  ))}
                </ul>
              </section>
            </>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
