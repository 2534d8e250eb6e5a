import type { Cluster } from '@loa/shared/api/clusters';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { changedFields } from '../../lib/changed-fields.js';
import { useDraft } from '../../lib/drafts.js';
import { lazily } from '../../lib/lazily.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { clusterQuery, usePatchCluster } from './clusters.js';
import { isWrong, KINDS, NEW_NEIGHBOUR, NeighbourDraft, neighboursBy, usualQuiet } from './neighbours.js';
import { useNeighbourWords } from './neighbours-card.js';

const TimeField = lazily(() => import('../../components/time-field.js'));
/** How much quieter near somebody, dB; null: as everywhere. */
const CAPS = [null, -3, -6, -10, -15] as const;
const WEEKDAYS = [1, 2, 3, 4, 5];

/** Typed, kept on this machine, and saved only after it was said what falls silent. */
export function NeighboursForm({ cluster, onDone }: { cluster: Cluster; onDone: () => void }) {
  const { t } = useTranslation(['fleet', 'app']);
  const tell = useToast();
  const words = useNeighbourWords();
  const { moment } = useFormat();
  const { accountId } = useMe();
  const [opened] = useState(cluster.rules.neighbours);
  // A draft of what somebody changed since would take that back.
  const key = `${accountId}/neighbours/${cluster.id}/${JSON.stringify(opened)}`;
  const draft = useDraft(key, z.array(NeighbourDraft), opened);
  const [asking, setAsking] = useState(false);
  // Nothing tells a page that a cluster was changed.
  const fresh = useQuery(clusterQuery(cluster.id));
  const { mutate, isPending, error } = usePatchCluster(cluster.id, () => {
    void draft.clear();
    tell(t('saved'));
    onDone();
  });
  if (draft.value === null) return <Skeleton />;
  const list = draft.value;
  const stored = (fresh.data ?? cluster).rules.neighbours;
  const trimmed = list.map((each) => ({ ...each, name: each.name.trim() }));
  const next = neighboursBy(opened, trimmed, stored);
  const change = { rules: changedFields({ neighbours: stored }, { neighbours: next }) };
  const put = (at: number, part: Partial<NeighbourDraft>) =>
    draft.set(list.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const askByNow = async () => {
    const { isSuccess } = await fresh.refetch();
    setAsking(isSuccess);
  };
  const leave = () => {
    void draft.clear();
    onDone();
  };
  return (
    <Suspense fallback={<Skeleton />}>
      <div className="stack fleet-form">
        {draft.restoredFrom !== null && (
          <Alert type="info" showIcon title={t('app:draft.restored', { at: moment(draft.restoredFrom) })} />
        )}
        {list.map((each, at) => (
          <OneNeighbour
            // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same while one is typed
            key={at}
            value={each}
            onChange={(part) => put(at, part)}
            onDrop={() => draft.set(list.filter((_, index) => index !== at))}
          />
        ))}
        <div className="row">
          <Button onClick={() => draft.set([...list, NEW_NEIGHBOUR])}>{t('neighbour.add')}</Button>
        </div>
        <ProblemNote error={fresh.error} />
        <div className="row">
          <Button
            type="primary"
            disabled={list.some(isWrong)}
            loading={fresh.isFetching}
            onClick={() => void askByNow()}
          >
            {t('app:act.save')}
          </Button>
          <Button onClick={leave}>{t('app:act.cancel')}</Button>
        </div>
        <ConfirmSound
          open={asking}
          kind="silence"
          title={t('neighbour.ask')}
          what={
            next.length === 0
              ? t('neighbour.noneLeft')
              : next.map((each) => `${each.name}: ${words(each)}`).join('; ')
          }
          where={cluster.name}
          when={t('neighbour.when')}
          yes={t('app:act.save')}
          busy={isPending}
          error={error}
          onYes={() => mutate(change)}
          onNo={() => setAsking(false)}
        >
          {asking && <AskedEditPreview path={`/clusters/${cluster.id}`} change={change} />}
        </ConfirmSound>
      </div>
    </Suspense>
  );
}

interface OneNeighbourProps {
  value: NeighbourDraft;
  onChange: (part: Partial<NeighbourDraft>) => void;
  onDrop: () => void;
}

function OneNeighbour({ value, onChange, onDrop }: OneNeighbourProps) {
  const { t } = useTranslation('fleet');
  const [first, ...others] = value.quiet;
  const putQuiet = (part: Partial<NonNullable<typeof first>>) =>
    first && onChange({ quiet: [{ ...first, ...part }, ...others] });
  return (
    <fieldset className="card stack fleet-fieldset">
      <legend className="only-read">{value.name === '' ? t('neighbour.fresh') : value.name}</legend>
      <Field label={t('neighbour.kind')}>
        {(id) => (
          <Select
            id={id}
            value={value.kind}
            onChange={(kind: NeighbourDraft['kind']) => onChange({ kind })}
            options={KINDS.map((kind) => ({ value: kind, label: t(`neighbour.${kind}`) }))}
          />
        )}
      </Field>
      <Field label={t('neighbour.name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            value={value.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Checkbox
        checked={first !== undefined}
        onChange={({ target }) =>
          onChange({
            quiet: target.checked ? [usualQuiet(value.kind, t(`neighbour.why.${value.kind}`))] : [],
          })
        }
      >
        {t('neighbour.hasQuiet')}
      </Checkbox>
      {first && (
        <>
          <div className="fleet-times">
            <TimeField
              label={t('neighbour.from')}
              value={first.from}
              onChange={(from) => putQuiet({ from })}
            />
            <span>–</span>
            <TimeField label={t('neighbour.to')} value={first.to} onChange={(to) => putQuiet({ to })} />
          </div>
          <Checkbox
            checked={first.days !== undefined}
            onChange={({ target }) => {
              const { days: _, ...everyDay } = first;
              onChange({ quiet: [target.checked ? { ...everyDay, days: WEEKDAYS } : everyDay, ...others] });
            }}
          >
            {t('neighbour.weekdays')}
          </Checkbox>
          <Field label={t('neighbour.because')}>
            {(id) => (
              <Input
                id={id}
                maxLength={120}
                value={first.why}
                onChange={({ target }) => putQuiet({ why: target.value })}
              />
            )}
          </Field>
        </>
      )}
      <Field label={t('neighbour.level')}>
        {(id) => (
          <Select
            id={id}
            value={String(value.maxGainDb)}
            onChange={(next: string) => onChange({ maxGainDb: next === 'null' ? null : Number(next) })}
            options={[...new Set([...CAPS, value.maxGainDb])].map((cap) => ({
              value: String(cap),
              label:
                cap === null ? t('neighbour.noCap') : `${String(cap).replace('-', '−').replace('.', ',')} dB`,
            }))}
          />
        )}
      </Field>
      <div className="row">
        <Button onClick={onDrop}>{t('neighbour.drop')}</Button>
      </div>
    </fieldset>
  );
}
