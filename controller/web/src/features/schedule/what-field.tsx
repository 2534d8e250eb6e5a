import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulletinSelect } from '../../components/bulletin-select.js';
import { PROGRAMMES } from '../../lib/programmes.js';
import { useChoices } from '../../lib/use-choices.js';
import type { ScheduleDraft } from './schedule-draft.js';

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
          label={t('form.bulletin')}
          value={value.bulletinId}
          onChange={(bulletinId) => onChange({ bulletinId, programmeId: null })}
        />
      )}
    </fieldset>
  );
}

function ProgrammeSelect({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const { t } = useTranslation('schedule');
  const { items, loading, showSearch } = useChoices(PROGRAMMES, value === null ? [] : [value]);
  return (
    <Select
      aria-label={t('form.programme')}
      placeholder={t('form.programmeHint')}
      value={value}
      onChange={onChange}
      showSearch={showSearch}
      loading={loading}
      options={items.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
