import type { Stop } from '@loa/shared/api/stops';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { stopsQuery } from './stops.js';

const LiftButton = lazy(() => import('./lift-button.js'));

/** While loudspeakers are stopped every page says so, with the way to let them sound again. */
export function StopsInForce() {
  const { data } = useQuery(stopsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {data.items.map((stop) => (
        <InForce key={stop.id} stop={stop} />
      ))}
    </Suspense>
  );
}

function InForce({ stop }: { stop: Stop }) {
  const { t } = useTranslation('stops');
  const { moment } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const may = useMay();
  const own = placeNameOf(areas, stop.areaId);
  const place = own ?? t('above');
  const where = stop.boxIds === null ? place : t('some', { count: stop.boxIds.length, place });
  const words = t('inForce', { place: where, from: moment(stop.createdAt), until: moment(stop.until) });
  return (
    <Alert
      type="error"
      banner
      title={words}
      action={may('stop.write') && own !== null && <LiftButton stop={stop} place={where} />}
    />
  );
}
