import type { Cluster } from '@loa/shared/api/clusters';
import type { Neighbour } from '@loa/shared/place-rules';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Row, Rows } from '../../components/rows.js';
import { useMay } from '../../lib/session.js';
import { NeighboursForm } from './neighbours-form.js';

/** Who near the loudspeakers must not be disturbed, and when. */
export function NeighboursCard({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const words = useNeighbourWords();
  const [editing, setEditing] = useState(false);
  const { neighbours } = cluster.rules;
  return (
    <section className="stack">
      <h2>{t('neighbour.title')}</h2>
      {editing ? (
        <NeighboursForm key={cluster.id} cluster={cluster} onDone={() => setEditing(false)} />
      ) : (
        <>
          {neighbours.length === 0 && <p className="card soft">{t('neighbour.none')}</p>}
          <Rows label={t('neighbour.title')}>
            {neighbours.map((each) => (
              <Row
                key={`${each.kind}${each.name}`}
                title={each.name}
                detail={`${t(`neighbour.${each.kind}`)} · ${words(each)}`}
              />
            ))}
          </Rows>
          {may('cluster.write') && (
            <div className="row">
              <Button onClick={() => setEditing(true)}>{t('neighbour.edit')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** "im 07:00–11:00 (giờ học) · không to quá −6 dB" */
export function useNeighbourWords(): (neighbour: Pick<Neighbour, 'quiet' | 'maxGainDb'>) => string {
  const { t } = useTranslation('fleet');
  return ({ quiet, maxGainDb }) => {
    const told: string[] = quiet.map(({ from, to, why, days }) =>
      t(days?.length === 5 ? 'neighbour.quietWeekdays' : 'neighbour.quiet', { from, to, why }),
    );
    if (maxGainDb !== null)
      told.push(t('neighbour.cap', { level: String(maxGainDb).replace('-', '−').replace('.', ',') }));
    return told.length === 0 ? t('neighbour.nothing') : told.join(' · ');
  };
}
