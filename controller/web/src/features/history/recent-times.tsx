import type { Playback } from '@loa/shared/api/playbacks';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { civilDate, clock } from '../../lib/format.js';
import { playbacksQuery } from '../../lib/playbacks.js';
import { useFormat } from '../../lib/use-format.js';

const OFFERED = 4;
/** Which playbacks are offered, and which of their times is asked about. */
const OFFERS = {
  sounded: {
    state: 'started,suspended,finished,interrupted',
    at: ({ startedAt }: Playback) => startedAt,
    words: 'sounded.recent',
  },
  silent: {
    state: 'interrupted,missed,skipped,failed,cancelled,unknown',
    at: ({ plannedAt }: Playback) => plannedAt,
    words: 'silent.recent',
  },
} as const;

/** What sounded there last, or did not: one tap instead of typing a time. */
export function RecentTimes({ cluster, what }: { cluster: string; what: keyof typeof OFFERS }) {
  const { t } = useTranslation('history');
  const { set } = useListAddress();
  const { moment } = useFormat();
  const { state, at: timeOf, words } = OFFERS[what];
  const { data } = useQuery(playbacksQuery({ cluster, state, limit: 20 }));
  const minutes = new Map<string, { at: number; title: string }>();
  for (const playback of data?.items ?? []) {
    const at = timeOf(playback);
    if (at === null) continue;
    const key = `${civilDate(at)} ${clock(at)}`;
    if (!minutes.has(key) && minutes.size < OFFERED) minutes.set(key, { at, title: playback.title });
  }
  if (minutes.size === 0) return null;
  return (
    <div className="stack">
      <p className="soft small">{t(words)}</p>
      {[...minutes].map(([key, { at, title }]) => (
        <Button
          key={key}
          className="history-recent"
          onClick={() => set({ cum: cluster, ngay: civilDate(at), gio: clock(at) })}
        >
          {moment(at)} · {title}
        </Button>
      ))}
    </div>
  );
}
