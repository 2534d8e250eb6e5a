import { WhySilent } from '@loa/shared/api/answers';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
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
import { Steps } from './steps.js';
import { WhyNote } from './why-note.js';
import './history.css';

const silentQuery = (cluster: string, at: number) =>
  queryOptions({
    queryKey: [KEYS.playbacks, 'silent', cluster, at],
    queryFn: ({ signal }) => ask('GET', '/answers/why-silent', WhySilent, { signal, query: { cluster, at } }),
  });

/** "Vì sao không phát?": a place and a minute, also one of which the log has nothing; then one sentence, one remedy. */
export default function WhySilentPage() {
  const { t } = useTranslation(['history', 'app']);
  const asked = usePlaceAndTime();
  const { cluster, at } = asked;
  return (
    <PageFrame
      title={t('silent.title')}
      help={t('silent.help')}
      actions={at !== null && <Button onClick={() => window.print()}>{t('app:act.print')}</Button>}
    >
      <PlaceAndTime
        asked={asked}
        where={t('silent.where')}
        recent={(id) => <RecentTimes cluster={id} what="silent" />}
      />
      {cluster !== null && at !== null && <Answer cluster={cluster} at={at} />}
    </PageFrame>
  );
}

function Answer({ cluster, at }: { cluster: string; at: number }) {
  const { t } = useTranslation('history');
  const { clock, date } = useFormat();
  const answer = useQuery(silentQuery(cluster, at));
  return (
    <Loaded query={answer}>
      {(why) => (
        <div className="stack">
          <Letterhead />
          <h2>{t('silent.asked', { at: `${clock(at)} ${date(at)}` })}</h2>
          <WhyNote state={why.state} answer={why} />
          <Steps title={t('history')} steps={why.history} />
          {why.playbackId !== null && (
            <Link className="not-printed" to={`/nhat-ky/${why.playbackId}`}>
              {t('sounded.evidence')}
            </Link>
          )}
        </div>
      )}
    </Loaded>
  );
}
