import type { CalendarOptions, EventApi, EventContentArg, EventInput } from '@fullcalendar/core';
import viLocale from '@fullcalendar/core/locales/vi';
import interaction from '@fullcalendar/interaction';
import FullCalendar from '@fullcalendar/react';
import timeGrid from '@fullcalendar/timegrid';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFormat } from '../../lib/use-format.js';
import type { Place } from './move.js';
import type { Suspended } from './suspended.js';
import { SuspendedNotes } from './suspended-notes.js';
import { runAddress, type WeekEntry } from './week.js';
import { weekdayOf } from './weekdays.js';
import './week-board.css';

export interface Drop {
  entry: WeekEntry;
  to: Place;
}

export interface WeekBoardProps {
  entries: readonly WeekEntry[];
  from: string;
  days: number;
  /** The civil date and time that it is there, `2026-11-02T17:05:00`. */
  now: string;
  onDrop: (drop: Drop) => void;
  onDay: (date: string) => void;
  suspendedOn: (date: string) => readonly Suspended[];
}

/** What hours are shown at least; a run outside them widens them. */
const [FIRST_HOUR, LAST_HOUR] = [5, 21];
/** As fine as clerks plan. */
const SNAP = '00:05:00';
/** Lower than this nobody can read or grab it, pixels at usual letters. */
const LOWEST = 38;

/**
 * A week or a day by the hour. All times are the place's own civil times: the calendar is told they were UTC, so that
 * the zone of the machine does not matter.
 */
export default function WeekBoard({ entries, from, days, now, onDrop, onDay, suspendedOn }: WeekBoardProps) {
  const { t, i18n } = useTranslation('schedule');
  const { date: dateText } = useFormat();
  const navigate = useNavigate();
  const events = useMemo(() => entries.map(eventOf), [entries]);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const drop: CalendarOptions['eventDrop'] = ({ event, revert }) => {
    const entry = byKey.get(event.id);
    const to = event.start && placeOf(event.start);
    // It stands where the controller has it until a person has said yes.
    revert();
    if (entry && to) onDrop({ entry, to });
  };
  return (
    <div className="week-board">
      <p className="soft small">{t('dragHint')}</p>
      <FullCalendar
        key={`${from} ${days}`}
        plugins={[timeGrid, interaction]}
        initialView="shown"
        views={{ shown: { type: 'timeGrid', duration: { days } } }}
        initialDate={from}
        timeZone="UTC"
        now={now}
        nowIndicator
        locale={i18n.language === 'en' ? 'en-gb' : viLocale}
        headerToolbar={false}
        allDaySlot={false}
        height="auto"
        slotMinTime={hourText(Math.min(FIRST_HOUR, ...entries.map(({ run }) => hourOf(run.time))))}
        slotMaxTime={hourText(Math.max(LAST_HOUR, ...entries.map(lastHour)) + 1)}
        slotDuration="00:30:00"
        snapDuration={SNAP}
        slotLabelFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
        slotEventOverlap={false}
        eventMinHeight={LOWEST * letterScale()}
        eventMaxStack={days === 1 ? 12 : 3}
        moreLinkText={(count) => t('more', { count })}
        moreLinkClick={({ date }) => onDay(date.toISOString().slice(0, 10))}
        dayHeaderContent={({ date }) => {
          const civil = date.toISOString().slice(0, 10);
          return (
            <>
              <button
                type="button"
                className="week-board-day"
                disabled={days === 1}
                onClick={() => onDay(civil)}
              >
                {t(`weekday.${weekdayOf(civil)}`)} <strong>{dateText(civil).slice(0, 5)}</strong>
              </button>
              <SuspendedNotes those={suspendedOn(civil)} />
            </>
          );
        }}
        events={events}
        eventContent={({ event }) => <Content event={event} />}
        eventDurationEditable={false}
        eventAllow={({ startStr }) => startStr.slice(0, 19) > now}
        eventDrop={drop}
        eventClick={({ event, jsEvent }) => {
          jsEvent.preventDefault();
          const entry = byKey.get(event.id);
          if (entry) void navigate(runAddress(entry.run));
        }}
        eventDidMount={({ el, event }) => {
          const entry = byKey.get(event.id);
          if (entry) el.title = titleOf(entry, t);
        }}
      />
    </div>
  );
}

type Words = (key: 'notApproved' | 'nobody') => string;

function titleOf({ run, schedule }: WeekEntry, t: Words): string {
  const where = schedule.clusters === 0 ? t('nobody') : schedule.villages.join(', ');
  return [run.time, schedule.name, where, ...(schedule.approved ? [] : [t('notApproved')])].join(' · ');
}

function eventOf({ key, run, schedule, over, movable, endsAt }: WeekEntry): EventInput {
  const start = `${run.date}T${run.time}:00`;
  const length = Math.max(endsAt - run.startsAt, 60_000);
  const end = new Date(Date.parse(`${start}Z`) + length).toISOString().slice(0, 19);
  return {
    ...{ id: key, title: schedule.name, start, end, url: runAddress(run), startEditable: movable },
    classNames: [
      'week-event',
      `week-event-${schedule.priority}`,
      ...(over ? ['week-event-over'] : []),
      ...(schedule.approved ? [] : ['week-event-waiting']),
    ],
    extendedProps: { waiting: !schedule.approved && !over, where: schedule.villages.join(', ') },
  };
}

function Content({ event }: Pick<EventContentArg, 'event'>) {
  const { t } = useTranslation('schedule');
  return (
    <span className="week-event-words">
      <strong>{timeOf(event)}</strong> {event.title}
      {event.extendedProps.waiting === true && <em> · {t('notApproved')}</em>}
      {` · ${String(event.extendedProps.where)}`}
    </span>
  );
}

const timeOf = ({ start }: EventApi) => start?.toISOString().slice(11, 16) ?? '';

function placeOf(start: Date): Place {
  const text = start.toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

const hourOf = (time: string): number => Number(time.slice(0, 2));
const hourText = (hour: number): string => `${String(Math.min(hour, 24)).padStart(2, '0')}:00:00`;
/** One that goes on past midnight is shown to the end of its day. */
function lastHour({ run, schedule }: WeekEntry): number {
  const minutes = hourOf(run.time) * 60 + Number(run.time.slice(3)) + schedule.durationMs / 60_000;
  return Math.min(23, Math.floor(minutes / 60));
}

function letterScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}
