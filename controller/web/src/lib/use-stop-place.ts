import type { Stop } from '@loa/shared/api/stops';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { areasQuery, placeNameOf } from './areas.js';

/** Whose loudspeakers a stop silences, in words; of a place that is not one's own only that it lies above. */
export function useStopPlace(): (stop: Pick<Stop, 'areaId' | 'boxIds'>) => string {
  const { t } = useTranslation('stops');
  const { data: areas } = useQuery(areasQuery);
  return ({ areaId, boxIds }) => {
    const place = placeNameOf(areas, areaId) ?? t('above');
    return boxIds === null ? place : t('some', { count: boxIds.length, place });
  };
}
