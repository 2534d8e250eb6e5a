import { type WhySounded, WhySoundedList } from '@loa/shared/api/answers';
import { placePath } from '@loa/shared/place-name';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert, Button, Select } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { ask } from '../../lib/api.js';
import { now } from '../../lib/clock.js';
import { CLUSTERS } from '../../lib/clusters.js';
import { civilDate } from '../../lib/format.js';
import { KEYS } from '../../lib/keys.js';
import { lazily } from '../../lib/lazily.js';
import { useChoices } from '../../lib/use-choices.js';
import { useFormat } from '../../lib/use-format.js';
import { Letterhead } from './letterhead.js';
import { RecentTimes } from './recent-times.js';
import { minuteOf } from './why-address.js';
import '../../components/date-range.css';
import './history.css';

const DateField = lazily(() => import('../../components/date-field.js'));
const TimeField = lazily(() => import('../../components/time-field.js'));

const soundedQuery = (cluster: string, at: number) =>
  queryOptions({
    queryKey: [KEYS.playbacks, 'sounded', cluster, at],
    queryFn: ({ signal }) =>
      ask('GET', '/answers/why-sounded', WhySoundedList, { signal, query: { cluster, at } }),
  });

/** "Vì sao loa kêu lúc 03:15?": a place and a minute, then one page for whoever complained. */
export default function WhySoundedPage() {
  const { t } = useTranslation(['history', 'app']);
  const { get, set } = useListAddress();
  const asked = get('cum');
  const { items, only, known, loading, error, again, showSearch } = useChoices(
    CLUSTERS,
    asked === null ? [] : [asked],
  );
  // A village with one loudspeaker has nothing to choose.
  const cluster = asked ?? only?.id ?? null;
  const date = get('ngay') ?? civilDate(now());
  const at = minuteOf(date, get('gio'));
  return (
    <PageFrame
      title={t('sounded.title')}
      help={t('sounded.help')}
      actions={at !== null && <Button onClick={() => window.print()}>{t('app:act.print')}</Button>}
    >
      <ProblemNote error={error} onRetry={again} />
      {!known && error === null && <Skeleton />}
      {known && (
        <div className="card stack not-printed">
          <Field label={t('sounded.where')}>
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
          {cluster !== null && <RecentTimes cluster={cluster} />}
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
                value={get('gio') ?? ''}
                onChange={(gio) => set({ gio, ngay: date, cum: cluster })}
              />
            </div>
          </Suspense>
        </div>
      )}
      {cluster !== null && at !== null && <Answer cluster={cluster} at={at} />}
    </PageFrame>
  );
}

function Answer({ cluster, at }: { cluster: string; at: number }) {
  const { t } = useTranslation('history');
  const { clock, date } = useFormat();
  const answer = useQuery(soundedQuery(cluster, at));
  return (
    <Loaded query={answer}>
      {({ items, text }) => (
        <div className="stack">
          <Letterhead />
          <h2>{t('sounded.asked', { at: `${clock(at)} ${date(at)}` })}</h2>
          {items.length === 0 && <Alert type="info" showIcon title={text} />}
          {items.map((item) => (
            <Sounded key={item.playbackId} item={item} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Sounded({ item }: { item: WhySounded }) {
  const { t } = useTranslation('history');
  const { text, title, playbackId } = item;
  return (
    <article className="card stack">
      <h3>{title}</h3>
      {text.split('\n').map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Link className="not-printed" to={`/nhat-ky/${playbackId}`}>
        {t('sounded.evidence')}
      </Link>
    </article>
  );
}
