import type { Schedule } from '@loa/shared/api/schedules';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { Facts } from '../../components/facts.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { ProblemError } from '../../lib/problem-error.js';
import { useMay, useMe } from '../../lib/session.js';
import { boardOf } from './board.js';
import { BoardDays } from './board-days.js';
import { RunCard } from './run-card.js';
import { BOARD_DAYS, boardQuery, previewQuery, scheduleQuery, useCancelSchedule } from './schedules.js';
import { useDaysOf } from './use-days-of.js';
import { useSuspended } from './use-suspended.js';
import { entriesOf, WEEK_DAYS, weekQuery } from './week.js';
import { WeekList } from './week-list.js';

export default function OneSchedulePage() {
  const { t } = useTranslation('schedule');
  const { scheduleId = '' } = useParams();
  const may = useMay();
  const schedule = useQuery(scheduleQuery(scheduleId));
  const open = schedule.data?.state === 'active' && may('schedule.write');
  const edit = open && <LinkButton to={`/lich-phat/${scheduleId}/sua`}>{t('one.edit')}</LinkButton>;
  return (
    <PageFrame title={schedule.data?.name ?? t('title')} actions={edit}>
      <Loaded query={schedule}>
        {(found) => (
          <>
            {found.state === 'cancelled' && <Alert type="info" showIcon title={t('one.cancelled')} />}
            <About schedule={found} />
            {found.state === 'active' && <Run schedule={found} />}
            {found.state === 'active' && <Next schedule={found} />}
            {open && <Cancel schedule={found} />}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

/** Where a schedule is heard, in words. */
function useWhere({ areaIds, clusterIds }: Schedule): string {
  const { t } = useTranslation('schedule');
  const { data: areas } = useQuery(areasQuery);
  const names = areaIds.map((id) => placeNameOf(areas, id) ?? '…');
  if (clusterIds.length > 0) names.push(t('one.whereClusters', { count: clusterIds.length }));
  return names.join(', ');
}

function About({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('schedule');
  const may = useMay();
  const where = useWhere(schedule);
  const daysOf = useDaysOf();
  // Its own words for its times come from looking at an edit that changes nothing.
  const asked = may('schedule.write') && schedule.state === 'active' ? {} : null;
  const { data } = useQuery(previewQuery(schedule.id, asked));
  return (
    <Facts
      facts={[
        [t('one.when'), data?.sentence],
        [t('one.nextDates'), data && daysOf(data.nextDates)],
        [t('one.where'), where],
      ]}
    />
  );
}

function Run({ schedule }: { schedule: Schedule }) {
  return <RunCard schedule={schedule} where={useWhere(schedule)} />;
}

function Next({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('schedule');
  const { areaId } = useMe();
  const board = useQuery(boardQuery(areaId));
  if (isTooWide(board.error)) return <NextByTimetable schedule={schedule} />;
  return (
    <>
      <h2>{t('one.next')}</h2>
      <Loaded query={board}>
        {(outlook) => {
          const entries = boardOf(outlook).filter(({ scheduleId }) => scheduleId === schedule.id);
          if (entries.length === 0) return <p className="soft">{t('one.none')}</p>;
          return <BoardDays entries={entries} first={civilDate(now())} days={BOARD_DAYS} />;
        }}
      </Loaded>
    </>
  );
}

/** A big commune's readiness is not told cluster by cluster: then its runs alone. */
function NextByTimetable({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('schedule');
  const today = civilDate(now());
  const areaId = schedule.areaIds[0] ?? schedule.areaId;
  const week = useQuery(weekQuery(areaId, today));
  const suspended = useSuspended(areaId, today);
  return (
    <>
      <h2>{t('one.next')}</h2>
      <Loaded query={week}>
        {(found) => {
          const own = entriesOf(found, now()).filter(({ run }) => run.scheduleId === schedule.id);
          return (
            <WeekList entries={own} from={today} days={WEEK_DAYS} today={today} suspendedOn={suspended.on} />
          );
        }}
      </Loaded>
    </>
  );
}

function isTooWide(error: Error | null): boolean {
  return error instanceof ProblemError && error.code === 'too_wide';
}

function Cancel({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('schedule');
  const [asking, setAsking] = useState(false);
  const cancel = useCancelSchedule(schedule.id);
  const where = useWhere(schedule);
  return (
    <>
      <p className="not-printed">
        <Button danger onClick={() => setAsking(true)}>
          {t('one.cancel')}
        </Button>
      </p>
      <ConfirmSound
        open={asking}
        kind="silence"
        title={t('one.cancelAsk')}
        what={schedule.name}
        where={where}
        when={t('one.cancelWhen')}
        yes={t('one.cancelYes')}
        no={t('one.cancelNo')}
        busy={cancel.isPending}
        error={cancel.error}
        onYes={() => cancel.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onNo={() => setAsking(false)}
      />
    </>
  );
}
