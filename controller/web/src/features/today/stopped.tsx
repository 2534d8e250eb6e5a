import type { Today } from '@loa/shared/api/today';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { framed } from '../../components/framed.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { isUntilLifted, stopDay } from '../../lib/long-stop.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { Section } from './sections.js';

const LiftButton = framed(() => import('../../components/lift-button.js'));

type TodayStop = Today['stops'][number];

/** Silence that goes on until somebody ends it: since when, by whom, and the way to end it. */
export function TodayStopped({ stops }: { stops: readonly TodayStop[] }) {
  const { t } = useTranslation('today');
  const open = stops.filter(isUntilLifted);
  if (open.length === 0) return null;
  return (
    <Section title={t('stopped.title')}>
      <Rows>
        {open.map((stop) => (
          <Stopped key={stop.id} stop={stop} />
        ))}
      </Rows>
    </Section>
  );
}

function Stopped({ stop }: { stop: TodayStop }) {
  const { t } = useTranslation('today');
  const { clock, date } = useFormat();
  const may = useMay();
  const { data: areas } = useQuery(areasQuery);
  const { areaId, areaName, boxIds, createdAt, until, createdByName: who } = stop;
  const moment = (at: number) => `${clock(at)} ${date(at)}`;
  const place = boxIds === null ? areaName : t('stopped.some', { count: boxIds.length, place: areaName });
  // One that was made for a wider area ends where it was made.
  const mine = placeNameOf(areas, areaId) !== null;
  return (
    <Row
      title={place}
      detail={t('stopped.since', {
        ...{ from: moment(createdAt), until: moment(until), who, day: stopDay(stop, now()) },
      })}
      state={
        may('stop.write') &&
        mine && (
          <Suspense fallback={null}>
            <LiftButton stop={stop} place={place} />
          </Suspense>
        )
      }
    />
  );
}
