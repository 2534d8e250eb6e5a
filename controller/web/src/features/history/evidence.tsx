import { WhySilent } from '@loa/shared/api/answers';
import type { PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PlaybackTag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { playbackQuery } from '../../lib/playbacks.js';
import { useMay } from '../../lib/session.js';
import { EvidenceFacts } from './evidence-facts.js';
import { Steps } from './steps.js';
import { whyAddress } from './why-address.js';
import { WhyNote } from './why-note.js';
import './history.css';

const whyQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.playbacks, 'why', id],
    queryFn: ({ signal }) => ask('GET', `/playbacks/${id}/why`, WhySilent, { signal }),
  });

/** What is known of one playback: what was planned, what the receiver proved, why, and who did what. */
export function Evidence({ playbackId }: { playbackId: string }) {
  const playback = useQuery(playbackQuery(playbackId));
  const why = useQuery(whyQuery(playbackId));
  return <Loaded query={playback}>{(data) => <EvidenceOf playback={data} why={why} />}</Loaded>;
}

function EvidenceOf({
  playback,
  why,
}: {
  playback: z.infer<typeof PlaybackWithEvidence>;
  why: UseQueryResult<WhySilent>;
}) {
  const { t } = useTranslation('history');
  const may = useMay();
  const { startedAt, clusterId, evidence } = playback;
  return (
    <div className="stack">
      <h2>{playback.title}</h2>
      <p>
        <PlaybackTag playback={playback} />
      </p>
      <Loaded query={why}>{(answer) => <WhyNote state={playback.state} answer={answer} />}</Loaded>
      <EvidenceFacts playback={playback} approved={why.data?.approved} />
      {why.data && <Steps title={t('history')} steps={why.data.history} />}
      {evidence.some(({ rejected }) => rejected) && <p>{t('rejected')}</p>}
      {startedAt !== null && may('answer.read') && (
        <div className="row not-printed">
          <LinkButton to={whyAddress({ cluster: clusterId, at: startedAt })}>{t('whyThen')}</LinkButton>
        </div>
      )}
    </div>
  );
}
