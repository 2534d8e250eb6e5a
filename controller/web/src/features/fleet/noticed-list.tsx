import { Incident } from '@loa/shared/api/logs';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { useBoxNames } from '../../lib/boxes.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';
import { useFormat } from '../../lib/use-format.js';

const INCIDENTS: ServedList<Incident> = { key: KEYS.incidents, path: '/incidents', item: Incident };

/** What the controller noticed by itself, the newest first. */
export function NoticedList() {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const { cursor } = useListAddress();
  const incidents = useQuery(pagedQuery(INCIDENTS, { cursor }));
  const places = useBoxNames(incidents.data?.items.flatMap(({ boxId }) => boxId ?? []) ?? []);
  const nameOf = (boxId: string) => (places ? (places.get(boxId) ?? t('trouble.gone')) : '…');
  return (
    <PagedList query={incidents} empty={t('trouble.noneNoticed')}>
      {(items) => (
        <Rows label={t('trouble.noticed')}>
          {items.map(({ id, at, boxId, text }) => (
            <Row
              key={id}
              lead={<time dateTime={new Date(at).toISOString()}>{moment(at)}</time>}
              title={text}
              detail={boxId === null ? t('trouble.server') : nameOf(boxId)}
              {...(boxId !== null && places?.has(boxId) ? { to: `/loa/${boxId}` } : {})}
            />
          ))}
        </Rows>
      )}
    </PagedList>
  );
}
