import type { Fleet, FleetRow } from '@loa/shared/api/fleet';
import { samePlaceName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { fleetQuery } from '../../lib/fleet.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { pagesOf, VIEW_NAMES, VIEWS, type View, type Village, villagesOf } from './fleet-groups.js';
import { FleetTags } from './fleet-tags.js';
import './fleet.css';

/** More than this at once is slow on an old phone. */
const ON_A_PAGE = 100;

export default function FleetPage() {
  const { t } = useTranslation('fleet');
  const fleet = useQuery(fleetQuery());
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
      <Loaded query={fleet}>{(data) => <List fleet={data} />}</Loaded>
    </PageFrame>
  );
}

function List({ fleet: { items } }: { fleet: Fleet }) {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const hasPage = useHasPage();
  if (items.length === 0) {
    return (
      <Empty text={t('empty')}>
        {hasPage('/lap-moi') && <LinkButton to="/lap-moi">{t('install.title')}</LinkButton>}
      </Empty>
    );
  }
  const typed = address.get('tim') ?? '';
  const view = VIEW_NAMES.find((name) => name === address.get('xem')) ?? 'all';
  const only = address.get('thon');
  const shown = only === null ? items : items.filter(({ areaId }) => areaId === only);
  const pages = pagesOf(villagesOf(shown, view, typed), ON_A_PAGE);
  const at = Math.min(Math.max(0, pages.length - 1), Number(address.cursor ?? 0) || 0);
  return (
    <>
      {only !== null && (
        <div className="row">
          <Button onClick={() => address.set({ thon: null })}>
            {t('everywhere', { name: shown[0]?.areaName ?? '' })}
          </Button>
        </div>
      )}
      <Filters items={shown} view={view} typed={typed} />
      {pages.length === 0 && <Empty text={t(view === 'trouble' ? 'allGood' : 'nothingFound')} />}
      {pages[at]?.map((village) => (
        <VillageRows key={village.areaId} village={village} />
      ))}
      <Pager cursor={at === 0 ? null : String(at)} next={at + 1 < pages.length ? String(at + 1) : null} />
    </>
  );
}

function Filters({ items, view, typed }: { items: readonly FleetRow[]; view: View; typed: string }) {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const options = VIEW_NAMES.map((name) => ({ name, count: items.filter(VIEWS[name]).length }))
    .filter(({ name, count }) => count > 0 || name === view || name === 'trouble')
    .map(({ name, count }) => ({ value: name, label: t(`view.${name}`, { count }) }));
  return (
    <div className="row not-printed">
      <Input
        className="grow"
        type="search"
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        defaultValue={typed}
        onChange={({ target }) => address.set({ tim: target.value })}
      />
      <Select
        className="grow"
        aria-label={t('show')}
        value={view}
        onChange={(value: View) => address.set({ xem: value === 'all' ? null : value })}
        options={options}
      />
    </div>
  );
}

function VillageRows({ village: { name, rows, good } }: { village: Village }) {
  const { t } = useTranslation('fleet');
  return (
    <section className="fleet-village" aria-label={name}>
      <div className="fleet-village-head">
        <h2>{name}</h2>
        <span className="soft small">{t('goodOf', { good, all: rows.length })}</span>
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
