import { type WhySounded, WhySoundedList } from '@loa/shared/api/answers';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { useFormat } from '../../lib/use-format.js';
import { Letterhead } from './letterhead.js';
import { PlaceAndTime, usePlaceAndTime } from './place-and-time.js';
import { RecentTimes } from './recent-times.js';
import './history.css';

const soundedQuery = (cluster: string, at: number) =>
  queryOptions({
    queryKey: [KEYS.playbacks, 'sounded', cluster, at],
    queryFn: ({ signal }) =>
      ask('GET', '/answers/why-sounded', WhySoundedList, { signal, query: { cluster, at } }),
  });

/** "Vì sao loa kêu lúc 03:15?": a place and a minute, then one page for whoever complained. */
export default function WhySoundedPage() {
  const { t } = useTranslation(['history', 'app']);
  const asked = usePlaceAndTime();
  const { cluster, at } = asked;
  return (
    <PageFrame
      title={t('sounded.title')}
      help={t('sounded.help')}
      actions={at !== null && <Button onClick={() => window.print()}>{t('app:act.print')}</Button>}
    >
      <PlaceAndTime
        asked={asked}
        where={t('sounded.where')}
        recent={(id) => <RecentTimes cluster={id} what="sounded" />}
      />
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
