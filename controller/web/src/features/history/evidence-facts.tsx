import type { WhySilent } from '@loa/shared/api/answers';
import type { EvidenceEntry, Playback, PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { Delivered } from '@loa/shared/messages/report';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Facts } from '../../components/facts.js';
import { BOXES } from '../../lib/boxes.js';
import { itemQuery } from '../../lib/paged-query.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { reportedAt } from './reported-at.js';
import { heardHow, levelOf, startedHow } from './sound-words.js';

/** What the receiver proved of a playback, and who answers for it: figures with what they mean. */
export function EvidenceFacts({
  playback,
  approved,
}: {
  playback: z.infer<typeof PlaybackWithEvidence>;
  approved: WhySilent['approved'] | undefined;
}) {
  const { t } = useTranslation(['history', 'app']);
  const { moment, clockSeconds, date, number } = useFormat();
  const speech = useSpeech();
  const { data: box } = useQuery(itemQuery(BOXES, playback.boxId));
  const { endedAt, priority, grantId, sha256, underruns } = playback;
  const told = useToldInWords();
  const reported = reportedAt(playback);
  return (
    <Facts
      facts={[
        [t('where'), box && placePath(box.areaName, box.clusterName, box.name)],
        [t('planned'), `${clockSeconds(playback.plannedAt)} ${date(playback.plannedAt)}`],
        [t('started'), told.started(playback)],
        [t('ended'), endedAt === null ? null : `${clockSeconds(endedAt)} ${date(endedAt)}`],
        [t('delivered'), told.delivered(playback)],
        [t('level'), told.level(playback)],
        [t('heard'), told.heard(playback.evidence)],
        [t('gaps'), underruns === null || underruns === 0 ? null : number(underruns)],
        [t('clock'), told.clock(playback)],
        [t('approvedBy'), approved?.map(({ who, at }) => `${who} (${moment(at)})`).join('; ')],
        [t('language'), speech(playback.language)],
        [t('priority'), priority === 'normal' ? null : t(`app:priority.${priority}`, priority)],
        [t('output'), playback.output],
        [t('reported'), reported === null ? null : moment(reported)],
        [t('recording'), sha256 && <code>{sha256.slice(0, 16)}</code>],
        [t('approval'), grantId && <code>{grantId.slice(0, 16)}</code>],
      ]}
    />
  );
}

function useToldInWords() {
  const { t } = useTranslation('history');
  const { clockSeconds, date, duration, number, percent } = useFormat();
  return {
    started({ startedAt, startErrorMs }: Playback) {
      if (startedAt === null) return null;
      const at = `${clockSeconds(startedAt)} ${date(startedAt)}`;
      if (startErrorMs === null) return at;
      const how = startedHow(startErrorMs);
      const off = Math.abs(startErrorMs);
      return t(`started_${how}`, { at, off: how === 'onTime' ? `${number(off, 0)} ms` : duration(off) });
    },
    delivered: ({ deliveredMs, durationMs }: Playback) =>
      deliveredMs === null
        ? null
        : t('deliveredText', { delivered: duration(deliveredMs), all: duration(durationMs) }),
    level({ rmsDbfs, peakDbfs, deliveredMs }: Playback) {
      // Digital silence has no level (messages/report.ts).
      if (rmsDbfs === null || peakDbfs === null) return deliveredMs ? t('level_none') : null;
      const word = t(`level_${levelOf(rmsDbfs, peakDbfs)}`);
      return t('levelText', { word, rms: number(rmsDbfs), peak: number(peakDbfs) });
    },
    heard(entries: readonly EvidenceEntry[]) {
      const heard = heardIn(entries);
      return heard === null ? null : t(`heard_${heardHow(heard)}`, { share: percent(heard) });
    },
    clock({ clockState, clockUncertaintyMs: ms }: Playback) {
      const off = ms === null ? '' : ` (${t('clockOff', { off: number(ms, 0) })})`;
      if (clockState === 'synced' || clockState === 'bounded') return `${t(`clock_${clockState}`)}${off}`;
      return clockState === 'untrusted' ? t('clock_untrusted') : null;
    },
  };
}

const Heard = Delivered.pick({ heard: true });

/** What a microphone heard of it, by the newest entry that tells; null: there is none. */
function heardIn(entries: readonly EvidenceEntry[]): number | null {
  const told = entries.flatMap(({ kind, body }) =>
    kind === 'ended' || kind === 'suspended' ? (Heard.safeParse(body).data?.heard ?? []) : [],
  );
  return told.at(-1) ?? null;
}
