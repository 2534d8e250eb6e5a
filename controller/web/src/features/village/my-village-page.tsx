import { samePlaceName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { BoxTag } from '../../components/state-tag.js';
import { boxesQuery } from '../../lib/boxes.js';
import { useMe } from '../../lib/session.js';
import { VillageOutlook } from './village-outlook.js';

/** A village head's one page: how my loudspeakers are, and what they will play. */
export default function MyVillagePage() {
  const { t } = useTranslation('village');
  const { areaId } = useMe();
  const boxes = useQuery(boxesQuery());
  return (
    <PageFrame title={t('mine')} help={t('helpMine')}>
      <Loaded query={boxes}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty text={t('noBoxes')} />}
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
          </>
        )}
      </Loaded>
      <VillageOutlook areaId={areaId} />
      <Link to="/nhat-ky">{t('seeLog')}</Link>
    </PageFrame>
  );
}
