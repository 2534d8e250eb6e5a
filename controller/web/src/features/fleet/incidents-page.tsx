import type { Trouble } from '@loa/shared/api/fleet';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Alert, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag, Tag } from '../../components/state-tag.js';
import { fleetQuery, troublesQuery } from '../../lib/fleet.js';
import { useMay } from '../../lib/session.js';
import { SILENT_CONDITIONS } from '../../lib/words.js';
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
  const troubles = useQuery(troublesQuery());
  return (
    <Loaded query={troubles}>
      {({ items }) => {
        const shown = onlyOpen ? items.filter(({ repair }) => repair === null) : items;
        return (
          <>
            {!onlyOpen && <Summary troubles={items} />}
            {onlyOpen && shown.length === 0 && <Empty text={t('trouble.noneOpen')} />}
            <Rows label={t('trouble.title')}>
              {shown.map((trouble) => (
                <TroubleRow key={trouble.boxId} trouble={trouble} />
              ))}
            </Rows>
            {!onlyOpen && <SimsEnding />}
          </>
        );
      }}
    </Loaded>
  );
}

function Summary({ troubles }: { troubles: readonly Trouble[] }) {
  const { t } = useTranslation('fleet');
  const silent = troubles.filter(({ condition }) => SILENT_CONDITIONS.includes(condition.kind)).length;
  if (troubles.length === 0) return <Alert type="success" showIcon title={t('allGood')} />;
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
  const { data } = useQuery(fleetQuery());
  const count = data?.counts.simsExpiring ?? 0;
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
