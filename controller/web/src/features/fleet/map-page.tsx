import { MapData } from '@loa/shared/api/fleet';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Skeleton } from '../../components/skeleton.js';
import { Tag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { type Circle, circlesOf } from './map-circles.js';
import './fleet.css';

const FleetMap = lazy(() => import('./fleet-map.js'));

const mapQuery = queryOptions({
  queryKey: [KEYS.fleet, 'map'],
  queryFn: ({ signal }) => ask('GET', '/map', MapData, { signal }),
});

/** Villages where they stand, in the colour of how their loudspeakers are; beside it the same as a list. */
export default function MapPage() {
  const { t } = useTranslation('fleet');
  const map = useQuery(mapQuery);
  return (
    <PageFrame title={t('map.title')} help={t('map.help')}>
      <Loaded query={map}>
        {(data) => {
          const circles = circlesOf(data);
          if (circles.length === 0) return <Empty text={t('map.empty')} />;
          return <MapAndList circles={circles} unplaced={data.unplaced} />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function MapAndList({ circles, unplaced }: { circles: readonly Circle[]; unplaced: number }) {
  const { t } = useTranslation('fleet');
  const words = useShortCondition();
  const navigate = useNavigate();
  const open = (circle: Circle) => {
    const [only] = circle.clusters;
    void navigate(
      circle.clusters.length === 1 && only ? `/cum-loa/${only.id}` : `/loa?thon=${circle.areaId}`,
    );
  };
  return (
    <div className="fleet-map-page">
      <Suspense fallback={<Skeleton />}>
        <FleetMap
          circles={circles}
          label={t('map.label')}
          zoomIn={t('map.zoomIn')}
          zoomOut={t('map.zoomOut')}
          // A short label fits a phone; what is wrong stands in the list.
          textOf={({ name, tone }) => (tone === 'good' ? name : tone === 'calm' ? `– ${name}` : `! ${name}`)}
          onOpen={open}
        />
      </Suspense>
      <div className="stack">
        {unplaced > 0 && <p className="soft">{t('map.unplaced', { count: unplaced })}</p>}
        <Rows label={t('map.list')}>
          {circles.map((circle) => (
            <Row
              key={circle.areaId}
              title={circle.name}
              detail={circle.clusters.map(({ name }) => name).join(', ')}
              state={<Tag tone={circle.tone}>{words(circle.condition)}</Tag>}
              onOpen={() => open(circle)}
            />
          ))}
        </Rows>
      </div>
    </div>
  );
}

function useShortCondition(): (condition: Circle['condition']) => string {
  const { t } = useTranslation(['fleet', 'app']);
  return (condition) => {
    if (condition === null) return t('fleet:map.noBox');
    return condition === 'lost' ? t('fleet:map.lost') : t(`app:condition.${condition}`);
  };
}
