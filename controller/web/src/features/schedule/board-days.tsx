import { useTranslation } from 'react-i18next';
import { Row, Rows } from '../../components/rows.js';
import { PriorityTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import type { Tone } from '../../lib/words.js';
import { type BoardEntry, datesFrom } from './board.js';
import { weekdayOf } from './weekdays.js';
import './board.css';

const TONES: Readonly<Record<BoardEntry['readiness'], Tone>> = {
  ready: 'good',
  partly: 'warn',
  silent: 'bad',
};

/** Days below each other on a phone, seven beside each other where there is room. */
export function BoardDays({
  entries,
  first,
  days,
  quiet = false,
}: {
  entries: readonly BoardEntry[];
  first: string;
  days: number;
  /** One schedule's own list: leaves out days without it, and says what is missing. */
  quiet?: boolean;
}) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (
    <ol className="board">
      {datesFrom(first, days).map((civil) => {
        const today = entries.filter((entry) => entry.date === civil);
        if (quiet && today.length === 0) return null;
        return (
          <li key={civil} className="board-day">
            <h2>{t('dayOf', { weekday: t(`weekday.${weekdayOf(civil)}`), date: date(civil) })}</h2>
            {today.length === 0 && <p className="soft small">{t('noRun')}</p>}
            <Rows>
              {today.map((entry) => (
                <EntryRow key={entry.key} entry={entry} told={quiet} />
              ))}
            </Rows>
          </li>
        );
      })}
    </ol>
  );
}

/** What is missing stands on the schedule's own page; a board is read at a glance. */
function EntryRow({ entry, told }: { entry: BoardEntry; told: boolean }) {
  const { t } = useTranslation('schedule');
  const { clock } = useFormat();
  const { name, startsAt, endsAt, readiness, clusters, priority, warnings } = entry;
  const reasons = told ? warnings.map(({ text }) => text) : [];
  const span =
    readiness === 'silent' ? clock(startsAt) : t('from', { from: clock(startsAt), to: clock(endsAt) });
  return (
    <Row
      title={
        <>
          <time className="board-time" dateTime={new Date(startsAt).toISOString()}>
            {span}
          </time>{' '}
          {name}
        </>
      }
      detail={[t('clusters', { count: clusters.length }), ...reasons].join(' · ')}
      state={
        <>
          <Tag tone={TONES[readiness]}>{t(`readiness.${readiness}`)}</Tag>
          <PriorityTag priority={priority} />
        </>
      }
      to={`/lich-phat/${entry.scheduleId}`}
    />
  );
}
