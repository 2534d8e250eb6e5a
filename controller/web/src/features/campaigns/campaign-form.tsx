import type { NewCampaign } from '@loa/shared/api/campaigns';
import { Alert, Button, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import DateField from '../../components/date-field.js';
import { ProblemNote } from '../../components/problem-note.js';
import type { Draft } from '../../lib/drafts.js';
import { type CampaignDraft, campaignOf, type Lack } from './campaign-draft.js';
import './campaign-form.css';

export interface CampaignFormProps {
  /** Whose campaign it is: the area whose people may change it. */
  areaId: string;
  draft: Draft<CampaignDraft>;
  value: CampaignDraft;
  saving: boolean;
  error: Error | null;
  onSave: (campaign: NewCampaign) => void;
}

export function CampaignForm({ areaId, draft, value, saving, error, onSave }: CampaignFormProps) {
  const { t } = useTranslation('campaigns');
  const [lack, setLack] = useState<Lack | null>(null);
  const { change } = draft;
  const save = () => {
    const made = campaignOf(value, areaId);
    setLack(made.ok ? null : made.lack);
    if (made.ok) onSave(made.campaign);
  };
  return (
    <form
      className="stack campaign-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('form.restored')} />}
      <Field label={t('form.name')}>
        {(id) => (
          <Input
            id={id}
            value={value.name}
            placeholder={t('form.nameHint')}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <div className="row">
        <DateField label={t('form.from')} value={value.from} onChange={(from) => change({ from })} />
        <DateField label={t('form.until')} value={value.until} onChange={(until) => change({ until })} />
      </div>
      <Words
        label={t('form.topics')}
        value={value.topics}
        onChange={(topics) => change({ topics })}
        hint={t('form.words')}
      />
      <Words
        label={t('form.columns')}
        value={value.columns}
        onChange={(columns) => change({ columns })}
        hint={t('form.words')}
      />
      <AreaPicker
        label={t('form.areas')}
        value={value.areaIds}
        multiple
        onChange={(areaIds) => change({ areaIds })}
      />
      <Goal
        label={t('form.plays')}
        value={value.playsPerWeek}
        most={200}
        onChange={(playsPerWeek) => change({ playsPerWeek })}
      />
      <Goal
        label={t('form.minutes')}
        value={value.minutesPerWeek}
        most={2000}
        onChange={(minutesPerWeek) => change({ minutesPerWeek })}
      />
      <Goal
        label={t('form.coverage')}
        value={value.coveragePercent}
        most={100}
        onChange={(coveragePercent) => change({ coveragePercent })}
      />
      {lack !== null && <Alert role="alert" type="error" showIcon title={t(`form.${lack}`)} />}
      {error && <ProblemNote error={error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={saving}>
        {t('form.save')}
      </Button>
    </form>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

function Words({
  label,
  value,
  onChange,
  hint,
}: {
  label: string;
  value: string[];
  onChange: (words: string[]) => void;
  hint: string;
}) {
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder={hint}
          value={value}
          onChange={(words: string[]) => onChange(words.map((word) => word.trim()).filter(Boolean))}
        />
      )}
    </Field>
  );
}

function Goal({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: number | null;
  most: number;
  onChange: (goal: number | null) => void;
}) {
  const { t } = useTranslation('campaigns');
  return (
    <Field label={label}>
      {(id) => (
        <InputNumber
          id={id}
          min={1}
          max={most}
          precision={0}
          value={value}
          placeholder={t('form.noGoal')}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
