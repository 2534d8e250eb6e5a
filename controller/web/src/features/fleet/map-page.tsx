import { MapData } from '@loa/shared/api/fleet';
import type { AreaOnMap } from '@loa/shared/api/outlines';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import type { Mark } from '../../components/map/marks-layer.js';
import type { Shape } from '../../components/map/shapes-layer.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Skeleton } from '../../components/skeleton.js';
import { Tag } from '../../components/state-tag.js';
import { ask } from '../../lib/api.js';
import { areasOnMapQuery } from '../../lib/areas-on-map.js';
import { KEYS } from '../../lib/keys.js';
import { lazily } from '../../lib/lazily.js';
import { type Circle, circlesOf } from './map-circles.js';
import './fleet.css';

const AreaMap = lazily(() => import('../../components/map/area-map.js'));

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
  const { data: places } = useQuery(areasOnMapQuery);
  const marks = useMemo(
    () => circles.map((circle) => markOf(circle, words(circle.condition))),
    [circles, words],
  );
  const shapes = useMemo(() => shapesOf(places?.items ?? []), [places]);
  const view = [...marks.map(({ lat, lon }) => `${lat},${lon}`).sort(), ...shapes.map(({ id }) => id)].join(
    ' ',
  );
  const open = (circle: Circle) => {
    const [only] = circle.clusters;
    void navigate(
      circle.clusters.length === 1 && only ? `/cum-loa/${only.id}` : `/loa?thon=${circle.areaId}`,
    );
  };
  const press = (areaId: string) => {
    const circle = circles.find((each) => each.areaId === areaId);
    if (circle) open(circle);
  };
  return (
    <div className="fleet-map-page">
      <Suspense fallback={<Skeleton />}>
        <AreaMap label={t('map.label')} marks={marks} shapes={shapes} view={view} onPress={press} />
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

/** A short label fits a phone; what is wrong stands in the list. */
function markOf({ areaId, name, lat, lon, tone }: Circle, condition: string): Mark {
  const text = tone === 'good' ? name : tone === 'calm' ? `– ${name}` : `! ${name}`;
  return { id: areaId, lat, lon, text, spoken: `${name}: ${condition}`, tone, chosen: null };
}

/** Villages end where they end; whatever lies around them is a line. */
function shapesOf(places: readonly AreaOnMap[]): Shape[] {
  return places.flatMap(({ areaId, outline, level }) =>
    outline === null ? [] : [{ id: areaId, outline, look: level === 'village' ? 'plain' : 'around' }],
  );
}

function useShortCondition(): (condition: Circle['condition']) => string {
  const { t } = useTranslation(['fleet', 'app']);
  return useCallback(
    (condition) => {
      if (condition === null) return t('fleet:map.noBox');
      return condition === 'lost' ? t('fleet:map.lost') : t(`app:condition.${condition}`);
    },
    [t],
  );
}
