import type { Outlook } from '@loa/shared/api/answers';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { byDay, outlookQuery } from './outlook.js';
import { RunCard } from './run-card.js';
import { useDayName } from './use-day-name.js';

/** The next seven days of one village. */
export function VillageOutlook({ areaId }: { areaId: string }) {
  const { t } = useTranslation('village');
  const outlook = useQuery(outlookQuery(areaId));
  return (
    <Loaded query={outlook}>
      {({ clusters }) => {
        if (clusters.length === 0) return <Empty text={t('noBoxes')} />;
        if (clusters.every(({ runs }) => runs.length === 0)) return <Empty text={t('nothing')} />;
        return clusters.map((cluster) => (
          <ClusterDays key={cluster.clusterId} cluster={cluster} named={clusters.length > 1} />
        ));
      }}
    </Loaded>
  );
}

function ClusterDays({ cluster, named }: { cluster: Outlook['clusters'][number]; named: boolean }) {
  const { t } = useTranslation('village');
  const dayName = useDayName();
  return (
    <section className="stack" aria-label={t('cluster', { name: cluster.name })}>
      {named && <h2>{t('cluster', { name: cluster.name })}</h2>}
      {byDay(cluster.runs).map(({ date, runs }) => (
        <div key={date} className="stack">
          <h3>{dayName(date)}</h3>
          <ul className="village-runs">
            {runs.map((run) => (
              <RunCard key={run.sessionId} run={run} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
