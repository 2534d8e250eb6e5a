import type { NewSuspension, SuspensionPreview } from '@loa/shared/api/suspensions';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { ConfirmSound } from '../../components/confirm-sound.js';
import DateField from '../../components/date-field.js';
import { Field } from '../../components/field.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Row, Rows } from '../../components/rows.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { type Draft, useDraft } from '../../lib/drafts.js';
import { civilDate } from '../../lib/format.js';
import { newSentId } from '../../lib/new-sent-id.js';
import { ProblemError } from '../../lib/problem-error.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useSettled } from '../../lib/use-settled.js';
import { emptySuspension, SuspensionDraft, suspensionOf } from './suspension-draft.js';
import { silencedQuery, useSuspend } from './suspensions.js';
import { useWhat } from './use-what.js';

const SETTLE_MS = 500;
/** Lines shown; the sentence above counts all. */
const MOST = 12;

export default function NewSuspensionPage() {
  const { t } = useTranslation('suspensions');
  const { accountId, areaId } = useMe();
  const [id] = useState(() => newSentId('suspension'));
  const empty = { ...emptySuspension(areaId), id };
  const draft = useDraft(`${accountId}/suspension/new`, SuspensionDraft, empty);
  return (
    <PageFrame title={t('form.new')} help={t('help')}>
      {draft.value === null ? <Skeleton /> : <Form draft={draft} value={draft.value} />}
    </PageFrame>
  );
}

function Form({ draft, value }: { draft: Draft<SuspensionDraft>; value: SuspensionDraft }) {
  const { t } = useTranslation('suspensions');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState<NewSuspension | null>(null);
  const { change } = draft;
  const made = suspensionOf(value, civilDate(now()));
  const asked = useSettled(made.ok ? made.suspension : null, SETTLE_MS);
  const silenced = useQuery(silencedQuery(asked));
  // Of exactly what is typed: nobody silences what they were not told of.
  const told =
    made.ok && JSON.stringify(asked) === JSON.stringify(made.suspension) && !silenced.isPlaceholderData;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (made.ok) setAsking(made.suspension);
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('form.restored')} />}
      <Field label={t('form.name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={value.name}
            placeholder={t('form.nameHint')}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <What value={value} onChange={change} />
      <AreaPicker
        label={t('form.where')}
        value={value.areaIds}
        multiple
        onChange={(areaIds) => change({ areaIds })}
      />
      <div className="row">
        <DateField label={t('form.from')} value={value.from} onChange={(from) => change({ from })} />
        <DateField label={t('form.until')} value={value.until} onChange={(until) => change({ until })} />
      </div>
      {made.ok && silenced.data && <Silenced preview={silenced.data} />}
      {made.ok && <ProblemNote error={silenced.error} />}
      {tried && !made.ok && <Alert role="alert" type="error" showIcon title={t(`form.${made.lack}`)} />}
      <Button type="primary" danger htmlType="submit" size="large" block>
        {t('form.save')}
      </Button>
      {asking && (
        <Confirm
          suspension={asking}
          preview={told ? silenced.data : undefined}
          onClose={() => setAsking(null)}
          sent={draft.sent}
        />
      )}
    </form>
  );
}

interface WhatProps {
  value: SuspensionDraft;
  onChange: (part: Partial<SuspensionDraft>) => void;
}

function What({ value, onChange }: WhatProps) {
  const { t } = useTranslation('suspensions');
  return (
    <>
      <Radio.Group
        vertical
        aria-label={t('form.what')}
        value={value.what}
        onChange={({ target }) => onChange({ what: SuspensionDraft.shape.what.parse(target.value) })}
        options={(['music', 'columns', 'everything'] as const).map((each) => ({
          value: each,
          label: t(`form.kind.${each}`),
        }))}
      />
      {value.what === 'columns' && (
        <Field label={t('form.columns')} hint={t('form.columnsHint')}>
          {(id) => (
            <Select
              id={id}
              mode="tags"
              open={false}
              suffixIcon={null}
              value={value.columns}
              onChange={(names: string[]) =>
                onChange({ columns: names.map((name) => name.trim()).filter(Boolean) })
              }
            />
          )}
        </Field>
      )}
    </>
  );
}

/** What falls silent in the next days, line by line; later days are not planned yet. */
function Silenced({ preview: { diff, boxes, until } }: { preview: SuspensionPreview }) {
  const { t } = useTranslation('suspensions');
  const { date, clock } = useFormat();
  const rest = diff.more + Math.max(0, diff.changes.length - MOST);
  return (
    <section className="stack" aria-live="polite" aria-label={t('silenced.label')}>
      <p className="card">
        <strong>{diff.changes.length === 0 ? t('silenced.none') : diff.text}</strong>
        <br />
        <span className="soft small">{t('silenced.reach', { count: boxes, until: date(until - 1) })}</span>
      </p>
      <Rows>
        {diff.changes.slice(0, MOST).map((change) => {
          const at = change.after ?? change.before;
          return (
            <Row
              key={`${change.scheduleId} ${at} ${change.title} ${change.language} ${change.change}`}
              lead={at === null ? '' : clock(at)}
              title={t(`silenced.${change.change}`, { title: change.title })}
              detail={`${date(change.date)} · ${change.villages.join(', ')}`}
            />
          );
        })}
      </Rows>
      {rest > 0 && <p className="soft small">{t('silenced.more', { count: rest })}</p>}
    </section>
  );
}

interface ConfirmProps {
  suspension: NewSuspension;
  preview: SuspensionPreview | undefined;
  sent: () => Promise<void>;
  onClose: () => void;
}

function Confirm({ suspension, preview, sent, onClose }: ConfirmProps) {
  const { t } = useTranslation('suspensions');
  const { date } = useFormat();
  const what = useWhat();
  const toast = useToast();
  const navigate = useNavigate();
  const { data: areas } = useQuery(areasQuery);
  const suspend = useSuspend();
  const { name, from, until, areaIds } = suspension;
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('form.ask', { name })}
      what={what(suspension)}
      where={areaIds.map((id) => placeNameOf(areas, id) ?? '…').join(', ')}
      when={t('form.days', { from: date(from), until: date(until) })}
      yes={t('form.yes')}
      busy={suspend.isPending}
      error={suspend.error}
      onYes={() =>
        suspend.mutate(suspension, {
          onSuccess() {
            toast(t('form.done', { name }));
            void sent().then(() => navigate('/tam-dung'));
          },
        })
      }
      onNo={onClose}
    >
      {preview && preview.diff.changes.length > 0 && <p>{preview.diff.text}</p>}
      <p className="soft">{t('form.stays')}</p>
      {isSetAlready(suspend.error) && (
        <div className="row">
          <Button onClick={() => void sent().then(() => navigate(`/tam-dung?dot=${suspension.id}`))}>
            {t('form.openSet')}
          </Button>
        </div>
      )}
    </ConfirmSound>
  );
}

/** An earlier sending arrived, though its answer did not; since then something else was typed. */
function isSetAlready(error: Error | null): boolean {
  return error instanceof ProblemError && error.code === 'already_saved';
}
