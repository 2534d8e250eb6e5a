import type { Trouble, Troubles } from '@loa/shared/api/fleet';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Alert, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { z } from 'zod';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag, Tag } from '../../components/state-tag.js';
import { countOf, fleetQuery, troublesQuery } from '../../lib/fleet.js';
import { useMay } from '../../lib/session.js';
import { NoticedList } from './noticed-list.js';

const VIEWS = ['now', 'open', 'noticed'] as const;
type View = (typeof VIEWS)[number];

/** What is wrong now, the worst first: each line leads to why, whom to call and who mends it. */
export default function IncidentsPage() {
  const { t } = useTranslation('fleet');
  const address = useListAddress();
  const may = useMay();
  const views = VIEWS.filter((name) => name !== 'noticed' || may('incident.read'));
  const view = views.find((name) => name === address.get('xem')) ?? 'now';
  return (
    <PageFrame title={t('trouble.title')} help={t('trouble.help')}>
      <Segmented
        block
        aria-label={t('show')}
        value={view}
        onChange={(value: View) => address.set({ xem: value === 'now' ? null : value })}
        options={views.map((value) => ({ value, label: t(`trouble.${value}`) }))}
      />
      {view === 'noticed' ? <NoticedList /> : <Now onlyOpen={view === 'open'} />}
    </PageFrame>
  );
}

function Now({ onlyOpen }: { onlyOpen: boolean }) {
  const { t } = useTranslation('fleet');
  const { cursor } = useListAddress();
  const troubles = useQuery(troublesQuery({ open: onlyOpen ? 'true' : null, cursor }));
  const none = troubles.data?.counts.all === 0;
  return (
    <>
      {!onlyOpen && troubles.data && <Summary counts={troubles.data.counts} />}
      {(onlyOpen || !none) && (
        <PagedList query={troubles} empty={t('trouble.noneOpen')}>
          {(some) => (
            <Rows label={t('trouble.title')}>
              {some.map((trouble) => (
                <TroubleRow key={trouble.boxId} trouble={trouble} />
              ))}
            </Rows>
          )}
        </PagedList>
      )}
      {!onlyOpen && <SimsEnding />}
    </>
  );
}

function Summary({ counts: { all, silent } }: Pick<z.infer<typeof Troubles>, 'counts'>) {
  const { t } = useTranslation('fleet');
  if (all === 0) return <Alert type="success" showIcon title={t('allGood')} />;
  if (silent === 0) return null;
  return <Alert type="error" showIcon title={t('trouble.silent', { count: silent })} />;
}

function TroubleRow({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation('fleet');
  const { boxId, areaName, clusterName, condition, remedy, lostToday, repair } = trouble;
  return (
    <Row
      title={placePath(areaName, clusterName)}
      detail={remedy}
      state={
        <>
          <BoxTag condition={condition} />
          {lostToday > 0 && <Tag tone="bad">{t('trouble.lost', { count: lostToday })}</Tag>}
          {repair && <Tag tone="busy">{t('repair.tag', { name: repair.assignee })}</Tag>}
        </>
      }
      to={`/loa/${boxId}`}
    />
  );
}

function SimsEnding() {
  const { t } = useTranslation('fleet');
  const { data } = useQuery(fleetQuery({ limit: 1 }));
  const count = countOf(data, 'sim');
  if (count === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('sim.soon', { count })}
      action={<Link to="/loa?xem=sim">{t('open')}</Link>}
    />
  );
}
