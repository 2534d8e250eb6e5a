import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { fleetQuery } from '../../lib/fleet.js';
import { phoneText } from '../../lib/phone.js';
import { useMe } from '../../lib/session.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { type ClusterRow, clusterRows, found, LACK_NAMES, LACKS, type Lack } from './cluster-rows.js';
import { clustersQuery } from './clusters.js';

const ON_A_PAGE = 100;

/** Every place where loudspeakers hang, and what is not written down of it yet. */
export default function ClustersPage() {
  const { t } = useTranslation('fleet');
  const { areaId } = useMe();
  const hasPage = useHasPage();
  const clusters = useQuery(clustersQuery(areaId));
  const { data: fleet } = useQuery(fleetQuery());
  const { data: areas } = useQuery(areasQuery);
  return (
    <PageFrame
      title={t('cluster.list')}
      help={t('cluster.listHelp')}
      actions={hasPage('/lap-moi') && <LinkButton to="/lap-moi">{t('install.title')}</LinkButton>}
    >
      <Loaded query={clusters}>
        {({ items }) => (
          <List rows={clusterRows(items, fleet?.items ?? [], (id) => placeNameOf(areas, id) ?? '')} />
        )}
      </Loaded>
    </PageFrame>
  );
}

function List({ rows }: { rows: readonly ClusterRow[] }) {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const typed = address.get('tim') ?? '';
  const lack = LACK_NAMES.find((name) => name === address.get('thieu')) ?? 'all';
  const shown = found(rows, lack, typed);
  const page = Number(address.cursor ?? 0) || 0;
  const from = page * ON_A_PAGE;
  return (
    <>
      <div className="row not-printed">
        <Input
          className="grow"
          type="search"
          allowClear
          aria-label={t('cluster.search')}
          placeholder={t('cluster.search')}
          defaultValue={typed}
          onChange={({ target }) => address.set({ tim: target.value })}
        />
        <Select
          className="grow"
          aria-label={t('show')}
          value={lack}
          onChange={(value: Lack) => address.set({ thieu: value === 'all' ? null : value })}
          options={LACK_NAMES.map((name) => ({
            value: name,
            label: t(`lack.${name}`, { count: rows.filter(LACKS[name]).length }),
          }))}
        />
      </div>
      {shown.length === 0 && <Empty text={t('cluster.none')} />}
      <Rows label={t('cluster.list')}>
        {shown.slice(from, from + ON_A_PAGE).map((row) => (
          <OneRow key={row.id} row={row} />
        ))}
      </Rows>
      <Pager
        cursor={page === 0 ? null : String(page)}
        next={from + ON_A_PAGE < shown.length ? String(page + 1) : null}
      />
    </>
  );
}

function OneRow({ row }: { row: ClusterRow }) {
  const { t } = useTranslation('fleet');
  const { id, name, village, boxes, contact, placed } = row;
  const told = [
    t('cluster.boxCount', { count: boxes }),
    contact?.phone ? `${contact.name ?? t('why.head')} ${phoneText(contact.phone)}` : null,
  ];
  const lacking = [
    boxes === 0 && t('lack.noBox'),
    LACKS.phone(row) && t('lack.noPhone'),
    !placed && t('lack.noPosition'),
  ];
  return (
    <Row
      title={placePath(village, name)}
      detail={told.filter(Boolean).join(' · ')}
      state={lacking.map((text) =>
        text ? (
          <Tag key={text} tone="calm">
            {text}
          </Tag>
        ) : null,
      )}
      to={`/cum-loa/${id}`}
    />
  );
}
