import type { SchedulePreview } from '@loa/shared/api/schedules';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { LinkButton } from '../../components/link-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { SaveProblem } from '../../components/save-problem.js';
import type { Draft } from '../../lib/drafts.js';
import { ProblemError } from '../../lib/problem-error.js';
import { useSettled } from '../../lib/use-settled.js';
import type { Version } from '../../lib/use-version.js';
import { MoreField } from './more-field.js';
import { NowQuestion } from './now-question.js';
import { type Days, PreviewView, queues, type TakeTime } from './preview.js';
import { changeOf, newScheduleOf, type ScheduleDraft } from './schedule-draft.js';
import { previewQuery, useSaveSchedule } from './schedules.js';
import { TimetableField } from './timetable-field.js';
import { withTime } from './timetable-form.js';
import { WhatField } from './what-field.js';
import './schedule-form.css';

/** After the last change, before the controller is asked what would become of it, milliseconds. */
const SETTLE_MS = 400;

export interface ScheduleFormProps {
  /** Null: a new one. */
  scheduleId: string | null;
  draft: Draft<ScheduleDraft>;
  value: ScheduleDraft;
  /** Null: a new one. */
  version: Version | null;
  onSaved: (scheduleId: string) => void;
}

export function ScheduleForm({ scheduleId, draft, value, version, onSaved }: ScheduleFormProps) {
  const { t } = useTranslation('schedule');
  const { change } = draft;
  const { timetable } = value;
  const made = scheduleId === null ? newScheduleOf(value) : changeOf(value);
  const asked = useSettled(made.ok ? made.asked : null, SETTLE_MS);
  const preview = useQuery(previewQuery(scheduleId, asked));
  const save = useSaveSchedule(
    scheduleId !== null && version !== null ? { id: scheduleId, readAt: version.readAt } : null,
  );
  const [asking, setAsking] = useState(false);
  const current = made.ok ? preview.data : undefined;
  // Nobody saves what they were not told of: the preview is of exactly what is typed.
  const told = made.ok && JSON.stringify(asked) === JSON.stringify(made.asked) && !preview.isPlaceholderData;
  const savable = told && current !== undefined && current.refusals.length === 0;
  const queued = current !== undefined && queues(current);
  const isNow = timetable?.kind === 'now';
  const send = () => {
    if (!made.ok || !savable) return;
    const body = { ...made.asked, onOverlap: queued ? ('queue' as const) : ('refuse' as const) };
    save.mutate(body, {
      onSuccess: ({ schedule }) => onSaved(schedule.id),
      // Why it was not taken stands in the form, where it can be mended.
      onSettled: () => setAsking(false),
    });
  };
  const onTake = (taken: TakeTime) => {
    if (timetable !== null) change({ timetable: withTime(timetable, taken) });
  };
  return (
    <form
      className="stack schedule-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNow) setAsking(savable);
        else send();
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('form.restored')} />}
      {scheduleId === null && <WhatField value={value} onChange={change} />}
      <Where value={value} onChange={change} />
      {timetable === null ? (
        <Alert type="info" showIcon title={t('form.kept')} />
      ) : (
        <TimetableField
          value={timetable}
          mayNow={scheduleId === null}
          onChange={(next) => change({ timetable: next })}
        />
      )}
      <MoreField value={value} isNew={scheduleId === null} onChange={change} />
      {made.ok ? (
        <Judged
          preview={current}
          error={preview.error}
          days={timetable?.kind === 'once' ? 'named' : 'all'}
          onTake={timetable === null ? null : onTake}
        />
      ) : (
        <p className="soft">{t(`form.${made.lack}`)}</p>
      )}
      <SaveProblem error={save.error} version={version} />
      {isSavedAlready(save.error) && (
        <LinkButton to={`/lich-phat/${value.id}`}>{t('form.openSaved')}</LinkButton>
      )}
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={save.isPending}
        disabled={!savable}
      >
        {isNow ? t('now.yes') : queued ? t('form.saveQueued') : t('form.save')}
      </Button>
      {asking && savable && (
        <NowQuestion
          preview={current}
          queued={queued}
          busy={save.isPending}
          onYes={send}
          onNo={() => setAsking(false)}
        />
      )}
    </form>
  );
}

/** An earlier sending arrived, though its answer did not; since then something else was typed. */
function isSavedAlready(error: Error | null): boolean {
  return error instanceof ProblemError && error.code === 'already_saved';
}

function Judged({
  preview,
  error,
  days,
  onTake,
}: {
  preview: SchedulePreview | undefined;
  error: Error | null;
  days: Days;
  onTake: ((time: TakeTime) => void) | null;
}) {
  const { t } = useTranslation('schedule');
  if (error) return <ProblemNote error={error} />;
  if (!preview) return <p className="soft">{t('form.checking')}</p>;
  return <PreviewView preview={preview} days={days} onTake={onTake} />;
}

interface PartProps {
  value: ScheduleDraft;
  onChange: (part: Partial<ScheduleDraft>) => void;
}

function Where({ value, onChange }: PartProps) {
  const { t } = useTranslation('schedule');
  const { areaIds, clusterIds } = value;
  if (clusterIds.length > 0) {
    return (
      <p className="row">
        {t('form.clusters', { count: clusterIds.length })}
        <Button onClick={() => onChange({ clusterIds: [] })}>{t('form.wholeArea')}</Button>
      </p>
    );
  }
  return (
    <AreaPicker
      label={t('form.where')}
      value={areaIds}
      multiple
      onChange={(next) => onChange({ areaIds: next })}
    />
  );
}
