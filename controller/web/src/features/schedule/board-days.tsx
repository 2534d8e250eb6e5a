import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Row, Rows } from '../../components/rows.js';
import { PriorityTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import type { Tone } from '../../lib/words.js';
import { type BoardEntry, datesFrom, type Lack, lacksOf } from './board.js';
import { weekdayOf } from './weekdays.js';
import './board.css';

const TONES: Readonly<Record<BoardEntry['readiness'], Tone>> = {
  ready: 'good',
  partly: 'warn',
  silent: 'bad',
};

/** One schedule's own next days, without those that have none of it, after what is missing: once, not day by day. */
export function BoardDays({
  entries,
  first,
  days,
}: {
  entries: readonly BoardEntry[];
  first: string;
  days: number;
}) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const words = useLackWords();
  const lacks = lacksOf(entries).map(words);
  return (
    <>
      {lacks.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('one.lacks')}
          description={
            <ul className="board-lacks">
              {lacks.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          }
        />
      )}
      <ol className="board">
        {datesFrom(first, days).map((civil) => {
          const today = entries.filter((entry) => entry.date === civil);
          if (today.length === 0) return null;
          return (
            <li key={civil} className="board-day">
              <h2>{t('dayOf', { weekday: t(`weekday.${weekdayOf(civil)}`), date: date(civil) })}</h2>
              <Rows>
                {today.map((entry) => (
                  <EntryRow key={entry.key} entry={entry} />
                ))}
              </Rows>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function useLackWords(): (lack: Lack) => string {
  const { t } = useTranslation('schedule');
  const speech = useSpeech();
  return (lack) => {
    if (lack.kind === 'text') return lack.text;
    // The line says "tiếng" once for all of them.
    const languages = lack.languages.map((each) => speech(each).replace(/^Tiếng /, '')).join(', ');
    const words = t(`one.lack.${lack.why}`, { languages });
    return lack.title === null ? words : t('one.lackOf', { lack: words, title: lack.title });
  };
}

function EntryRow({ entry }: { entry: BoardEntry }) {
  const { t } = useTranslation('schedule');
  const { clock } = useFormat();
  const { name, startsAt, endsAt, readiness, clusters, priority } = entry;
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
      detail={t('clusters', { count: clusters.length })}
      state={
        <>
          <Tag tone={TONES[readiness]}>{t(`readiness.${readiness}`)}</Tag>
          <PriorityTag priority={priority} />
        </>
      }
    />
  );
}
