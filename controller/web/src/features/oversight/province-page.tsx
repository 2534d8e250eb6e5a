import type { Overview } from '@loa/shared/api/overview';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { Figures } from './figures.js';
import { needy, overviewQuery, type Place, POOR, shareOf, total, type Want } from './overview.js';
import { WeeksCard } from './weeks-card.js';
import './oversight.css';

/** More than somebody takes in at a glance stand among all communes. */
const MOST = 10;

/** The province at a glance: how many communes, loudspeakers and items, and which communes want a look first. */
export default function ProvincePage() {
  const { t } = useTranslation('oversight');
  const overview = useQuery(overviewQuery(null));
  return (
    <PageFrame title={t('province.title')} help={t('province.help')}>
      <Loaded query={overview}>
        {(data) => (
          <>
            <ProvinceFigures overview={data} />
            <Needy places={data.places} />
            <WeeksCard weeks={data.weeks} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function ProvinceFigures({ overview: { fleet, places } }: { overview: Overview }) {
  const { t } = useTranslation('oversight');
  const { number, percent } = useFormat();
  const hasPage = useHasPage();
  const played = total(places.map(({ lastSevenDays }) => lastSevenDays));
  const share = shareOf(played);
  const quiet = places.filter((place) => place.fleet.all > 0 && place.lastSevenDays.finished === 0).length;
  const link = (to: string) => (hasPage(to) ? { to, text: t('see') } : null);
  return (
    <Figures
      label={t('province.figures')}
      figures={[
        { name: t('province.communes'), value: number(places.length), link: link('/cac-xa') },
        {
          ...{ name: t('province.quiet'), value: number(quiet), bad: quiet > 0 },
          note: t('province.days'),
        },
        { name: t('good'), value: `${number(fleet.good)}/${number(fleet.all)}`, link: link('/loa') },
        { name: t('silent'), value: number(fleet.silent), bad: fleet.silent > 0, link: link('/su-co') },
        {
          ...{ name: t('province.heard'), value: number(played.finished) },
          note: share === null ? t('province.days') : t('province.daysShare', { share: percent(share) }),
        },
        {
          ...{ name: t('province.lost'), value: number(played.lost), note: t('province.days') },
          bad: share !== null && share < POOR,
        },
      ]}
    />
  );
}

const TONES = {
  ...({ nothingHeard: 'bad', nothingDue: 'bad', poorlyHeard: 'bad' } as const),
  ...({ littleHeard: 'warn', silent: 'warn', noLoudspeaker: 'calm' } as const),
} satisfies Record<Want, string>;

function Needy({ places }: Pick<Overview, 'places'>) {
  const { t } = useTranslation('oversight');
  const { number } = useFormat();
  const found = needy(places);
  return (
    <section className="stack" aria-label={t('province.needy')}>
      <h2>{t('province.needy')}</h2>
      {found.length === 0 && <p className="card">{t('province.allWell')}</p>}
      <Rows label={t('province.needy')}>
        {found.slice(0, MOST).map(({ place, want }) => (
          <Row
            key={place.areaId}
            to={`/cac-xa?noi=${place.areaId}`}
            title={place.name}
            detail={<PlaceFigures place={place} />}
            state={<WantTag place={place} want={want} />}
          />
        ))}
      </Rows>
      {found.length > MOST && (
        <p>{t('province.more', { shown: MOST, count: found.length, number: number(found.length) })}</p>
      )}
      <Link to="/cac-xa">{t('province.all')}</Link>
    </section>
  );
}

function PlaceFigures({ place: { fleet, lastSevenDays } }: { place: Place }) {
  const { t } = useTranslation('oversight');
  const { number } = useFormat();
  const told = [
    fleet.all > 0 && t('goodOf', { good: number(fleet.good), all: number(fleet.all) }),
    lastSevenDays.lost > 0 && t('lostCount', { count: lastSevenDays.lost }),
  ];
  return told.filter(Boolean).join(' · ');
}

function WantTag({ place: { fleet, lastSevenDays }, want }: { place: Place; want: Want }) {
  const { t } = useTranslation('oversight');
  const { percent } = useFormat();
  const words = {
    nothingHeard: t('province.nothingHeard'),
    nothingDue: t('province.nothingDue'),
    poorlyHeard: t('shareText', { share: percent(shareOf(lastSevenDays) ?? 0) }),
    littleHeard: t('shareText', { share: percent(shareOf(lastSevenDays) ?? 0) }),
    silent: t('silentCount', { count: fleet.silent }),
    noLoudspeaker: t('noLoudspeaker'),
  } satisfies Record<Want, string>;
  return <Tag tone={TONES[want]}>{words[want]}</Tag>;
}
