import type { Area, MergePreview } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { Empty } from '../../components/empty.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { mergeQuery, useMerge } from './places.js';
import './places.css';

/** One place becomes part of another: what moves is said first, in words, and it cannot be taken back. */
export default function MergePage() {
  const { t } = useTranslation('places');
  const { areaId = '' } = useParams();
  const areas = useQuery(areasQuery);
  return (
    <PageFrame title={t('merge.pageTitle', { place: placeNameOf(areas.data, areaId) ?? '…' })}>
      <Loaded query={areas}>
        {(data) => {
          const area = data.find(({ id, mergedInto }) => id === areaId && mergedInto === null);
          if (!area) return <Empty text={t('notHere')} />;
          const others = data.filter(
            ({ id, parentId, level, mergedInto }) =>
              id !== area.id && parentId === area.parentId && level === area.level && mergedInto === null,
          );
          if (others.length === 0) return <Empty text={t('merge.alone')} />;
          return <Choose area={area} others={others} />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function Choose({ area, others }: { area: Area; others: readonly Area[] }) {
  const { t } = useTranslation('places');
  const { get, set } = useListAddress();
  const into = others.find(({ id }) => id === get('vao'));
  return (
    <>
      <div className="places-form">
        <Field label={t('merge.into')}>
          {(id) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('merge.choose')}
              {...(into ? { value: into.id } : {})}
              onChange={(vao: string) => set({ vao })}
              options={others.map((each) => ({ value: each.id, label: placeName(each) }))}
            />
          )}
        </Field>
      </div>
      {into && <Preview key={into.id} area={area} into={into} />}
    </>
  );
}

function Preview({ area, into }: { area: Area; into: Area }) {
  const preview = useQuery(mergeQuery(area.id, into.id));
  return <Loaded query={preview}>{(data) => <WhatMoves preview={data} />}</Loaded>;
}

function WhatMoves({ preview }: { preview: MergePreview }) {
  const { t } = useTranslation('places');
  const [sure, setSure] = useState(false);
  const [asking, setAsking] = useState(false);
  const { villages, clusters, schedules, accounts, warnings, refused } = preview;
  const [from, to] = [placeName(preview.area), placeName(preview.into)];
  if (refused !== null) return <Alert type="error" showIcon role="alert" title={refused} />;
  const boxes = clusters.reduce((sum, each) => sum + each.boxes, 0);
  return (
    <section className="stack" aria-label={t('merge.moves')}>
      <h2>{t('merge.moves')}</h2>
      <ul className="card places-moves">
        {villages.length > 0 && (
          <li>{t('merge.villages', { count: villages.length, names: villages.join(', '), to })}</li>
        )}
        <li>
          {clusters.length === 0
            ? t('merge.noClusters')
            : t('merge.clusters', {
                ...{ count: clusters.length, boxes, to },
                names: clusters.map(({ name }) => name).join(', '),
              })}
        </li>
        <li>{schedules === 0 ? t('merge.noSchedules') : t('merge.schedules', { count: schedules, from })}</li>
        {accounts.length > 0 && (
          <li>{t('merge.accounts', { count: accounts.length, names: accounts.join(', '), from, to })}</li>
        )}
        <li>{t('merge.log', { from })}</li>
        <li>{t('merge.future', { from, to })}</li>
      </ul>
      {warnings.length > 0 && (
        <>
          <h2>{t('merge.left')}</h2>
          {warnings.map(({ code, message }) => (
            <Alert key={code} type="warning" showIcon title={message} />
          ))}
        </>
      )}
      <Checkbox checked={sure} onChange={({ target }) => setSure(target.checked)}>
        {t('merge.sure')}
      </Checkbox>
      <div className="row">
        <Button danger size="large" disabled={!sure} onClick={() => setAsking(true)}>
          {t('merge.button', { from, to })}
        </Button>
      </div>
      {asking && <Confirm preview={preview} boxes={boxes} onClose={() => setAsking(false)} />}
    </section>
  );
}

interface ConfirmProps {
  preview: MergePreview;
  boxes: number;
  onClose: () => void;
}

function Confirm({ preview, boxes, onClose }: ConfirmProps) {
  const { t } = useTranslation('places');
  const navigate = useNavigate();
  const tell = useToast();
  const { area, into } = preview;
  const [from, to] = [placeName(area), placeName(into)];
  const hasPage = useHasPage();
  const { mutate, isPending, error } = useMerge(area.id, ({ warnings }) => {
    tell(t('merge.done', { from, to }));
    const unsigned = area.level === 'village' && warnings.some(({ code }) => code === 'roster_behind');
    // What receivers believe is for people to sign: on to asking them.
    const asks = unsigned && hasPage('/cai-dat/nguoi-duyet/moi');
    const commune = `xa=${area.parentId}&sapnhap=${area.id}`;
    void navigate(asks ? `/cai-dat/nguoi-duyet/moi?${commune}` : `/dia-ban/${into.id}`);
  });
  return (
    <ConfirmSound
      open
      kind="sound"
      title={t('merge.ask', { from, to })}
      what={t('merge.askWhat', { to })}
      where={t('merge.askWhere', { from, count: boxes })}
      when={t('merge.askWhen')}
      yes={t('merge.yes')}
      busy={isPending}
      error={error}
      onYes={() => mutate(into.id)}
      onNo={onClose}
    />
  );
}
