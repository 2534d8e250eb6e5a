import type { Cluster } from '@loa/shared/api/clusters';
import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { RuleFacts } from '../../components/place-rules/rule-facts.js';
import { RulesForm } from '../../components/place-rules/rules-form.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { rulesInForceQuery } from '../../lib/rules-in-force.js';
import { useMay } from '../../lib/session.js';
import { usePatchCluster } from './clusters.js';

/** When the loudspeakers of one cluster may sound, and how much: as their village, or stricter. */
export function RulesCard({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const inForce = useQuery(rulesInForceQuery(`/clusters/${cluster.id}`));
  const [editing, setEditing] = useState(false);
  return (
    <section className="stack">
      <h2>{t('rules.title')}</h2>
      <Loaded query={inForce}>
        {(data) =>
          editing ? (
            <ClusterRulesForm cluster={cluster} above={data.above} onDone={() => setEditing(false)} />
          ) : (
            <>
              <RuleFacts own={cluster} inForce={data} neighboursApart />
              {may('cluster.write') && (
                <div className="row">
                  <Button onClick={() => setEditing(true)}>{t('rules.edit')}</Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface ClusterRulesFormProps {
  cluster: Cluster;
  above: RulesInForce;
  onDone: () => void;
}

function ClusterRulesForm({ cluster, above, onDone }: ClusterRulesFormProps) {
  const { t } = useTranslation('fleet');
  const tell = useToast();
  const { data: areas } = useQuery(areasQuery);
  const save = usePatchCluster(cluster.id, () => {
    tell(t('saved'));
    onDone();
  });
  const where = placePath(placeNameOf(areas, cluster.areaId) ?? '', cluster.name);
  return (
    <div className="card stack fleet-form">
      <RulesForm
        place={cluster}
        path={`/clusters/${cluster.id}`}
        {...{ above, where, save }}
        onCancel={onDone}
      />
    </div>
  );
}
