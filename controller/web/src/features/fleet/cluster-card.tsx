import type { Cluster } from '@loa/shared/api/clusters';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { Facts } from '../../components/facts.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { changedFields } from '../../lib/changed-fields.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { LANGUAGES } from '../../lib/words.js';
import { usePatchCluster } from './clusters.js';
import { positionOf, positionText } from './position.js';
import { PositionField } from './position-field.js';
import { levelsOf, stepOf } from './volume-steps.js';

/** Where a cluster stands and what it hears; changed here. */
export function ClusterCard({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslation('fleet');
  const speech = useSpeech();
  const may = useMay();
  const levelText = useClusterLevel();
  const { data: areas } = useQuery(areasQuery);
  const [editing, setEditing] = useState(false);
  return (
    <section className="stack">
      <h2>{t('cluster.about')}</h2>
      {editing ? (
        <ClusterForm cluster={cluster} onDone={() => setEditing(false)} />
      ) : (
        <>
          <Facts
            facts={[
              [t('place'), placeNameOf(areas, cluster.areaId)],
              [t('cluster.name'), cluster.name],
              [t('cluster.languages'), cluster.languages.map(speech).join(', ')],
              [t('position.label'), positionText(cluster)],
              [t('cluster.level'), levelText(cluster.maxGainDb)],
            ]}
          />
          {may('cluster.write') && (
            <div className="row">
              <Button onClick={() => setEditing(true)}>{t('cluster.edit')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function ClusterForm({ cluster, onDone }: { cluster: Cluster; onDone: () => void }) {
  const { t } = useTranslation(['fleet', 'app']);
  const speech = useSpeech();
  const levelText = useClusterLevel();
  const tell = useToast();
  const { data: areas } = useQuery(areasQuery);
  // What is read later must not change what is typed, nor what counts as typed.
  const [opened] = useState(cluster);
  const [name, setName] = useState(opened.name);
  const [areaId, setAreaId] = useState(opened.areaId);
  const [typed, setTyped] = useState(positionText(opened));
  const [languages, setLanguages] = useState(opened.languages);
  const [level, setLevel] = useState(opened.maxGainDb);
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = usePatchCluster(cluster.id, () => {
    tell(t('saved'));
    onDone();
  });
  const position = positionOf(typed);
  const moves = areaId !== opened.areaId;
  const sounds = moves || level !== opened.maxGainDb || languages.join() !== opened.languages.join();
  const wrong = name.trim() === '' || position === false || languages.length === 0;
  const now = { name: name.trim(), languages, maxGainDb: level, areaId };
  const change = changedFields<typeof now>(opened, now);
  const save = () => {
    if (position === false) return;
    const place = typed === positionText(opened) ? {} : (position ?? { lat: null, lon: null });
    mutate({ ...change, ...place });
  };
  const nameOf = (id: string) => placeNameOf(areas, id) ?? '';
  return (
    <form
      className="card stack fleet-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (sounds) setAsking(true);
        else save();
      }}
    >
      <Field label={t('cluster.name')}>
        {(id) => (
          <Input id={id} maxLength={120} value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <AreaPicker
        label={t('cluster.village')}
        value={[areaId]}
        onChange={([chosen]) => setAreaId(chosen ?? opened.areaId)}
      />
      <Field label={t('cluster.languages')} hint={t('cluster.languagesHint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={languages}
            onChange={(next: string[]) => setLanguages(next)}
            options={LANGUAGES.map((code) => ({ value: code, label: speech(code) }))}
          />
        )}
      </Field>
      <Field label={t('cluster.level')} hint={t('cluster.levelHint')}>
        {(id) => (
          <Select
            id={id}
            value={level}
            onChange={(next: number) => setLevel(next)}
            options={levelsOf(0, level).map((value) => ({ value, label: levelText(value) }))}
          />
        )}
      </Field>
      <PositionField value={typed} onChange={setTyped} />
      {!asking && <ProblemNote error={error} />}
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={wrong} loading={isPending}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onDone}>{t('app:act.cancel')}</Button>
      </div>
      <ConfirmSound
        open={asking}
        kind="sound"
        title={t(moves ? 'cluster.moveAsk' : 'cluster.changeAsk')}
        what={[
          moves ? t('cluster.moveWhat', { from: nameOf(opened.areaId), to: nameOf(areaId) }) : null,
          t('cluster.changeWhat', {
            languages: languages.map(speech).join(', '),
            level: levelText(level),
          }),
        ]
          .filter(Boolean)
          .join(' ')}
        where={placePath(nameOf(cluster.areaId), cluster.name)}
        when={t('cluster.moveWhen')}
        yes={t(moves ? 'cluster.moveYes' : 'app:act.save')}
        busy={isPending}
        error={error}
        onYes={save}
        onNo={() => setAsking(false)}
      >
        {asking && <AskedEditPreview path={`/clusters/${cluster.id}`} change={change} />}
      </ConfirmSound>
    </form>
  );
}

/** "Nhỏ hơn (−6 dB)", of the loudest that a group could be at all. */
function useClusterLevel(): (level: number) => string {
  const { t } = useTranslation('fleet');
  const { number } = useFormat();
  return (level) => {
    const word = t(`level.${stepOf(level, 0)}`);
    return level === 0 ? word : `${word} (${number(level).replace('-', '−')} dB)`;
  };
}
