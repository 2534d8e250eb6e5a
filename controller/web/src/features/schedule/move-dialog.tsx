import type { AskedTimetable, Schedule } from '@loa/shared/api/schedules';
import { useQuery } from '@tanstack/react-query';
import { Alert, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { Dialog } from '../../components/dialog.js';
import { ProblemNote } from '../../components/problem-note.js';
import TimeField from '../../components/time-field.js';
import { useToast } from '../../components/toasts.js';
import { now } from '../../lib/clock.js';
import { civilDate, clock } from '../../lib/format.js';
import { useSettled } from '../../lib/use-settled.js';
import { movedAlways, movedOnce, type Place, type Run } from './move.js';
import { PreviewView, queues } from './preview.js';
import { useRunWords } from './run-words.js';
import { previewQuery, useSaveSchedule } from './schedules.js';

export interface MoveDialogProps {
  schedule: Schedule;
  run: Run;
  /** Every run of the schedule on that run's day, itself included. */
  sameDay: readonly Run[];
  /** Where it was dropped. */
  to: Place;
  where: string;
  onClose: () => void;
}

type Scope = 'one' | 'all';
const SETTLE_MS = 250;

/** Before a run goes elsewhere: only this one or all of them, what changes and for whom; refused, where it may go. */
export default function MoveDialog({ schedule, run, sameDay, to: asked, where, onClose }: MoveDialogProps) {
  const { t } = useTranslation('schedule');
  const words = useRunWords();
  const toast = useToast();
  const [to, setTo] = useState<Place>(asked);
  const [scope, setScope] = useState<Scope>('one');
  const always = movedAlways(schedule.timetable, run, to);
  const timetable = scope === 'all' ? always : movedOnce(schedule.timetable, run, to, sameDay);
  const still = to.date === run.date && to.time === run.time;
  const past = `${to.date} ${to.time}` <= `${civilDate(now())} ${clock(now())}`;
  const ready = timetable !== null && !still && !past && to.time !== '';
  const body = useSettled(ready ? { timetable } : null, SETTLE_MS);
  const preview = useQuery(previewQuery(schedule.id, body));
  const save = useSaveSchedule({ id: schedule.id, readAt: schedule.updatedAt });
  const told =
    ready && !preview.isPlaceholderData && JSON.stringify(body) === JSON.stringify({ timetable })
      ? preview.data
      : undefined;
  const queued = told !== undefined && queues(told);
  const move = (next: AskedTimetable) => {
    const patch = { timetable: next, onOverlap: queued ? ('queue' as const) : ('refuse' as const) };
    save.mutate(patch, {
      onSuccess() {
        toast(t('move.done', { name: schedule.name, to: words(to) }));
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      title={t('move.title', { name: schedule.name })}
      okText={queued ? t('move.yesQueued') : t('move.yes')}
      cancelText={t('move.no')}
      closable={false}
      confirmLoading={save.isPending}
      okButtonProps={{ disabled: told === undefined || told.refusals.length > 0 }}
      onOk={() => timetable && move(timetable)}
      onCancel={onClose}
    >
      <div className="stack schedule-form">
        <p>
          {t('move.from', { from: words(run) })}
          <br />
          {t('move.where', { where })}
        </p>
        <div className="row">
          <span>{t('move.to')}</span>
          <DateField
            bare
            label={t('form.date')}
            value={to.date}
            onChange={(date) => date !== null && setTo({ ...to, date })}
          />
          <TimeField label={t('move.time')} value={to.time} onChange={(time) => setTo({ ...to, time })} />
        </div>
        {schedule.timetable.kind === 'recurring' && (
          <Radio.Group
            vertical
            aria-label={t('move.which')}
            value={scope}
            onChange={({ target }) => setScope(target.value === 'all' ? 'all' : 'one')}
            options={[
              { value: 'one', label: t('move.one', { from: words(run) }) },
              { value: 'all', disabled: always === null, label: t('move.all') },
            ]}
          />
        )}
        {schedule.timetable.kind === 'recurring' && always === null && (
          <p className="soft">{t('move.notAll')}</p>
        )}
        {still && <p className="soft">{t('move.still')}</p>}
        {past && <Alert type="error" showIcon role="alert" title={t('move.past')} />}
        {ready && preview.error && <ProblemNote error={preview.error} />}
        {ready && !preview.error && told === undefined && <p className="soft">{t('form.checking')}</p>}
        {told && (
          <PreviewView
            preview={told}
            days={scope === 'all' ? 'all' : { on: to.date }}
            onTake={({ time }) => setTo({ ...to, time })}
          />
        )}
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  );
}
