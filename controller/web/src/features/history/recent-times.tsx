import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { civilDate, clock } from '../../lib/format.js';
import { playbacksQuery } from '../../lib/playbacks.js';
import { useFormat } from '../../lib/use-format.js';

const OFFERED = 4;
const SOUNDED = 'started,suspended,finished,interrupted';

/** What sounded there last: one tap instead of typing a time. */
export function RecentTimes({ cluster }: { cluster: string }) {
  const { t } = useTranslation('history');
  const { set } = useListAddress();
  const { moment } = useFormat();
  const { data } = useQuery(playbacksQuery({ cluster, state: SOUNDED, limit: 20 }));
  const minutes = new Map<string, { at: number; title: string }>();
  for (const { startedAt, title } of data?.items ?? []) {
    if (startedAt === null) continue;
    const key = `${civilDate(startedAt)} ${clock(startedAt)}`;
    if (!minutes.has(key) && minutes.size < OFFERED) minutes.set(key, { at: startedAt, title });
  }
  if (minutes.size === 0) return null;
  return (
    <div className="stack">
      <p className="soft small">{t('sounded.recent')}</p>
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
