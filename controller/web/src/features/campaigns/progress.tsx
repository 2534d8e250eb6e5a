import type { Campaign, CampaignProgress } from '@loa/shared/api/campaigns';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/loaded.js';
import { Row, Rows } from '../../components/rows.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { whenOf } from './campaign-when.js';
import { progressQuery } from './campaigns.js';
import {
  hasMet,
  lacksAhead,
  type Week,
  type WeekFigure,
  weekFigures,
  weekThatCounts,
} from './week-figures.js';

/** Places listed below their goal; a report has them all. */
const MOST = 12;

/** How far a campaign has come, week by week, who is behind, and times that would help. */
export function CampaignProgressView({ campaign }: { campaign: Campaign }) {
  const progress = useQuery(progressQuery(campaign.id));
  const { t } = useTranslation('campaigns');
  return (
    <Loaded query={progress}>
      {(found) => (
        <>
          <h2>{t('progress')}</h2>
          <p>{found.text}</p>
          <Coverage coverage={found.coverage} />
          {weekFigures(found.clusters).map((week) => (
            <WeekCard key={week.week} week={week} />
          ))}
          <Lacking clusters={found.clusters} />
          <Suggestions campaign={campaign} progress={found} />
        </>
      )}
    </Loaded>
  );
}

function Coverage({ coverage }: Pick<CampaignProgress, 'coverage'>) {
  const { t } = useTranslation('campaigns');
  const { number, percent } = useFormat();
  const { reached, population, wanted } = coverage;
  if (population === 0) return null;
  const share = reached / population;
  return (
    <div className="card">
      <p>
        {t('coverage', {
          reached: number(reached),
          population: number(population),
          share: percent(share),
        })}
      </p>
      <Bar share={share} />
      {wanted !== null && <p className="soft small">{t('coverageWanted', { share: percent(wanted) })}</p>}
    </div>
  );
}

function WeekCard({ week }: { week: WeekFigure }) {
  const { t } = useTranslation('campaigns');
  const { date, number } = useFormat();
  const line = (kind: 'plays' | 'minutes') => {
    const { done, planned, wanted } = week[kind];
    if (wanted === 0) return null;
    const figures = { done: number(done), planned: number(planned), wanted: number(wanted) };
    return (
      <div>
        <p className="small">{t(kind, figures)}</p>
        <Bar share={done / wanted} ahead={planned / wanted} />
      </div>
    );
  };
  return (
    <section className="card stack">
      <h3>{t('week', { date: date(week.week) })}</h3>
      <p>{t('met', { met: week.met, count: week.places })}</p>
      {line('plays')}
      {line('minutes')}
    </section>
  );
}

/** Done in green; what is planned stands behind it. The text above says it too. */
function Bar({ share, ahead = 0 }: { share: number; ahead?: number }) {
  const percent = (part: number) => Math.min(100, Math.round(part * 100));
  return (
    <div aria-hidden>
      <Progress
        percent={percent(share + ahead)}
        success={{ percent: percent(share) }}
        showInfo={false}
        strokeColor="#9ccbb8"
      />
    </div>
  );
}

function Lacking({ clusters }: Pick<CampaignProgress, 'clusters'>) {
  const { t } = useTranslation('campaigns');
  const { date, number } = useFormat();
  const behind = clusters.flatMap((cluster) => {
    const week = weekThatCounts(cluster.weeks, now());
    return week && !hasMet(week) ? [{ ...cluster, week }] : [];
  });
  if (behind.length === 0) return null;
  const shortOf = ({ plays, playsWanted, minutes, minutesWanted }: Week) => [
    ...(playsWanted === null ? [] : [t('playsOf', { plays, wanted: playsWanted })]),
    ...(minutesWanted === null ? [] : [t('minutesOf', { minutes: number(minutes), wanted: minutesWanted })]),
  ];
  return (
    <>
      <h2>{t('lacking')}</h2>
      <Rows>
        {behind.slice(0, MOST).map(({ clusterId, village, name, week }) => (
          <Row
            key={clusterId}
            title={placePath(village, name)}
            detail={[t('week', { date: date(week.week) }), ...shortOf(week)].join(' · ')}
          />
        ))}
      </Rows>
    </>
  );
}

function Suggestions({ campaign, progress }: { campaign: Campaign; progress: CampaignProgress }) {
  const { t } = useTranslation('campaigns');
  const { date, number } = useFormat();
  const may = useMay();
  const { suggestions } = progress;
  const when = whenOf(campaign, civilDate(now()));
  // Nothing helps a campaign that is over.
  if (when === 'cancelled' || when === 'over') return null;
  const lacks = progress.clusters.some(({ weeks }) => lacksAhead(weeks, now()));
  return (
    <>
      <h2>{t('suggestions')}</h2>
      {suggestions.length === 0 && (
        <p className="soft">{t(lacks ? 'suggestionsImpossible' : 'suggestionsNone')}</p>
      )}
      <Rows>
        {suggestions.slice(0, MOST).map((slot) => {
          const address = new URLSearchParams({
            ...{ ngay: slot.date, gio: slot.time, cum: slot.clusterIds.join(',') },
          });
          return (
            <Row
              key={`${slot.date} ${slot.time} ${slot.clusterIds[0]}`}
              lead={slot.time}
              title={date(slot.date)}
              detail={t('suggestion', { count: slot.clusterIds.length, minutes: number(slot.minutes) })}
              {...(may('schedule.write')
                ? { to: `/lich-phat/moi?${address}`, state: <span>{t('use')}</span> }
                : {})}
            />
          );
        })}
      </Rows>
    </>
  );
}
