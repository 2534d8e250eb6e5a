import type { Cluster } from '@loa/shared/api/clusters';
import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { Loaded } from '../../components/loaded.js';
import { RuleFacts } from '../../components/place-rules/rule-facts.js';
import { rulesChange } from '../../components/place-rules/rules-change.js';
import { RulesChangeNotes, useSilenceWords } from '../../components/place-rules/rules-change-words.js';
import { RulesFields } from '../../components/place-rules/rules-fields.js';
import { useRulesDraft } from '../../components/place-rules/use-rules-draft.js';
import { Skeleton } from '../../components/skeleton.js';
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
            <RulesForm cluster={cluster} above={data.above} onDone={() => setEditing(false)} />
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

interface RulesFormProps {
  cluster: Cluster;
  above: RulesInForce;
  onDone: () => void;
}

function RulesForm({ cluster, above, onDone }: RulesFormProps) {
  const { t } = useTranslation(['fleet', 'rules', 'app']);
  const tell = useToast();
  const silence = useSilenceWords();
  const { data: areas } = useQuery(areasQuery);
  const draft = useRulesDraft(cluster, above);
  const { opened, now } = draft;
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = usePatchCluster(cluster.id, () => {
    tell(t('saved'));
    onDone();
  });
  return (
    <Suspense fallback={<Skeleton />}>
      <div className="card stack fleet-form">
        <RulesFields draft={draft} above={above} />
        <div className="row">
          <Button type="primary" disabled={draft.wrong !== null} onClick={() => setAsking(true)}>
            {t('app:act.save')}
          </Button>
          <Button onClick={onDone}>{t('app:act.cancel')}</Button>
        </div>
        <ConfirmSound
          open={asking}
          title={t('rules:ask')}
          kind="silence"
          what={silence(draft, above)}
          where={placePath(placeNameOf(areas, cluster.areaId) ?? '', cluster.name)}
          when={t('rules:when')}
          yes={t('app:act.save')}
          busy={isPending}
          error={error}
          onYes={() => mutate(rulesChange(opened, now))}
          onNo={() => setAsking(false)}
        >
          <RulesChangeNotes draft={draft} above={above} />
          {asking && <AskedEditPreview path={`/clusters/${cluster.id}`} change={rulesChange(opened, now)} />}
        </ConfirmSound>
      </div>
    </Suspense>
  );
}
