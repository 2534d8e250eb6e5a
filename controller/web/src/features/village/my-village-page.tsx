import { samePlaceName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag } from '../../components/state-tag.js';
import { BOXES } from '../../lib/boxes.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMe } from '../../lib/session.js';
import { VillageLinks } from './village-links.js';
import { VillageOutlook } from './village-outlook.js';

/** A village head's one page: how my loudspeakers are, and what they will play. */
export default function MyVillagePage() {
  const { t } = useTranslation('village');
  const { areaId } = useMe();
  const { cursor } = useListAddress();
  const boxes = useQuery(pagedQuery(BOXES, { cursor }));
  return (
    <PageFrame title={t('mine')} help={t('helpMine')}>
      <PagedList query={boxes} empty={t('noBoxes')}>
        {(items) => (
          <Rows label={t('boxes')}>
            {items.map((box) => (
              <Row
                key={box.id}
                title={box.name}
                detail={samePlaceName(box.areaName, box.clusterName) ? undefined : box.clusterName}
                state={<BoxTag condition={box.condition} />}
                to={`/loa/${box.id}`}
              />
            ))}
          </Rows>
        )}
      </PagedList>
      <VillageLinks areaId={areaId} />
      <VillageOutlook areaId={areaId} />
    </PageFrame>
  );
}
