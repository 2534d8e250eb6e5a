import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulletinTag } from '../../components/state-tag.js';
import type { ScheduleDraft } from './schedule-draft.js';
import { bulletinQuery, bulletinsQuery, programmesQuery } from './schedules.js';

type What = Pick<ScheduleDraft, 'bulletinId' | 'programmeId'>;

/** A bulletin, found by its title, or one of the commune's programmes. */
export function WhatField({ value, onChange }: { value: What; onChange: (what: What) => void }) {
  const { t } = useTranslation('schedule');
  const [programme, setProgramme] = useState(value.programmeId !== null);
  return (
    <fieldset className="schedule-field">
      <legend>{t('form.what')}</legend>
      <Segmented
        block
        value={programme ? 'programme' : 'bulletin'}
        onChange={(kind) => setProgramme(kind === 'programme')}
        options={[
          { value: 'bulletin', label: t('form.bulletin') },
          { value: 'programme', label: t('form.programme') },
        ]}
      />
      {programme ? (
        <ProgrammeSelect
          value={value.programmeId}
          onChange={(programmeId) => onChange({ programmeId, bulletinId: null })}
        />
      ) : (
        <BulletinSelect
          value={value.bulletinId}
          onChange={(bulletinId) => onChange({ bulletinId, programmeId: null })}
        />
      )}
    </fieldset>
  );
}

function BulletinSelect({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const { t } = useTranslation('schedule');
  const [text, setText] = useState('');
  const found = useQuery(bulletinsQuery(text));
  const chosen = useQuery({ ...bulletinQuery(value ?? ''), enabled: value !== null });
  const items = found.data?.items ?? [];
  const all = chosen.data && !items.some(({ id }) => id === value) ? [chosen.data, ...items] : items;
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setText }}
      aria-label={t('form.bulletin')}
      placeholder={t('form.bulletinHint')}
      loading={found.isFetching}
      value={value}
      onChange={onChange}
      options={all.map(({ id, title, state }) => ({ value: id, label: title, state }))}
      optionRender={({ data, label }) => (
        <span className="schedule-option">
          {label} <BulletinTag state={data.state} />
        </span>
      )}
    />
  );
}

function ProgrammeSelect({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const { t } = useTranslation('schedule');
  const { data } = useQuery(programmesQuery);
  return (
    <Select
      aria-label={t('form.programme')}
      placeholder={t('form.programmeHint')}
      value={value}
      onChange={onChange}
      options={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
    />
  );
}
