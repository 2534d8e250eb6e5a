import { useTranslation } from 'react-i18next';
import { Row, Rows } from '../../components/rows.js';
import { PriorityTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import type { Suspended } from './suspended.js';
import { SuspendedNotes } from './suspended-notes.js';
import { byDay, runAddress, type WeekEntry } from './week.js';
import { weekdayOf } from './weekdays.js';
import './board.css';

/** Days below each other, each with its runs: for thumbs, and for whoever would rather read than drag. */
export function WeekList({
  entries,
  from,
  days,
  today,
  suspendedOn,
}: {
  entries: readonly WeekEntry[];
  from: string;
  days: number;
  today: string;
  suspendedOn: (date: string) => readonly Suspended[];
}) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (
    <ol className="board">
      {byDay(entries, from, days).map(({ date: civil, entries: those }) => (
        <li key={civil} className="board-day">
          {/* A single day stands in the page's own heading. */}
          {days > 1 && (
            <h2>
              {t('dayOf', { weekday: t(`weekday.${weekdayOf(civil)}`), date: date(civil) })}
              {civil === today && <Tag tone="good">{t('today')}</Tag>}
            </h2>
          )}
          <SuspendedNotes those={suspendedOn(civil)} />
          {those.length === 0 && <p className="soft small">{t('noRun')}</p>}
          <Rows>
            {those.map((entry) => (
              <EntryRow key={entry.key} entry={entry} />
            ))}
          </Rows>
        </li>
      ))}
    </ol>
  );
}

function EntryRow({ entry: { run, schedule, endsAt, over } }: { entry: WeekEntry }) {
  const { t } = useTranslation('schedule');
  const { clock } = useFormat();
  const { villages, clusters, durationMs, priority, approved } = schedule;
  const span = durationMs === 0 ? run.time : t('from', { from: run.time, to: clock(endsAt) });
  const where = clusters === 0 ? t('nobody') : villages.slice(0, 2).join(', ');
  return (
    <Row
      title={
        <>
          <time className="board-time" dateTime={new Date(run.startsAt).toISOString()}>
            {span}
          </time>{' '}
          {schedule.name}
        </>
      }
      detail={villages.length > 2 ? t('andMore', { where, count: clusters }) : where}
      state={
        <>
          {over && <Tag tone="calm">{t('over')}</Tag>}
          {!over && !approved && <Tag tone="warn">{t('notApproved')}</Tag>}
          <PriorityTag priority={priority} />
        </>
      }
      to={runAddress(run)}
    />
  );
}
