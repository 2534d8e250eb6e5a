import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Collapse, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BulletinSelect } from '../../components/bulletin-select.js';
import { Field } from '../../components/field.js';
import { LinkButton } from '../../components/link-button.js';
import TimeField from '../../components/time-field.js';
import { COLUMNS } from '../../lib/columns.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { STATIONS } from '../../lib/stations.js';
import { useChoices } from '../../lib/use-choices.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useSettled } from '../../lib/use-settled.js';
import type { SlotDraft } from './programme-draft.js';

/** After the last key, before columns are asked for, milliseconds. */
const SETTLE_MS = 300;

interface SlotFieldsProps {
  value: SlotDraft;
  onChange: (part: Partial<SlotDraft>) => void;
}

/** What the kind of a slot needs, then what is right for almost every slot. */
export function SlotFields(props: SlotFieldsProps) {
  return (
    <>
      <Content {...props} />
      <More {...props} />
    </>
  );
}

function Content({ value, onChange }: SlotFieldsProps) {
  const { t } = useTranslation('programmes');
  switch (value.kind) {
    case 'tune':
    case 'ident':
    case 'bulletin':
      return (
        <Field label={t('slot.bulletin')}>
          {(id) => (
            <BulletinSelect
              id={id}
              label={t('slot.bulletin')}
              value={value.bulletinId}
              onChange={(bulletinId) => onChange({ bulletinId })}
            />
          )}
        </Field>
      );
    case 'newest':
      return <Newest value={value} onChange={onChange} />;
    case 'relay':
      return <Relay value={value} onChange={onChange} />;
    case 'filler':
      return <Filler value={value} onChange={onChange} />;
  }
}

function Newest({ value, onChange }: SlotFieldsProps) {
  const { t } = useTranslation('programmes');
  const q = useSettled(value.column.trim(), SETTLE_MS);
  const { data } = useQuery(pagedQuery(COLUMNS, { q, limit: 30 }));
  return (
    <>
      <Field label={t('slot.column')} hint={t('slot.columnHint')}>
        {(id) => (
          <AutoComplete
            id={id}
            value={value.column}
            onChange={(column) => onChange({ column })}
            showSearch={{ filterOption: false }}
            options={data?.items.map(({ name }) => ({ value: name })) ?? []}
          />
        )}
      </Field>
      <Field label={t('slot.notWithin')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={365}
            precision={0}
            value={value.notWithinDays}
            onChange={(days) => days !== null && onChange({ notWithinDays: days })}
          />
        )}
      </Field>
    </>
  );
}

function Relay({ value, onChange }: SlotFieldsProps) {
  const { t } = useTranslation('programmes');
  const hasPage = useHasPage();
  const chosen = value.stationId === null ? [] : [value.stationId];
  const stations = useChoices(STATIONS, chosen);
  return (
    <>
      <Field label={t('slot.station')}>
        {(id) => (
          <Select
            id={id}
            placeholder={t('slot.stationHint')}
            value={value.stationId}
            onChange={(stationId) => onChange({ stationId })}
            showSearch={stations.showSearch}
            loading={stations.loading}
            options={stations.items.map(({ id: stationId, name, grantId }) => ({
              value: stationId,
              label: grantId === null ? t('slot.notApproved', { name }) : name,
            }))}
          />
        )}
      </Field>
      {stations.none && hasPage('/tiep-am/moi') && (
        <LinkButton to="/tiep-am/moi">{t('slot.addStation')}</LinkButton>
      )}
      <Field label={t('slot.minutes')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={240}
            precision={0}
            value={value.minutes}
            onChange={(minutes) => minutes !== null && onChange({ minutes })}
          />
        )}
      </Field>
    </>
  );
}

function Filler({ value, onChange }: SlotFieldsProps) {
  const { t } = useTranslation('programmes');
  return (
    <>
      <Field label={t('slot.music')} hint={t('slot.musicHint')}>
        {(id) => (
          <BulletinSelect
            multiple
            id={id}
            label={t('slot.music')}
            value={value.bulletinIds}
            onChange={(bulletinIds) => onChange({ bulletinIds })}
          />
        )}
      </Field>
      <Field label={t('slot.until')}>
        {(id) => (
          <Select
            id={id}
            value={value.until === 'nextHour' ? 'nextHour' : 'time'}
            onChange={(until) => onChange({ until: until === 'nextHour' ? 'nextHour' : '18:00' })}
            options={[
              { value: 'nextHour', label: t('slot.nextHour') },
              { value: 'time', label: t('slot.untilTime') },
            ]}
          />
        )}
      </Field>
      {value.until !== 'nextHour' && (
        <TimeField
          label={t('slot.untilTime')}
          value={value.until}
          onChange={(until) => onChange({ until })}
        />
      )}
    </>
  );
}

/** Three words for nine weights; one in between stays what it is until somebody chooses. */
const WEIGHTS = { low: 2, usual: 5, high: 8 } as const;
const WEIGHT_NAMES = ['low', 'usual', 'high'] as const;

function More({ value, onChange }: SlotFieldsProps) {
  const { t } = useTranslation('programmes');
  const weight: (typeof WEIGHT_NAMES)[number] =
    value.weight <= 3 ? 'low' : value.weight >= 7 ? 'high' : 'usual';
  const content = (
    <div className="stack">
      <Field label={t('slot.fallback')} hint={t('slot.fallbackHint')}>
        {(id) => (
          <BulletinSelect
            clearable
            id={id}
            label={t('slot.fallback')}
            value={value.fallbackBulletinId}
            onChange={(fallbackBulletinId) => onChange({ fallbackBulletinId })}
          />
        )}
      </Field>
      <Field label={t('slot.weight')} hint={t('slot.weightHint')}>
        {(id) => (
          <Select
            id={id}
            value={weight}
            onChange={(name) => onChange({ weight: WEIGHTS[name] })}
            options={WEIGHT_NAMES.map((name) => ({ value: name, label: t(`weight.${name}`) }))}
          />
        )}
      </Field>
    </div>
  );
  return <Collapse ghost items={[{ key: 'more', label: t('slot.more'), children: content }]} />;
}
