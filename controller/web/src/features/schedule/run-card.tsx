import type { Schedule } from '@loa/shared/api/schedules';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { useToast } from '../../components/toasts.js';
import { now } from '../../lib/clock.js';
import { lazily } from '../../lib/lazily.js';
import { skippedOnce } from './move.js';
import { useRunWords } from './run-words.js';
import { useSaveSchedule } from './schedules.js';
import { weekQuery } from './week.js';

const MoveDialog = lazily(() => import('./move-dialog.js'));

/** The one run by which somebody came to a schedule's page: to move it, or to leave it out once. */
export function RunCard({ schedule, where }: { schedule: Schedule; where: string }) {
  const { t } = useTranslation('schedule');
  const [asked] = useSearchParams();
  const words = useRunWords();
  const date = asked.get('ngay') ?? '';
  const week = useQuery({
    ...weekQuery(schedule.areaIds[0] ?? schedule.areaId, date, 1),
    enabled: date !== '',
  });
  const [doing, setDoing] = useState<'move' | 'skip' | null>(null);
  const runs = week.data?.runs.filter(({ scheduleId }) => scheduleId === schedule.id) ?? [];
  const run = runs.find(({ occurrenceId }) => occurrenceId === asked.get('buoi'));
  const mine = week.data?.schedules.find(({ id }) => id === schedule.id)?.mayChange ?? false;
  if (!run) return null;
  const open = mine && run.startsAt > now() && schedule.timetable.kind !== 'now';
  return (
    <section className="card stack">
      <h2>{t('run.title', { when: words(run) })}</h2>
      {!open && <p className="soft">{t(run.startsAt > now() ? 'run.notYours' : 'run.over')}</p>}
      {open && (
        <div className="row not-printed">
          <Button onClick={() => setDoing('move')}>{t('run.move')}</Button>
          {schedule.timetable.kind === 'recurring' && (
            <Button danger onClick={() => setDoing('skip')}>
              {t('run.skip')}
            </Button>
          )}
        </div>
      )}
      {doing === 'move' && (
        <Suspense fallback={null}>
          <MoveDialog
            schedule={schedule}
            run={run}
            sameDay={runs}
            to={{ date: run.date, time: run.time }}
            where={where}
            onClose={() => setDoing(null)}
          />
        </Suspense>
      )}
      {doing === 'skip' && (
        <Skip schedule={schedule} run={run} sameDay={runs} where={where} onClose={() => setDoing(null)} />
      )}
    </section>
  );
}

function Skip({
  schedule,
  run,
  sameDay,
  where,
  onClose,
}: {
  schedule: Schedule;
  run: Parameters<typeof skippedOnce>[1];
  sameDay: Parameters<typeof skippedOnce>[2];
  where: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('schedule');
  const words = useRunWords();
  const toast = useToast();
  const save = useSaveSchedule({ id: schedule.id, readAt: schedule.updatedAt });
  const timetable = skippedOnce(schedule.timetable, run, sameDay);
  return (
    <ConfirmSound
      open
      kind="silence"
      title={t('run.skipAsk')}
      what={schedule.name}
      where={where}
      when={t('run.skipWhen', { when: words(run) })}
      yes={t('run.skipYes')}
      no={t('one.cancelNo')}
      busy={save.isPending}
      error={save.error}
      onYes={() =>
        timetable &&
        save.mutate(
          { timetable, onOverlap: 'queue' },
          {
            onSuccess() {
              toast(t('run.skipped', { when: words(run) }));
              onClose();
            },
          },
        )
      }
      onNo={onClose}
    />
  );
}
