import type { Overview } from '@loa/shared/api/overview';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { overviewQuery } from './overview.js';
import { PlacesList } from './places-list.js';
import { WeeksCard } from './weeks-card.js';
import './oversight.css';

/** How a commune or a province does, to believe or to ask about: `?noi=` looks into one of its places. */
export default function OverviewPage() {
  const { t } = useTranslation('oversight');
  const { role } = useMe();
  const { get } = useListAddress();
  const area = get('noi');
  const overview = useQuery(overviewQuery(area));
  const title = t(role === 'provinceViewer' ? 'communes' : 'title');
  const name = overview.data?.areaName;
  return (
    <PageFrame title={area === null ? title : (name ?? title)} help={t('help')}>
      {area !== null && <Link to="?">{t('back')}</Link>}
      <Loaded query={overview}>{(data) => <OneArea key={data.areaId} overview={data} />}</Loaded>
    </PageFrame>
  );
}

function OneArea({ overview }: { overview: Overview }) {
  return (
    <>
      <Figures overview={overview} />
      <WeeksCard weeks={overview.weeks} />
      {overview.places.length > 0 && <PlacesList places={overview.places} />}
    </>
  );
}

function Figures({ overview: { fleet } }: { overview: Overview }) {
  const { t } = useTranslation('oversight');
  const { number } = useFormat();
  const { get } = useListAddress();
  const hasPage = useHasPage();
  // Other pages are about one's own area.
  const own = get('noi') === null;
  const figures = [
    { name: t('good'), value: `${number(fleet.good)}/${number(fleet.all)}`, to: '/loa' },
    { name: t('silent'), value: number(fleet.silent), to: '/su-co', bad: fleet.silent > 0 },
    { name: t('sims'), value: number(fleet.simsExpiring), to: '/loa?xem=sim' },
  ];
  return (
    <ul className="oversight-figures" aria-label={t('now')}>
      {figures.map(({ name, value, to, bad }) => (
        <li key={name} className="card">
          <span className="soft small">{name}</span>
          <strong className={bad ? 'figures oversight-bad' : 'figures'}>{value}</strong>
          {own && hasPage(to.split('?')[0] ?? '') && (
            <Link className="small" to={to}>
              {t('see')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
