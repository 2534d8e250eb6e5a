import type { Station } from '@loa/shared/api/stations';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { BulletinSelect } from '../../components/bulletin-select.js';
import { Field } from '../../components/field.js';
import { SaveProblem } from '../../components/save-problem.js';
import TimeField from '../../components/time-field.js';
import type { Draft } from '../../lib/drafts.js';
import type { Version } from '../../lib/use-version.js';
import { type StationDraft, stationOf } from './station-draft.js';
import { useSaveStation } from './stations.js';

export interface StationFormProps {
  /** Null: a new one. */
  station: Station | null;
  draft: Draft<StationDraft>;
  value: StationDraft;
  /** Null: a new one. */
  version: Version | null;
  onSaved: (station: Station) => void;
}

/** More in a day would be a programme of its own. */
const MOST_HOURS = 6;

export function StationForm({ station, draft, value, version, onSaved }: StationFormProps) {
  const { t } = useTranslation('stations');
  const { change } = draft;
  const [tried, setTried] = useState(false);
  const save = useSaveStation(station, version?.readAt);
  const made = stationOf(value);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (made.ok) save.mutate(made.station, { onSuccess: onSaved });
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('form.restored')} />}
      {station?.grantId && <Alert type="warning" showIcon title={t('form.voids')} />}
      <Field label={t('form.name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            value={value.name}
            placeholder={t('form.nameHint')}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      {station === null && (
        <AreaPicker
          label={t('form.area')}
          value={[value.areaId]}
          onChange={([areaId]) => areaId !== undefined && change({ areaId })}
        />
      )}
      <Field label={t('form.url')} hint={t('form.urlHint')}>
        {(id) => (
          <Input
            id={id}
            type="url"
            inputMode="url"
            maxLength={2000}
            value={value.url}
            onChange={({ target }) => change({ url: target.value })}
          />
        )}
      </Field>
      <Hours value={value.hours} onChange={(hours) => change({ hours })} />
      <Field label={t('form.fallback')} hint={t('form.fallbackHint')}>
        {(id) => (
          <BulletinSelect
            clearable
            id={id}
            label={t('form.fallback')}
            value={value.fallbackBulletinId}
            onChange={(fallbackBulletinId) => change({ fallbackBulletinId })}
          />
        )}
      </Field>
      {tried && !made.ok && <Alert role="alert" type="error" showIcon title={t(`form.${made.lack}`)} />}
      <SaveProblem error={save.error} version={version} />
      <p className="soft">{t('form.next')}</p>
      <Button type="primary" htmlType="submit" size="large" block loading={save.isPending}>
        {t('form.save')}
      </Button>
    </form>
  );
}

interface HoursProps {
  value: StationDraft['hours'];
  onChange: (hours: StationDraft['hours']) => void;
}

function Hours({ value, onChange }: HoursProps) {
  const { t } = useTranslation('stations');
  const set = (at: number, part: Partial<StationDraft['hours'][number]>) =>
    onChange(value.map((each, n) => (n === at ? { ...each, ...part } : each)));
  return (
    <fieldset className="station-hours stack">
      <legend>{t('form.hours')}</legend>
      {value.map(({ from, to }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is what is typed, in its order
        <div key={at} className="row">
          <TimeField
            label={t('form.from', { n: at + 1 })}
            value={from}
            onChange={(next) => set(at, { from: next })}
          />
          <span aria-hidden>–</span>
          <TimeField
            label={t('form.to', { n: at + 1 })}
            value={to}
            onChange={(next) => set(at, { to: next })}
          />
          {value.length > 1 && (
            <Button
              type="text"
              aria-label={t('form.removeHours', { from, to })}
              onClick={() => onChange(value.filter((_, n) => n !== at))}
            >
              ×
            </Button>
          )}
        </div>
      ))}
      {value.length < MOST_HOURS && (
        <Button onClick={() => onChange([...value, { from: '', to: '' }])}>{t('form.addHours')}</Button>
      )}
    </fieldset>
  );
}
