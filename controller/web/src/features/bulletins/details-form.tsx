import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Collapse, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { type BulletinDraft, type FactLack, factLack, homeOf, titleOf } from './bulletin-draft.js';
import { KindField, MoreFields } from './more-fields.js';
import type { SendJob } from './send-bulletin.js';
import { useSend } from './use-send.js';
import { WhenField } from './when-field.js';

export interface DetailsFormProps {
  value: BulletinDraft;
  onChange: (part: Partial<BulletinDraft>) => void;
  onSent: (bulletinId: string, scheduleProblem: string | null) => void;
  /** There was no line: it waits on this machine. */
  onKept: () => void;
}

/** Three fields with what a commune mostly wants, the rest folded; then it is sent. */
export function DetailsForm({ value, onChange, onSent, onKept }: DetailsFormProps) {
  const { t } = useTranslation('bulletins');
  const may = useMay();
  const places = useQuery(areasQuery);
  const areas = places.data;
  const [lack, setLack] = useState<FactLack | null>(null);
  const send = useSend({ onMade: onChange, onSent, onKept });
  const submit = () => {
    const missing = factLack(value, now());
    setLack(missing);
    if (missing !== null || !areas) return;
    const title = titleOf(value);
    send.begin(jobOf({ ...value, title }, homeOf(areas, value.areaIds)), title);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t('form.title')}>
        {(id) => (
          <Input
            id={id}
            maxLength={300}
            value={value.title === '' ? titleOf(value) : value.title}
            onChange={({ target }) => onChange({ title: target.value })}
          />
        )}
      </Field>
      <AreaPicker
        label={t('form.place')}
        value={value.areaIds}
        multiple
        onChange={(areaIds) => onChange({ areaIds })}
      />
      {may('schedule.write') && <WhenField value={value.when} onChange={(when) => onChange({ when })} />}
      <KindField value={value.kind} onChange={(kind) => onChange({ kind })} />
      <Collapse
        ghost
        items={[
          {
            key: 'more',
            label: t('form.more'),
            children: <MoreFields value={value} onChange={onChange} />,
          },
        ]}
      />
      <WhatWillSound value={value} names={value.areaIds.map((id) => placeNameOf(areas, id) ?? '…')} />
      {lack !== null && <Alert role="alert" type="error" showIcon title={t(`fresh.${lack}`)} />}
      <ProblemNote error={send.error} />
      <ProblemNote error={places.error} onRetry={() => void places.refetch()} />
      {/* Until the places are known, a tap would be lost. */}
      <Button type="primary" htmlType="submit" size="large" block disabled={!areas} loading={send.isPending}>
        {send.isPending ? t('fresh.sending') : t('form.send')}
      </Button>
    </form>
  );
}

function WhatWillSound({ value, names }: { value: BulletinDraft; names: string[] }) {
  const { t } = useTranslation('bulletins');
  const { date } = useFormat();
  const { when } = value;
  if (when.kind === 'later') return <p className="soft">{t('form.willWait')}</p>;
  const at = `${when.time} ${date(when.date)}`;
  return <p className="soft">{t('form.willSound', { when: at, where: names.join(', ') })}</p>;
}

function jobOf(draft: BulletinDraft, areaId: string): SendJob {
  const { when, areaIds, ...rest } = draft;
  const { way, language, text, voice, ratePercent, takeId, refused, made, ...facts } = rest;
  return {
    sound: { way, language, text, voice, ratePercent, takeId, refused, made },
    fresh: { facts, areaId },
    bulletinId: null,
    readAt: 0,
    schedule: when.kind === 'once' ? { areaIds, date: when.date, time: when.time } : null,
    ...{ tried: false, submitted: false, scheduled: false, scheduleProblem: null },
  };
}
