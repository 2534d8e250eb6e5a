import type { SimRow } from '@loa/shared/api/fleet';
import type { Today, TodayItem } from '@loa/shared/api/today';
import { placePath } from '@loa/shared/place-name';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Row, Rows } from '../../components/rows.js';
import { PlaybackTag, PriorityTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useSpeech } from '../../lib/use-speech.js';
import { LOST_IN_LOG } from './summary.js';
import { linesOf, type TodayLine } from './today.js';

/** More stand on pages of their own; a home page is read at a glance. */
const MOST = 5;

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="today-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

const Time = ({ at }: { at: number }) => {
  const { clock } = useFormat();
  return <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>;
};

interface TodaySoundsProps {
  title: string;
  empty: string;
  items: readonly TodayItem[];
  /** How many lines there are, also those that did not come. */
  count: number;
  /** Says at how many loudspeakers the sound lies ready. */
  toCome?: boolean;
}

export function TodaySounds({ title, empty, items, count, toCome = false }: TodaySoundsProps) {
  const hasPage = useHasPage();
  const lines = linesOf(items);
  const rest = count - MOST;
  const opens = ({ scheduleId }: TodayLine) =>
    scheduleId !== null && hasPage('/lich-phat/:scheduleId') ? { to: `/lich-phat/${scheduleId}` } : {};
  return (
    <Section title={title}>
      {lines.length === 0 && <p className="soft">{empty}</p>}
      <Rows>
        {lines.slice(0, MOST).map((line) => (
          <Row
            key={line.key}
            lead={<Time at={line.plannedAt} />}
            {...opens(line)}
            title={line.title}
            detail={<Where line={line} />}
            state={
              <>
                <PriorityTag priority={line.priority} />
                {toCome && <Readiness line={line} />}
              </>
            }
          />
        ))}
      </Rows>
      {rest > 0 && <More count={rest} />}
    </Section>
  );
}

/** What stands no more on the home page stands in the day's schedule. */
function More({ count }: { count: number }) {
  const { t } = useTranslation('today');
  const hasPage = useHasPage();
  const words = t('more', { count });
  return hasPage('/lich-phat') ? <Link to="/lich-phat?kieu=ngay">{words}</Link> : <p>{words}</p>;
}

function Where({ line }: { line: TodayLine }) {
  const { t } = useTranslation('today');
  const speech = useSpeech();
  const { villages, clusters, languages } = line;
  const names = villages.slice(0, 3).join(', ');
  const more = villages.length > 3 ? ' …' : '';
  const spoken =
    languages.length > 2 ? t('languages', { count: languages.length }) : languages.map(speech).join(', ');
  return `${t('places', { count: clusters, names: `${names}${more}` })} · ${spoken}`;
}

function Readiness({ line: { ready, clusters } }: { line: TodayLine }) {
  const { t } = useTranslation('today');
  return <Tag tone={ready === clusters ? 'good' : 'warn'}>{t('ready', { ready, all: clusters })}</Tag>;
}

export function TodayLost({ lost, count }: { lost: Today['lost']; count: number }) {
  const { t } = useTranslation('today');
  if (count === 0) return null;
  return (
    <Section title={t('failed')}>
      <Rows>
        {lost.slice(0, MOST).map((line) => (
          <Row
            key={line.playbackId}
            lead={<Time at={line.plannedAt} />}
            title={line.title}
            detail={placePath(line.areaName, line.clusterName)}
            state={<PlaybackTag playback={line} />}
            to={`/nhat-ky/${line.playbackId}`}
          />
        ))}
      </Rows>
      {count > MOST && <Link to={LOST_IN_LOG}>{t('seeAll', { count })}</Link>}
    </Section>
  );
}

export function TodaySilent({ silent }: { silent: Today['silent'] }) {
  const { t } = useTranslation('today');
  if (silent.length === 0) return null;
  return (
    <Section title={t('silent')}>
      <Rows>
        {silent.slice(0, MOST).map((line) => (
          <Row
            key={line.boxId}
            title={placePath(line.areaName, line.clusterName)}
            detail={line.text}
            state={<Tag tone="bad">{t('why')}</Tag>}
            to={`/loa/${line.boxId}`}
          />
        ))}
      </Rows>
      {silent.length > MOST && <Link to="/loa?xem=trouble">{t('seeFleet', { count: silent.length })}</Link>}
    </Section>
  );
}

export function TodaySims({ sims }: { sims: readonly SimRow[] }) {
  const { t } = useTranslation('today');
  const { date } = useFormat();
  if (sims.length === 0) return null;
  return (
    <Section title={t('sims')}>
      <Rows>
        {sims.slice(0, MOST).map(({ boxId, boxName, areaName, sim, daysLeft }) => (
          <Row
            key={boxId}
            title={placePath(areaName, boxName)}
            detail={[sim.operator, sim.number, sim.expiresOn && date(sim.expiresOn)]
              .filter(Boolean)
              .join(' · ')}
            state={
              daysLeft !== null && (
                <Tag tone={daysLeft < 0 ? 'bad' : 'warn'}>
                  {daysLeft < 0 ? t('simEnded') : t('simLeft', { count: daysLeft })}
                </Tag>
              )
            }
            to={`/loa/${boxId}`}
          />
        ))}
      </Rows>
      {sims.length > MOST && <Link to="/loa?xem=sim">{t('seeSims', { count: sims.length })}</Link>}
    </Section>
  );
}
