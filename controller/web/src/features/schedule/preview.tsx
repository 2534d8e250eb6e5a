import type { Conflict } from '@loa/shared/api/conflicts';
import type { ScheduleNote, SchedulePreview } from '@loa/shared/api/schedules';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import { PlanChanges } from '../../components/plan-changes.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useDaysOf } from './use-days-of.js';
import { usePreviewWords } from './use-preview-words.js';

const Nearest = z.object({ time: z.string(), nearest: z.array(z.string()) });
const OfBulletin = z.object({ bulletinId: z.string() });
const NONE = { time: null, nearest: [] };

/**
 * Of which day free times are: each names its own; all days have the same times; or only those of one day count, since
 * whatever else the schedule meets stays where it is.
 */
export type Days = 'named' | 'all' | { on: string };

export interface TakeTime {
  time: string;
  /** The time that it takes the place of; null: it is not known which. */
  instead: string | null;
  /** Null: the day stays. */
  date: string | null;
}

/** Whether it would wait for something of the same rank: then somebody says so while saving. */
export function queues({ conflicts }: SchedulePreview): boolean {
  return conflicts.some(({ kind }) => kind === 'queues');
}

/** So many receivers would sound: now that it may, or once somebody approves it; none while it cannot be saved. */
function Heard({ preview: { refusals, warnings, boxes } }: { preview: SchedulePreview }) {
  const { t } = useTranslation('schedule');
  if (refusals.length > 0) return null;
  const waits = warnings.some(({ code }) => code === 'not_approved');
  return (
    <span className="soft small">{t(waits ? 'form.boxesApproved' : 'form.boxes', { count: boxes })}</span>
  );
}

/** What the controller says of a schedule before it is saved: when, what stands against it, who hears something else. */
export function PreviewView({
  preview,
  onTake,
  days = 'named',
  brief = false,
}: {
  preview: SchedulePreview;
  /** Null where times cannot be changed. */
  onTake: ((time: TakeTime) => void) | null;
  days?: Days;
  /** One of many: without its changes one by one. */
  brief?: boolean;
}) {
  const { t } = useTranslation('schedule');
  const { line } = usePreviewWords();
  const { refusals, warnings, conflicts, diff } = preview;
  // What it meets is shown with its way out; the same words need not stand twice.
  const plain = warnings.filter(({ message }) => !conflicts.some(({ text }) => text === message));
  return (
    <section className="stack" aria-label={t('form.preview')} aria-live="polite">
      <p className="card">
        <strong>{line(preview)}</strong>
        <br />
        {!brief && <NextDates dates={preview.nextDates} />}
        <Heard preview={preview} />
      </p>
      {refusals.map((note) => (
        <Refusal key={note.code + note.message} note={note} onTake={onTake} />
      ))}
      {conflicts.map((conflict) => (
        <Meets key={conflict.scheduleId + conflict.kind} conflict={conflict} onTake={onTake} days={days} />
      ))}
      {plain.map((note) => (
        <Alert
          key={note.code + note.message}
          type="warning"
          showIcon
          title={note.message}
          action={<OpenBulletin note={note} />}
        />
      ))}
      {!brief && refusals.length === 0 && <PlanChanges diff={diff} />}
    </section>
  );
}

function Refusal({ note, onTake }: { note: ScheduleNote; onTake: ((time: TakeTime) => void) | null }) {
  const { t } = useTranslation('schedule');
  const details = Nearest.safeParse(note.details);
  const { time: instead, nearest } = details.success && onTake ? details.data : NONE;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={note.message}
      action={<OpenBulletin note={note} />}
      description={
        nearest.length > 0 && (
          <div className="row">
            {nearest.map((time) => (
              <Button key={time} onClick={() => onTake?.({ time, instead, date: null })}>
                {t('form.takeTime', { time })}
              </Button>
            ))}
          </div>
        )
      }
    />
  );
}

/** Where what is said of a bulletin can be mended; what is typed here stays as a draft. */
function OpenBulletin({ note: { details } }: { note: ScheduleNote }) {
  const { t } = useTranslation('schedule');
  const hasPage = useHasPage();
  const of = OfBulletin.safeParse(details);
  if (!of.success || !hasPage('/ban-tin/:bulletinId')) return null;
  return <Link to={`/ban-tin/${of.data.bulletinId}`}>{t('form.openBulletin')}</Link>;
}

/** When it comes first: whether the rules say what was meant. */
function NextDates({ dates }: { dates: readonly string[] }) {
  const { t } = useTranslation('schedule');
  const daysOf = useDaysOf();
  if (dates.length === 0) return null;
  return (
    <>
      {t('form.nextDates', { dates: daysOf(dates) })}
      <br />
    </>
  );
}

/** What may be taken: times of a run that comes again are the same on all its days; of one run, those of its day. */
function alternativesFor({ alternatives }: Conflict, days: Days) {
  return typeof days === 'string' ? alternatives : alternatives.filter(({ date }) => date === days.on);
}

function Meets({
  conflict,
  onTake,
  days,
}: {
  conflict: Conflict;
  onTake: ((time: TakeTime) => void) | null;
  days: Days;
}) {
  const { t } = useTranslation('schedule');
  const { date: dateText } = useFormat();
  const free = alternativesFor(conflict, days);
  return (
    <Alert
      type={conflict.kind === 'displaces' ? 'info' : 'warning'}
      showIcon
      title={conflict.text}
      description={
        onTake &&
        free.length > 0 && (
          <div className="row">
            {free.map(({ date, time }) => (
              <Button key={date + time} onClick={() => onTake({ time, instead: conflict.time, date })}>
                {days === 'named'
                  ? t('form.takeDateTime', { time, date: dateText(date) })
                  : t('form.takeTime', { time })}
              </Button>
            ))}
          </div>
        )
      }
    />
  );
}
