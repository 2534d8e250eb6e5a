import { type Fleet, type FleetRow, FleetView } from '@loa/shared/api/fleet';
import { samePlaceName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { ListSearch } from '../../components/list-search.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { countOf, fleetQuery } from '../../lib/fleet.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { FleetTags } from './fleet-tags.js';
import './fleet.css';

export default function FleetPage() {
  const { t } = useTranslation('fleet');
  const { get, cursor } = useListAddress();
  const view = FleetView.safeParse(get('xem')).data ?? 'all';
  const fleet = useQuery(fleetQuery({ area: get('thon'), view, q: get('tim'), cursor }));
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        <>
          <LinkButton to="/loa/ban-do">{t('map.open')}</LinkButton>
          <LinkButton to="/cum-loa">{t('cluster.list')}</LinkButton>
        </>
      }
    >
      <OnlyHere />
      <Loaded query={fleet}>
        {(data) => <List fleet={data} view={view} stale={fleet.isPlaceholderData} />}
      </Loaded>
    </PageFrame>
  );
}

/** Came from one place's page: says so, with a way out. */
function OnlyHere() {
  const { t } = useTranslation('fleet');
  const { get, set } = useListAddress();
  const { data: areas } = useQuery(areasQuery);
  const only = get('thon');
  if (only === null) return null;
  return (
    <div className="row">
      <Button onClick={() => set({ thon: null })}>
        {t('everywhere', { name: placeNameOf(areas, only) ?? '…' })}
      </Button>
    </div>
  );
}

function List({ fleet, view, stale }: { fleet: Fleet; view: FleetView; stale: boolean }) {
  const { t } = useTranslation('fleet');
  const { cursor } = useListAddress();
  const hasPage = useHasPage();
  const { items, villages, next } = fleet;
  if (countOf(fleet, 'all') === 0) {
    return (
      <Empty text={t('empty')}>
        {hasPage('/lap-moi') && <LinkButton to="/lap-moi">{t('install.title')}</LinkButton>}
      </Empty>
    );
  }
  return (
    <>
      <Filters fleet={fleet} view={view} />
      {items.length === 0 && <Empty text={t(view === 'trouble' ? 'allGood' : 'nothingFound')} />}
      {villages.map((village) => (
        <VillageRows
          key={village.areaId}
          village={village}
          rows={items.filter(({ areaId }) => areaId === village.areaId)}
        />
      ))}
      <Pager cursor={cursor} next={next} stale={stale} />
    </>
  );
}

function Filters({ fleet, view }: { fleet: Fleet; view: FleetView }) {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const options = fleet.views
    .filter((each) => each.count > 0 || each.view === view || each.view === 'trouble')
    .map(({ view: value, count }) => ({ value, label: t(`view.${value}`, { count }) }));
  return (
    <div className="row not-printed">
      <ListSearch label={t('search')} />
      <Select
        className="grow"
        aria-label={t('show')}
        value={view}
        onChange={(value: FleetView) => address.set({ xem: value === 'all' ? null : value })}
        options={options}
      />
    </div>
  );
}

interface VillageRowsProps {
  village: Fleet['villages'][number];
  /** Those on this page. */
  rows: readonly FleetRow[];
}

function VillageRows({ village: { name, good, all }, rows }: VillageRowsProps) {
  const { t } = useTranslation('fleet');
  return (
    <section className="fleet-village" aria-label={name}>
      <div className="fleet-village-head">
        <h2>{name}</h2>
        <span className="soft small">{t('goodOf', { good, all })}</span>
      </div>
      <Rows label={name}>
        {rows.map((row) => (
          <Row
            key={row.boxId}
            title={row.name}
            detail={samePlaceName(name, row.clusterName) ? undefined : row.clusterName}
            state={<FleetTags row={row} />}
            to={`/loa/${row.boxId}`}
          />
        ))}
      </Rows>
    </section>
  );
}
