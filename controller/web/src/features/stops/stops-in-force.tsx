import type { Stop } from '@loa/shared/api/stops';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { framed } from '../../components/framed.js';
import { Note } from '../../components/note.js';
import { PlainButton } from '../../components/plain-button.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { longStop } from '../../lib/long-stop.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useStopPlace } from '../../lib/use-stop-place.js';
import { firstStopsQuery, stopsQuery } from './stops.js';

const KeepStoppedButton = framed(() => import('./keep-stopped-button.js'));
const LiftButton = framed(() => import('../../components/lift-button.js'));

/** So many are told of when somebody asks for more. */
const MOST = 100;

/** While loudspeakers are stopped every page says so, with the way to let them sound again. */
export function StopsInForce() {
  const { t } = useTranslation('stops');
  const [all, setAll] = useState(false);
  const { data } = useQuery(all ? stopsQuery(MOST) : firstStopsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {data.items.map((stop) => (
        <InForce key={stop.id} stop={stop} />
      ))}
      {data.next !== null && (
        <Note
          type="error"
          banner
          title={t('more')}
          action={!all && <PlainButton onClick={() => setAll(true)}>{t('showMore')}</PlainButton>}
        />
      )}
    </Suspense>
  );
}

function InForce({ stop }: { stop: Stop }) {
  const { t } = useTranslation('stops');
  const { moment } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const may = useMay();
  const own = placeNameOf(areas, stop.areaId);
  const where = useStopPlace()(stop);
  const long = longStop(stop, now());
  const when = { place: where, from: moment(stop.createdAt), until: moment(stop.until) };
  const words = long === null ? t('inForce', when) : t('still', { ...when, day: long.day });
  return (
    <Note
      type="error"
      banner
      title={words}
      action={
        may('stop.write') &&
        own !== null && (
          <div className="row">
            <LiftButton stop={stop} place={where} />
            {long?.endsSoon && <KeepStoppedButton stop={stop} place={where} />}
          </div>
        )
      }
    />
  );
}
