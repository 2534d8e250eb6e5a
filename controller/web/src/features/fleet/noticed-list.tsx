import { Incident } from '@loa/shared/api/logs';
import { placePath } from '@loa/shared/place-name';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { ask } from '../../lib/api.js';
import { fleetQuery } from '../../lib/fleet.js';
import { KEYS } from '../../lib/keys.js';
import { useFormat } from '../../lib/use-format.js';

const Incidents = z.object({ items: z.array(Incident), next: z.string().nullable() });

const incidentsQuery = (cursor: string | null) =>
  queryOptions({
    queryKey: [KEYS.incidents, 'list', { cursor }],
    queryFn: ({ signal }) => ask('GET', '/incidents', Incidents, { signal, query: { cursor, limit: 50 } }),
  });

/** What the controller noticed by itself, the newest first. */
export function NoticedList() {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const { cursor } = useListAddress();
  const incidents = useQuery(incidentsQuery(cursor));
  const { data: fleet } = useQuery(fleetQuery());
  const places = new Map(fleet?.items.map((row) => [row.boxId, placePath(row.areaName, row.name)]));
  return (
    <Loaded query={incidents}>
      {({ items, next }) => (
        <>
          {items.length === 0 && <Empty text={t('trouble.noneNoticed')} />}
          <Rows label={t('trouble.noticed')}>
            {items.map(({ id, at, boxId, text }) => (
              <Row
                key={id}
                lead={<time dateTime={new Date(at).toISOString()}>{moment(at)}</time>}
                title={text}
                detail={boxId === null ? t('trouble.server') : (places.get(boxId) ?? t('trouble.gone'))}
                {...(boxId !== null && places.has(boxId) ? { to: `/loa/${boxId}` } : {})}
              />
            ))}
          </Rows>
          <Pager cursor={cursor} next={next} />
        </>
      )}
    </Loaded>
  );
}
