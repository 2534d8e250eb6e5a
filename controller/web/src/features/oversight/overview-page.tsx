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
import { Figures } from './figures.js';
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
  const { t } = useTranslation('oversight');
  const { role } = useMe();
  const { get } = useListAddress();
  // A province's own figures stand on its first page.
  const listOnly = role === 'provinceViewer' && get('noi') === null;
  return (
    <>
      {!listOnly && <FleetFigures overview={overview} />}
      {!listOnly && <WeeksCard weeks={overview.weeks} />}
      {overview.places.length > 0 && (
        <PlacesList places={overview.places} title={listOnly ? null : t('places')} />
      )}
    </>
  );
}

function FleetFigures({ overview: { fleet } }: { overview: Overview }) {
  const { t } = useTranslation('oversight');
  const { number } = useFormat();
  const { get } = useListAddress();
  const hasPage = useHasPage();
  // Other pages are about one's own area.
  const own = get('noi') === null;
  const link = (to: string) => (own && hasPage(to.split('?')[0] ?? '') ? { to, text: t('see') } : null);
  return (
    <Figures
      label={t('now')}
      figures={[
        { name: t('good'), value: `${number(fleet.good)}/${number(fleet.all)}`, link: link('/loa') },
        { name: t('silent'), value: number(fleet.silent), bad: fleet.silent > 0, link: link('/su-co') },
        { name: t('sims'), value: number(fleet.simsExpiring), link: link('/loa?xem=sim') },
      ]}
    />
  );
}
