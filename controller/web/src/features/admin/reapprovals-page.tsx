import { type Reapproval, Reapprovals } from '@loa/shared/api/passkey-approval';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { ask } from '../../lib/api.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { KEYS } from '../../lib/keys.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';

const reapprovalsQuery = (cursor: string | null) =>
  queryOptions({
    queryKey: [KEYS.approvals, 'list', 'again', cursor],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', '/reapprovals', Reapprovals, { signal, query: { cursor } }),
  });

/** What sounds no more because a key or a person was revoked, until somebody listens and approves it again. */
export default function ReapprovalsPage() {
  const { t } = useTranslation('admin');
  const { date } = useFormat();
  const { cursor } = useListAddress();
  const query = useQuery(reapprovalsQuery(cursor));
  const due = query.data?.reviewsDue ?? [];
  return (
    <PageFrame title={t('again.title')} help={t('again.help')}>
      {due.map(({ communeId, name, issuedAt }) => (
        <Alert
          key={communeId}
          type="warning"
          showIcon
          title={t('again.review', { name, date: date(issuedAt) })}
          action={<Link to={`/cai-dat/nguoi-duyet?xa=${communeId}`}>{t('again.open')}</Link>}
        />
      ))}
      <PagedList query={query} empty={t('again.none')}>
        {(items) => (
          <>
            <p>{t('again.silent')}</p>
            <Rows label={t('again.title')}>
              {items.map((item) => (
                <OneReapproval key={`${item.kind} ${item.id}`} item={item} />
              ))}
            </Rows>
          </>
        )}
      </PagedList>
    </PageFrame>
  );
}

function OneReapproval({ item }: { item: Reapproval }) {
  const { t } = useTranslation('admin');
  const { moment } = useFormat();
  const speech = useSpeech();
  const may = useMay();
  const { data: areas } = useQuery(areasQuery);
  const { title, language, areaId, fellAt, reason, signers } = item;
  const about = [
    item.kind === 'station' ? t('again.station') : language && speech(language),
    placeNameOf(areas, areaId),
    t('again.before', { names: signers.join(', ') }),
  ];
  return (
    <Row
      lead={<time dateTime={new Date(fellAt).toISOString()}>{moment(fellAt)}</time>}
      title={title}
      detail={`${about.filter(Boolean).join(' · ')}. ${reason}`}
      to={whereToHear(item, may('bulletin.approve'))}
    />
  );
}

/** Approvers go straight to listening; others to what it is. */
function whereToHear({ kind, id, bulletinId }: Reapproval, approves: boolean): string {
  if (kind === 'station') return `/tiep-am/${id}`;
  return approves || bulletinId === null ? `/cho-duyet/${id}` : `/ban-tin/${bulletinId}`;
}
