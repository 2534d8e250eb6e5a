import { Bulletin } from '@loa/shared/api/bulletins';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { useMay } from '../../lib/session.js';

const Bulletins = z.object({ items: z.array(Bulletin) });

const waitingQuery = queryOptions({
  queryKey: [KEYS.bulletins, 'list', { state: 'submitted' }],
  queryFn: ({ signal }) => ask('GET', '/bulletins', Bulletins, { signal, query: { state: 'submitted' } }),
});

/** How many bulletins somebody has still to approve; nothing when there are none. */
export function TodayWaiting() {
  const { t } = useTranslation('today');
  const may = useMay();
  const { data } = useQuery({ ...waitingQuery, enabled: may('bulletin.read') });
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return <Alert type="warning" showIcon title={t('waiting', { count })} />;
}
