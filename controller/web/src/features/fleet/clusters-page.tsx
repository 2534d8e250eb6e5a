import { ClusterLack, type ClusterRow, Clusters } from '@loa/shared/api/clusters';
import { placePath } from '@loa/shared/place-name';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { LinkButton } from '../../components/link-button.js';
import { ListFilter } from '../../components/list-filter.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { PAGE } from '../../lib/paged-query.js';
import { phoneText } from '../../lib/phone.js';
import { useHasPage } from '../../lib/use-has-page.js';

const clustersQuery = (filter: { q: string | null; lack: ClusterLack | null; cursor: string | null }) =>
  queryOptions({
    queryKey: [KEYS.clusters, 'list', 'counted', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', '/clusters', Clusters, { signal, query: { limit: PAGE, ...filter } }),
  });

/** Every place where loudspeakers hang, and what is not written down of it yet. */
export default function ClustersPage() {
  const { t } = useTranslation('fleet');
  const { get, cursor } = useListAddress();
  const hasPage = useHasPage();
  const lack = ClusterLack.safeParse(get('thieu')).data ?? null;
  const clusters = useQuery(clustersQuery({ q: get('tim'), lack, cursor }));
  return (
    <PageFrame
      title={t('cluster.list')}
      help={t('cluster.listHelp')}
      actions={hasPage('/lap-moi') && <LinkButton to="/lap-moi">{t('install.title')}</LinkButton>}
    >
      <Filters counts={clusters.data?.counts} />
      <PagedList query={clusters} empty={t('cluster.none')}>
        {(items) => (
          <Rows label={t('cluster.list')}>
            {items.map((row) => (
              <OneRow key={row.id} row={row} />
            ))}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}

function Filters({ counts }: { counts: z.infer<typeof Clusters>['counts'] | undefined }) {
  const { t } = useTranslation('fleet');
  return (
    <div className="row not-printed">
      <ListSearch label={t('cluster.search')} />
      <ListFilter
        name="thieu"
        label={t('show')}
        usual={t('lack.all', { count: counts?.all ?? 0 })}
        options={ClusterLack.options.map((value) => ({
          value,
          label: t(`lack.${value}`, { count: counts?.[value] ?? 0 }),
        }))}
      />
    </div>
  );
}

function OneRow({ row: { id, name, areaName, boxes, contact, lat, lon } }: { row: ClusterRow }) {
  const { t } = useTranslation('fleet');
  const told = [
    t('cluster.boxCount', { count: boxes }),
    contact?.phone ? `${contact.name ?? t('why.head')} ${phoneText(contact.phone)}` : null,
  ];
  const lacking = [
    boxes === 0 && t('lack.noBox'),
    boxes > 0 && !contact?.phone && t('lack.noPhone'),
    (lat === null || lon === null) && t('lack.noPosition'),
  ];
  return (
    <Row
      title={placePath(areaName, name)}
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
