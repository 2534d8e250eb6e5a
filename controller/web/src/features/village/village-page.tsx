import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { PageFrame } from '../../components/page-frame.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { VillageOutlook } from './village-outlook.js';

/** `/lang/area_x`: what that village will hear. */
export default function VillagePage() {
  const { t } = useTranslation('village');
  const { areaId } = useParams();
  const navigate = useNavigate();
  const { data: areas } = useQuery(areasQuery);
  const place = areaId === undefined ? null : placeNameOf(areas, areaId);
  return (
    <PageFrame title={place === null ? t('title') : t('titleOf', { place })} help={t('help')}>
      <AreaPicker
        label={t('pick')}
        value={areaId === undefined ? [] : [areaId]}
        onChange={([chosen]) => void navigate(chosen === undefined ? '/lang' : `/lang/${chosen}`)}
      />
      {areaId === undefined ? <Empty text={t('pickFirst')} /> : <VillageOutlook areaId={areaId} />}
    </PageFrame>
  );
}
