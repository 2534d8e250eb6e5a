import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMay } from '../../lib/session.js';
import { STATIONS } from '../../lib/stations.js';
import { hoursText } from './station-draft.js';
import { StationTag } from './station-state.js';

/** Stations that programmes may carry. */
export default function StationsPage() {
  const { t } = useTranslation(['stations', 'app']);
  const may = useMay();
  const { get, cursor } = useListAddress();
  const q = get('tim');
  const stations = useQuery(pagedQuery(STATIONS, { q, cursor }));
  const { data: areas } = useQuery(areasQuery);
  const add = may('station.write') && (
    <LinkButton type="primary" to="/tiep-am/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <ListSearch label={t('search')} />
      <PagedList query={stations} empty={q === null ? t('empty') : t('app:list.none')}>
        {(items) => (
          <Rows label={t('title')}>
            {items.map((station) => (
              <Row
                key={station.id}
                title={station.name}
                detail={[placeNameOf(areas, station.areaId), t('between', { hours: hoursText(station) })]
                  .filter(Boolean)
                  .join(' · ')}
                state={<StationTag station={station} />}
                to={`/tiep-am/${station.id}`}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}
