import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Choice } from '../../components/choice.js';
import { Empty } from '../../components/empty.js';
import { framed } from '../../components/framed.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PlainButton } from '../../components/plain-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { now } from '../../lib/clock.js';
import { civilDate, clock } from '../../lib/format.js';
import { lazily } from '../../lib/lazily.js';
import { useMay, useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { datesFrom } from './board.js';
import { lookedWeek } from './looked-week.js';
import type { Suspended } from './suspended.js';
import { useSuspended } from './use-suspended.js';
import { useWide } from './use-wide.js';
import { addDays, entriesOf, mondayOf, WEEK_DAYS, type WeekEntry, weekQuery } from './week.js';
import type { Drop } from './week-board.js';
import { WeekList } from './week-list.js';
import { weekdayOf } from './weekdays.js';
import './board.css';

const WeekBoard = lazily(() => import('./week-board.js'));
const MoveDialog = framed(() => import('./move-dialog.js'));

const VIEWS = { tuan: 'week', ngay: 'day', 'danh-sach': 'list' } as const;
type View = (typeof VIEWS)[keyof typeof VIEWS];
const viewOf = (text: string | null): View | null =>
  text === 'tuan' || text === 'ngay' || text === 'danh-sach' ? VIEWS[text] : null;

/** A week of one's area: a board by the hour where there is room for one, a list on a phone. */
export default function SchedulePage() {
  const { t } = useTranslation(['schedule', 'app']);
  const me = useMe();
  const may = useMay();
  const wide = useWide();
  const { get, set } = useListAddress();
  const today = civilDate(now());
  const { areaId, day, monday } = lookedWeek(get, me, today);
  const asked = viewOf(get('kieu')) ?? (wide ? 'week' : 'list');
  // A link to the board, opened on a phone: the same week as a list.
  const view = asked === 'week' && !wide ? 'list' : asked;
  // One request answers the week, whichever way it is looked at.
  const week = useQuery(weekQuery(areaId, monday));
  const suspended = useSuspended(areaId, monday);
  const add = may('schedule.write') && (
    <LinkButton type="primary" to="/lich-phat/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <AreaPicker
        label={t('place')}
        value={[areaId]}
        onChange={([chosen]) => set({ noi: chosen === me.areaId ? null : (chosen ?? null) })}
      />
      <MoreLinks monday={monday} areaId={areaId} />
      <div className="board-bar not-printed">
        <Choice
          label={t('view.label')}
          value={view}
          onChange={(next) => set({ kieu: Object.keys(VIEWS).find((key) => viewOf(key) === next) ?? null })}
          options={(['week', 'day', 'list'] as const)
            .filter((each) => wide || each !== 'week')
            .map((each) => ({ value: each, label: t(`view.${each}`) }))}
        />
      </div>
      <Steps day={day} step={view === 'day' ? 1 : WEEK_DAYS} onDay={(next) => set({ ngay: next })} />
      {/* Whoever is not told of a suspension would plan into it. */}
      <ProblemNote error={suspended.error} onRetry={suspended.refetch} />
      <Loaded key={`${areaId} ${monday}`} query={week}>
        {(found) => {
          const entries = entriesOf(found, now());
          const shown = view === 'day' ? entries.filter(({ run }) => run.date === day) : entries;
          const span = view === 'day' ? { from: day, days: 1 } : { from: monday, days: WEEK_DAYS };
          if (view === 'list' || !wide) {
            const silent = datesFrom(span.from, span.days).some((date) => suspended.on(date).length > 0);
            if (shown.length === 0 && !silent)
              return <Empty text={t(view === 'day' ? 'emptyDay' : 'empty')} />;
            return <WeekList entries={shown} {...span} today={today} suspendedOn={suspended.on} />;
          }
          return (
            <Board
              entries={shown}
              {...span}
              suspendedOn={suspended.on}
              onDay={(date) => set({ kieu: 'ngay', ngay: date })}
            />
          );
        }}
      </Loaded>
    </PageFrame>
  );
}

function MoreLinks({ monday, areaId }: { monday: string; areaId: string }) {
  const { t } = useTranslation('schedule');
  const may = useMay();
  const hasPage = useHasPage();
  const links = [
    ['/chuong-trinh', t('programmes')],
    ['/tam-dung', t('suspensions')],
    ['/uu-tien', t('decisions')],
    ['/lang', t('villages')],
    ['/dot-cao-diem', t('campaigns')],
  ] as const;
  return (
    <p className="row not-printed">
      {may('schedule.write') && (
        <Link to={`/lich-phat/chep?${new URLSearchParams({ noi: areaId, tuan: monday })}`}>
          {t('copy.link')}
        </Link>
      )}
      {links
        .filter(([path]) => hasPage(path))
        .map(([path, name]) => (
          <Link key={path} to={path}>
            {name}
          </Link>
        ))}
      {hasPage('/lang') && <Link to={`/lang/${areaId}/dien-thoai`}>{t('phone')}</Link>}
    </p>
  );
}

/** Where one is in time, and on from there. */
function Steps({ day, step, onDay }: { day: string; step: number; onDay: (day: string) => void }) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const monday = mondayOf(day);
  const title =
    step === 1
      ? t('dayOf', { weekday: t(`weekday.${weekdayOf(day)}`), date: date(day) })
      : t('weekOf', { from: date(monday).slice(0, 5), to: date(addDays(monday, WEEK_DAYS - 1)) });
  return (
    <div className="board-bar">
      <h2>{title}</h2>
      <div className="row not-printed">
        <PlainButton onClick={() => onDay(addDays(day, -step))}>
          {t(step === 1 ? 'dayBefore' : 'weekBefore')}
        </PlainButton>
        <PlainButton onClick={() => onDay(civilDate(now()))}>
          {t(step === 1 ? 'today' : 'thisWeek')}
        </PlainButton>
        <PlainButton onClick={() => onDay(addDays(day, step))}>
          {t(step === 1 ? 'dayAfter' : 'weekAfter')}
        </PlainButton>
      </div>
    </div>
  );
}

/** The board, and the question that a drop on it asks. */
function Board(props: {
  entries: readonly WeekEntry[];
  from: string;
  days: number;
  onDay: (date: string) => void;
  suspendedOn: (date: string) => readonly Suspended[];
}) {
  const [drop, setDrop] = useState<Drop | null>(null);
  const at = now();
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <WeekBoard {...props} now={`${civilDate(at)}T${clock(at)}:00`} onDrop={setDrop} />
      {drop && (
        <MoveDialog
          schedule={drop.entry.schedule}
          run={drop.entry.run}
          sameDay={props.entries
            .map(({ run }) => run)
            .filter(
              ({ scheduleId, date }) =>
                scheduleId === drop.entry.run.scheduleId && date === drop.entry.run.date,
            )}
          to={drop.to}
          where={drop.entry.schedule.villages.join(', ')}
          onClose={() => setDrop(null)}
        />
      )}
    </Suspense>
  );
}
