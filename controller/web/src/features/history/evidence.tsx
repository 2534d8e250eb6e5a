import { type Step, WhySilent } from '@loa/shared/api/answers';
import type { EvidenceEntry, Playback } from '@loa/shared/api/playbacks';
import { PlaybackState } from '@loa/shared/playback';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Facts } from '../../components/facts.js';
import { Loaded } from '../../components/loaded.js';
import { PlaybackTag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { boxesQuery } from '../../lib/boxes.js';
import { KEYS } from '../../lib/keys.js';
import { playbackQuery } from '../../lib/playbacks.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';

const whyQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.playbacks, 'why', id],
    queryFn: ({ signal }) => ask('GET', `/playbacks/${id}/why`, WhySilent, { signal }),
  });

/** What is known of one playback: what was planned, what the receiver proved, why, and who did what. */
export function Evidence({ playbackId }: { playbackId: string }) {
  const { t } = useTranslation('history');
  const playback = useQuery(playbackQuery(playbackId));
  const why = useQuery(whyQuery(playbackId));
  return (
    <Loaded query={playback}>
      {(data) => (
        <div className="stack">
          <h2>{data.title}</h2>
          <p>
            <PlaybackTag playback={data} />
          </p>
          {data.provisional && <Alert type="warning" showIcon title={t('provisional')} />}
          <EvidenceFacts playback={data} />
          <Loaded query={why}>
            {({ text, remedy, history }) => (
              <>
                <Facts
                  facts={[
                    [t('why'), text],
                    [t('remedy'), remedy],
                  ]}
                />
                <Steps steps={history} />
              </>
            )}
          </Loaded>
          <Journal entries={data.evidence} />
        </div>
      )}
    </Loaded>
  );
}

function EvidenceFacts({ playback }: { playback: Playback }) {
  const { t } = useTranslation('history');
  const { moment, clockSeconds, date, duration, number } = useFormat();
  const speech = useSpeech();
  const { data: boxes } = useQuery(boxesQuery());
  const box = boxes?.items.find(({ id }) => id === playback.boxId);
  const { startedAt, endedAt, startErrorMs, deliveredMs, rmsDbfs, peakDbfs, clockState } = playback;
  const started = startedAt === null ? null : clockSeconds(startedAt);
  return (
    <Facts
      facts={[
        [t('where'), box && `${box.areaName} · ${box.name}`],
        [t('planned'), `${clockSeconds(playback.plannedAt)} ${date(playback.plannedAt)}`],
        [
          t('started'),
          started !== null && startErrorMs !== null
            ? t('startedText', { at: started, error: number(startErrorMs) })
            : started,
        ],
        [t('ended'), endedAt === null ? null : clockSeconds(endedAt)],
        [
          t('delivered'),
          deliveredMs === null
            ? null
            : t('deliveredText', { delivered: duration(deliveredMs), all: duration(playback.durationMs) }),
        ],
        [
          t('level'),
          rmsDbfs === null || peakDbfs === null
            ? null
            : t('levelText', { rms: number(rmsDbfs), peak: number(peakDbfs) }),
        ],
        [t('clock'), clockWords(clockState, playback.clockUncertaintyMs, t)],
        [t('gaps'), playback.underruns ? number(playback.underruns) : null],
        [t('language'), speech(playback.language)],
        [t('output'), playback.output],
        [t('reported'), moment(playback.updatedAt)],
        [t('recording'), playback.sha256 && <code>{playback.sha256.slice(0, 16)}</code>],
        [t('approval'), playback.grantId && <code>{playback.grantId.slice(0, 16)}</code>],
      ]}
    />
  );
}

const Ended = z.object({ state: PlaybackState });

/** Which state an entry of the receiver's journal tells of; null: of none. */
function stateOf(kind: string, body: unknown): PlaybackState | null {
  if (kind === 'ended') return Ended.safeParse(body).data?.state ?? null;
  if (kind === 'resumed') return 'started';
  return PlaybackState.safeParse(kind).data ?? null;
}

/** What the receiver wrote down at the time, in its own order. */
function Journal({ entries }: { entries: readonly EvidenceEntry[] }) {
  const { t } = useTranslation(['history', 'app']);
  const { clockSeconds, date } = useFormat();
  const told = entries.flatMap(({ seq, at, kind, body }) => {
    const state = stateOf(kind, body);
    return state ? [{ seq, at, state }] : [];
  });
  if (told.length === 0) return null;
  return (
    <section className="stack">
      <h3>{t('journal')}</h3>
      <ol>
        {told.map(({ seq, at, state }) => (
          <li key={seq}>
            <time dateTime={new Date(at).toISOString()}>
              {clockSeconds(at)} {date(at)}
            </time>
            {' · '}
            {t(`app:playback.${state}`)}
          </li>
        ))}
      </ol>
    </section>
  );
}

type Words = ReturnType<typeof useTranslation<'history'>>['t'];

function clockWords(state: string | null, uncertaintyMs: number | null, t: Words): string | null {
  switch (state) {
    case 'synced':
      return t('clock_synced');
    case 'bounded':
      return t('clock_bounded', { ms: Math.round(uncertaintyMs ?? 0) });
    case 'untrusted':
      return t('clock_untrusted');
    default:
      return null;
  }
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('history');
  const { moment } = useFormat();
  if (steps.length === 0) return null;
  return (
    <section className="stack">
      <h3>{t('history')}</h3>
      <ol className="stack">
        {steps.map(({ at, who, what }) => (
          <li key={`${at} ${who} ${what}`}>
            <time dateTime={new Date(at).toISOString()}>{moment(at)}</time> · {who}: {what}
          </li>
        ))}
      </ol>
    </section>
  );
}
