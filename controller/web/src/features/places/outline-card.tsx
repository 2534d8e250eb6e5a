import type { Area } from '@loa/shared/api/areas';
import type { AreaOnMap } from '@loa/shared/api/outlines';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { areasOnMapQuery } from '../../lib/areas-on-map.js';
import { lazily } from '../../lib/lazily.js';
import { placeMarks, placeShapes } from './outline-shapes.js';
import { useRemoveOutline } from './outlines.js';

const AreaMap = lazily(() => import('../../components/map/area-map.js'));

/** Where a place ends, as the maps show it, and the way to say so. */
export function OutlineCard({ area }: { area: Area }) {
  const { t } = useTranslation('places');
  const places = useQuery(areasOnMapQuery);
  return (
    <section className="card stack">
      <h2>{t('outline.title')}</h2>
      <Loaded query={places}>{({ items }) => <Drawn area={area} items={items} />}</Loaded>
    </section>
  );
}

function Drawn({ area, items }: { area: Area; items: readonly AreaOnMap[] }) {
  const { t } = useTranslation('places');
  const tell = useToast();
  const place = placeName(area);
  const { mutate, isPending, error } = useRemoveOutline(area.id, () => tell(t('outline.removed', { place })));
  const here = useMemo(() => items.filter(({ areaId }) => areaId === area.id), [items, area.id]);
  const shapes = useMemo(() => placeShapes(items, area), [items, area]);
  const marks = useMemo(() => placeMarks(here), [here]);
  const has = here.some(({ outline }) => outline !== null);
  return (
    <>
      {shapes.length + marks.length > 0 && (
        <Suspense fallback={<Skeleton />}>
          <AreaMap
            label={t('outline.label', { place })}
            marks={marks}
            shapes={shapes}
            view={shapes.map(({ id }) => id).join(' ')}
          />
        </Suspense>
      )}
      <p>{t(has ? 'outline.has' : 'outline.none')}</p>
      <ProblemNote error={error} />
      <div className="row">
        <LinkButton to={`/dia-ban/${area.id}/ranh-gioi`}>
          {t(has ? 'outline.again' : 'outline.open')}
        </LinkButton>
        {has && (
          <AskFirst
            danger
            ask={t('outline.removeAsk', { place })}
            text={t('outline.removeText')}
            yes={t('outline.remove')}
            busy={isPending}
            onYes={() => mutate(undefined)}
          >
            {t('outline.remove')}
          </AskFirst>
        )}
      </div>
    </>
  );
}
