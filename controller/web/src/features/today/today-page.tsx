import type { Today } from '@loa/shared/api/today';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { Note } from '../../components/note.js';
import { PageFrame } from '../../components/page-frame.js';
import { TodayLost, TodaySilent, TodaySims, TodaySounds } from './sections.js';
import { TodayStopped } from './stopped.js';
import { TodaySummary } from './summary.js';
import { TodayTasks } from './tasks.js';
import { isAllWell, todayQuery } from './today.js';
import './today.css';

export default function TodayPage() {
  const { t } = useTranslation('today');
  const today = useQuery(todayQuery);
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <Loaded query={today}>{(data) => <TodayOf today={data} />}</Loaded>
    </PageFrame>
  );
}

function TodayOf({ today }: { today: Today }) {
  const { t } = useTranslation('today');
  const { fleet, lost, silent, playing, playingCount, next, nextCount, sims } = today;
  if (fleet.all === 0) return <Note type="info" title={t('noFleet')} />;
  return (
    <>
      <TodayTasks today={today} />
      <TodayStopped stops={today.stops} />
      <TodaySummary today={today} />
      {isAllWell(today) && <Note type="success" title={t('allGood', { count: fleet.all })} />}
      <TodaySounds title={t('now')} empty={t('nothingNow')} items={playing} count={playingCount} />
      <TodaySounds title={t('next')} empty={t('nothingNext')} items={next} count={nextCount} toCome />
      <TodayLost lost={lost} count={today.lostCount} />
      <TodaySilent silent={silent} />
      <TodaySims sims={sims} />
    </>
  );
}
