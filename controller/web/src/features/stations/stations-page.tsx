import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useMay } from '../../lib/session.js';
import { stationsQuery } from '../../lib/stations.js';
import { hoursText } from './station-draft.js';
import { StationTag } from './station-state.js';

/** Stations that programmes may carry. */
export default function StationsPage() {
  const { t } = useTranslation('stations');
  const may = useMay();
  const stations = useQuery(stationsQuery);
  const { data: areas } = useQuery(areasQuery);
  const add = may('station.write') && (
    <LinkButton type="primary" to="/tiep-am/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <Loaded query={stations}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
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
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
