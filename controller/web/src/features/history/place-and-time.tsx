import { placePath } from '@loa/shared/place-name';
import { Select } from 'antd';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { now } from '../../lib/clock.js';
import { CLUSTERS } from '../../lib/clusters.js';
import { civilDate } from '../../lib/format.js';
import { lazily } from '../../lib/lazily.js';
import { useChoices } from '../../lib/use-choices.js';
import { minuteOf } from './why-address.js';
import '../../components/date-range.css';

const DateField = lazily(() => import('../../components/date-field.js'));
const TimeField = lazily(() => import('../../components/time-field.js'));

/** What the address asks about: `?cum=cluster_a&ngay=2026-11-02&gio=17:00`, perhaps among the clusters of `noi=area_x`. */
export function usePlaceAndTime() {
  const { get } = useListAddress();
  const asked = get('cum');
  const choices = useChoices(CLUSTERS, asked === null ? [] : [asked], { area: get('noi') });
  // A village with one loudspeaker has nothing to choose.
  const cluster = asked ?? choices.only?.id ?? null;
  const date = get('ngay') ?? civilDate(now());
  const time = get('gio');
  return { choices, cluster, date, time, at: minuteOf(date, time) };
}

/** Which loudspeakers, and a minute; `recent` offers some, to be tapped instead of typed. */
export function PlaceAndTime({
  asked,
  where,
  recent,
}: {
  asked: ReturnType<typeof usePlaceAndTime>;
  where: string;
  recent: (cluster: string) => ReactNode;
}) {
  const { t } = useTranslation('history');
  const { set } = useListAddress();
  const { choices, cluster, date, time } = asked;
  const { items, known, loading, error, again, showSearch } = choices;
  return (
    <>
      <ProblemNote error={error} onRetry={again} />
      {!known && error === null && <Skeleton />}
      {known && (
        <div className="card stack not-printed">
          <Field label={where}>
            {(id) => (
              <Select
                id={id}
                showSearch={showSearch}
                loading={loading}
                placeholder={t('sounded.choose')}
                value={cluster}
                onChange={(cum: string | null) => set({ cum })}
                options={items.map(({ id: value, areaName, name }) => ({
                  value,
                  label: placePath(areaName, name),
                }))}
              />
            )}
          </Field>
          {cluster !== null && recent(cluster)}
          <Suspense fallback={null}>
            <div className="row date-range">
              <DateField
                bare
                label={t('sounded.date')}
                value={date}
                onChange={(ngay) => set({ ngay, cum: cluster })}
              />
              <TimeField
                label={t('sounded.time')}
                value={time ?? ''}
                onChange={(gio) => set({ gio, ngay: date, cum: cluster })}
              />
            </div>
          </Suspense>
        </div>
      )}
    </>
  );
}
