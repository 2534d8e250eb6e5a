import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { type Areas, areasQuery, placeNameOf } from '../../lib/areas.js';
import { byName } from '../../lib/by-name.js';
import { CalendarDownload } from './calendar-download.js';
import { VillageLinks } from './village-links.js';
import { VillageOutlook } from './village-outlook.js';

/** Villages of a commune; more are found by their names. */
const MOST = 60;

/** `/lang/area_x`: what that village will hear. */
export default function VillagePage() {
  const { t } = useTranslation('village');
  const { areaId } = useParams();
  const navigate = useNavigate();
  const { data: areas } = useQuery(areasQuery);
  const place = areaId === undefined ? null : placeNameOf(areas, areaId);
  const area = areas?.find(({ id }) => id === areaId);
  return (
    <PageFrame
      title={place === null ? t('title') : t('titleOf', { place })}
      help={t('help')}
      actions={area && area.level !== 'province' && <CalendarDownload area={area} />}
    >
      <AreaPicker
        label={t('pick')}
        value={areaId === undefined ? [] : [areaId]}
        onChange={([chosen]) => void navigate(chosen === undefined ? '/lang' : `/lang/${chosen}`)}
      />
      {areaId === undefined ? (
        <Villages areas={areas} />
      ) : (
        <>
          <VillageLinks areaId={areaId} />
          <VillageOutlook areaId={areaId} />
        </>
      )}
    </PageFrame>
  );
}

/** To be tapped, where they are few enough to look through. */
function Villages({ areas }: { areas: Areas | undefined }) {
  const { t } = useTranslation('village');
  const villages = (areas ?? []).filter(
    ({ level, mergedInto }) => level === 'village' && mergedInto === null,
  );
  if (villages.length === 0 || villages.length > MOST) return <Empty text={t('pickFirst')} />;
  return (
    <Rows label={t('pick')}>
      {villages
        .map((area) => ({ id: area.id, name: placeName(area) }))
        .sort((a, b) => byName(a.name, b.name))
        .map(({ id, name }) => (
          <Row key={id} title={name} to={`/lang/${id}`} />
        ))}
    </Rows>
  );
}
