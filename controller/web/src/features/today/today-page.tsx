import type { Box } from '@loa/shared/api/boxes';
import type { Playback } from '@loa/shared/api/playbacks';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { boxesQuery } from '../../lib/boxes.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { SILENT_CONDITIONS } from '../../lib/words.js';
import { TodayFailed, TodayNext, TodayNow, TodaySilent } from './sections.js';
import { TodaySummary } from './summary.js';
import { todayPlaybacksQuery } from './today.js';
import { sortToday } from './today-items.js';
import { TodayWaiting } from './waiting.js';
import './today.css';

export default function TodayPage() {
  const { t } = useTranslation('today');
  const day = useToday();
  const boxes = useQuery(boxesQuery());
  const playbacks = useQuery(todayPlaybacksQuery(day));
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <TodayWaiting />
      <Loaded query={boxes}>
        {({ items }) => (
          <Loaded query={playbacks}>{(rows) => <Today boxes={items} playbacks={rows} />}</Loaded>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Today({ boxes, playbacks }: { boxes: readonly Box[]; playbacks: readonly Playback[] }) {
  const { t } = useTranslation('today');
  const used = boxes.filter(({ state }) => state === 'enrolled');
  const silent = used.filter(({ condition }) => SILENT_CONDITIONS.includes(condition.kind));
  const names = new Map(boxes.map(({ areaId, areaName }) => [areaId, areaName]));
  const day = sortToday(playbacks, now());
  if (used.length === 0 && playbacks.length === 0) return <Alert type="info" showIcon title={t('noFleet')} />;
  const allGood = silent.length === 0 && day.failed.length === 0;
  return (
    <>
      <TodaySummary
        good={used.length - silent.length}
        all={used.length}
        played={day.finished}
        failed={day.failed.reduce((sum, { playbacks: rows }) => sum + rows.length, 0)}
        left={day.left}
      />
      {allGood && <Alert type="success" showIcon title={t('allGood', { count: used.length })} />}
      <TodayNow items={day.now} names={names} />
      <TodayFailed items={day.failed} names={names} />
      <TodaySilent boxes={silent} />
      <TodayNext items={day.next} names={names} />
    </>
  );
}

/** The civil date; a page left open over midnight turns to the new one. */
function useToday(): string {
  const [day, setDay] = useState(() => civilDate(now()));
  useEffect(() => {
    const timer = setInterval(() => setDay(civilDate(now())), 30_000);
    return () => clearInterval(timer);
  }, []);
  return day;
}
