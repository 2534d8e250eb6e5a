import type { NewProgramme, Programme, ProgrammePatch, ProgrammePreview } from '@loa/shared/api/programmes';
import { base32 } from '@loa/shared/ids';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { EditPreviewView } from '../../components/edit-preview.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { SaveProblem } from '../../components/save-problem.js';
import type { Draft } from '../../lib/drafts.js';
import { editPreviewQuery } from '../../lib/edit-preview.js';
import { useFormat } from '../../lib/use-format.js';
import { useSettled } from '../../lib/use-settled.js';
import type { Version } from '../../lib/use-version.js';
import {
  emptySlot,
  KINDS,
  leftOut,
  type ProgrammeDraft,
  programmeOf,
  type SlotKind,
  slotOf,
} from './programme-draft.js';
import { lengthsQuery, useSaveProgramme } from './programmes.js';
import { SlotList } from './slot-list.js';
import './programme-form.css';

export interface ProgrammeFormProps {
  /** Null: a new one. */
  programmeId: string | null;
  draft: Draft<ProgrammeDraft>;
  value: ProgrammeDraft;
  /** Null: a new one. */
  version: Version | null;
  onSaved: (programme: Programme) => void;
}

const SETTLE_MS = 400;
const MINUTE_MS = 60_000;

export function ProgrammeForm({ programmeId, draft, value, version, onSaved }: ProgrammeFormProps) {
  const { t } = useTranslation('programmes');
  const { change } = draft;
  const known = value.slots.flatMap((slot) => slotOf(slot) ?? []);
  const asked = useSettled(known.length === 0 ? null : { areaId: value.areaId, slots: known }, SETTLE_MS);
  const lengths = useQuery(lengthsQuery(asked));
  const save = useSaveProgramme(
    programmeId !== null && version !== null ? { id: programmeId, readAt: version.readAt } : null,
  );
  const [tried, setTried] = useState(false);
  const made = programmeOf(value);
  const edit = programmeId !== null && made.ok ? editOf(made.asked) : null;
  const settled = useSettled(edit, SETTLE_MS);
  const preview = useQuery(editPreviewQuery(`/programmes/${programmeId}`, settled));
  // Nobody saves what they were not told of: the preview is of exactly what is typed.
  const told =
    edit === null ||
    (preview.isSuccess && !preview.isPlaceholderData && JSON.stringify(settled) === JSON.stringify(edit));
  return (
    <form
      className="stack programme-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (made.ok && told) save.mutate(made.asked, { onSuccess: onSaved });
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('form.restored')} />}
      <Field label={t('form.name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={300}
            value={value.name}
            placeholder={t('form.nameHint')}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      {programmeId === null && (
        <AreaPicker
          label={t('form.area')}
          value={[value.areaId]}
          onChange={([areaId]) => areaId !== undefined && change({ areaId })}
        />
      )}
      <h2>{t('form.slots')}</h2>
      <SlotList
        value={value.slots}
        lengths={known.length > 0 ? lengths.data : undefined}
        onChange={(slots) => change({ slots })}
      />
      <AddSlot onAdd={(kind) => change({ slots: [...value.slots, emptySlot(kind, newSlotId())] })} />
      {known.length > 0 && lengths.data && <Total value={value} lengths={lengths.data} />}
      {lengths.error && <ProblemNote error={lengths.error} />}
      <Limits value={value} onChange={change} />
      {tried && !made.ok && (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={made.lack === 'needPart' ? t('form.needPart', { n: made.at + 1 }) : t(`form.${made.lack}`)}
        />
      )}
      {edit !== null && !lengths.error && <EditPreviewView preview={preview.data} error={preview.error} />}
      <SaveProblem error={save.error} version={version} />
      {programmeId !== null && <p className="soft small">{t('form.editHint')}</p>}
      <Button type="primary" htmlType="submit" size="large" block loading={save.isPending} disabled={!told}>
        {t('form.save')}
      </Button>
    </form>
  );
}

/** What an edit sends: its place stays. */
function editOf({ areaId: _, ...fields }: NewProgramme): ProgrammePatch {
  return fields;
}

function newSlotId(): string {
  return `slot_${base32(crypto.getRandomValues(new Uint8Array(10)))}`;
}

function AddSlot({ onAdd }: { onAdd: (kind: SlotKind) => void }) {
  const { t } = useTranslation('programmes');
  const items = KINDS.map((kind) => ({
    key: kind,
    label: (
      <>
        {t(`kind.${kind}`)}
        <br />
        <span className="soft small">{t(`kindHint.${kind}`)}</span>
      </>
    ),
    onClick: () => onAdd(kind),
  }));
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button block>{t('form.addSlot')}</Button>
    </Dropdown>
  );
}

/** The live sentence: what sounds in which order, how long, and what would not fit. */
function Total({ value, lengths }: { value: ProgrammeDraft; lengths: ProgrammePreview }) {
  const { t } = useTranslation('programmes');
  const { duration } = useFormat();
  const at = new Map(lengths.slots.map((slot) => [slot.slot, slot]));
  const order = value.slots.map(({ slot, kind }) => at.get(slot)?.title || t(`kind.${kind}`)).join(' → ');
  const limit = value.maxMinutes === null ? null : value.maxMinutes * MINUTE_MS;
  const timed = value.slots.map(({ slot, weight }) => ({
    slot,
    weight,
    durationMs: at.get(slot)?.durationMs ?? 0,
  }));
  const out = limit === null ? [] : leftOut(timed, limit);
  const fills = lengths.slots.some(({ durationMs }) => durationMs === null);
  return (
    <section className="card stack" aria-live="polite">
      <p>
        {order}
        <br />
        <strong>{t(fills ? 'total.filled' : 'total.all', { length: duration(lengths.totalMs) })}</strong>
      </p>
      {out.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={
            value.overflow === 'refuse'
              ? t('total.refused', { most: value.maxMinutes ?? 0 })
              : t('total.dropped', {
                  most: value.maxMinutes ?? 0,
                  names: out.map((slot) => `“${at.get(slot)?.title ?? ''}”`).join(', '),
                })
          }
        />
      )}
    </section>
  );
}

function Limits({
  value,
  onChange,
}: {
  value: ProgrammeDraft;
  onChange: (part: Partial<ProgrammeDraft>) => void;
}) {
  const { t } = useTranslation('programmes');
  return (
    <>
      <Field label={t('form.most')} hint={t('form.mostHint')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={1440}
            precision={0}
            value={value.maxMinutes}
            onChange={(maxMinutes) => onChange({ maxMinutes })}
          />
        )}
      </Field>
      <Field label={t('form.overflow')}>
        {(id) => (
          <Select
            id={id}
            value={value.overflow}
            onChange={(overflow) => onChange({ overflow })}
            options={(['dropLowest', 'refuse'] as const).map((each) => ({
              value: each,
              label: t(`overflow.${each}`),
            }))}
          />
        )}
      </Field>
      <Field label={t('form.later')}>
        {(id) => (
          <Select
            id={id}
            value={value.laterRuns}
            onChange={(laterRuns) => onChange({ laterRuns })}
            options={(['asPlace', 'repeat', 'anew'] as const).map((each) => ({
              value: each,
              label: t(`later.${each}`),
            }))}
          />
        )}
      </Field>
    </>
  );
}
