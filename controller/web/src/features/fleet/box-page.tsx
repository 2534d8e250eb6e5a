import { Box } from '@loa/shared/api/boxes';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Facts } from '../../components/facts.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { BoxTag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { useFormat } from '../../lib/use-format.js';

const boxQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.boxes, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/boxes/${id}`, Box, { signal }),
  });

export default function BoxPage() {
  const { t } = useTranslation(['fleet', 'app']);
  const { boxId = '' } = useParams();
  const box = useQuery(boxQuery(boxId));
  return (
    <PageFrame title={box.data?.name ?? t('title')}>
      <Loaded query={box}>
        {(data) => (
          <>
            <p>
              <BoxTag condition={data.condition} />
            </p>
            <BoxFacts box={data} />
            <Link to={`/nhat-ky?loa=${data.id}`}>{t('log')}</Link>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function BoxFacts({ box }: { box: Box }) {
  const { t } = useTranslation('fleet');
  const { moment, date, number } = useFormat();
  const { status } = box;
  const megabytes = (bytes: number | undefined) =>
    bytes === undefined ? null : `${number(bytes / 1_000_000)} MB`;
  const used = status?.data && status.data.control + status.data.audio + status.data.stream;
  const ready = status?.readyItems;
  return (
    <Facts
      facts={[
        [t('place'), box.areaName],
        [t('clusterName'), box.clusterName],
        [t('seen'), box.lastSeenAt === null ? t('never') : moment(box.lastSeenAt)],
        [t('enrolled'), box.enrolledAt === null ? null : date(box.enrolledAt)],
        [t('clockState'), status?.clock && t(status.clock.state === 'untrusted' ? 'clockBad' : 'clockGood')],
        [t('free'), megabytes(status?.freeBytes)],
        [t('data'), megabytes(used)],
        [
          t('ready'),
          ready === undefined ? null : t('readyText', { ready, missing: status?.missingItems ?? 0 }),
        ],
        [t('pending'), status?.pendingEntries ? t('pendingText', { count: status.pendingEntries }) : null],
        [
          t('outputs'),
          status?.outputs?.map(({ id, ok }) => `${id}: ${t(ok ? 'outputOk' : 'outputBad')}`).join(', '),
        ],
        [t('version'), status?.version],
      ]}
    />
  );
}
