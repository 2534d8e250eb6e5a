import type { AreaOnMap } from '@loa/shared/api/outlines';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChoiceOnMap, choiceOnMap, type PlaceToChoose } from '../lib/area-choice.js';
import { type Areas, placeNameOf } from '../lib/areas.js';
import { areasOnMapQuery } from '../lib/areas-on-map.js';
import { Empty } from './empty.js';
import { Loaded } from './loaded.js';
import AreaMap from './map/area-map.js';
import type { Mark } from './map/marks-layer.js';
import type { Shape } from './map/shapes-layer.js';

interface AreaChoiceMapProps {
  areas: Areas;
  chosen: readonly string[];
  multiple: boolean;
  onPress: (areaId: string) => void;
}

/** Choosing places where they stand. The list beside it chooses the same. */
export default function AreaChoiceMap(props: AreaChoiceMapProps) {
  const places = useQuery(areasOnMapQuery);
  return <Loaded query={places}>{({ items }) => <Choice {...props} items={items} />}</Loaded>;
}

function Choice({
  areas,
  chosen,
  multiple,
  onPress,
  items,
}: AreaChoiceMapProps & { items: readonly AreaOnMap[] }) {
  const { t } = useTranslation('map');
  const [zoom, setZoom] = useState(0);
  const choice = useMemo(() => {
    const all = choiceOnMap(items, { areas, chosen, zoom });
    return multiple ? all : { ...all, places: all.places.map(uncovered) };
  }, [items, areas, chosen, zoom, multiple]);
  const marks = useMemo(
    () =>
      choice.places.map((each) => {
        const place = each.place.name;
        const around = each.coveredBy && placeNameOf(areas, each.coveredBy);
        const spoken = around
          ? t('choose.covered', { place, around })
          : each.within > 0
            ? t('choose.within', { place, count: each.within })
            : null;
        return markOf(each, spoken);
      }),
    [choice, areas, t],
  );
  const shapes = useMemo(() => shapesOf(choice), [choice]);
  if (marks.length === 0) return <Empty text={t('choose.noPlaces')} />;
  const [covering] = choice.places.flatMap(({ coveredBy }) => coveredBy ?? []);
  const narrow = covering !== undefined && t('choose.narrow', { place: placeNameOf(areas, covering) ?? '…' });
  return (
    <div className="stack">
      <p className="soft">{narrow || t(multiple ? 'choose.tap' : 'choose.one')}</p>
      <AreaMap
        label={t('choose.label')}
        marks={marks}
        shapes={shapes}
        // Closer, communes become villages; where one looks stays.
        view="all"
        onPress={onPress}
        onZoom={setZoom}
      />
      {choice.unplaced.length > 0 && (
        <p className="soft">{t('choose.unplaced', { names: someNames(choice.unplaced) })}</p>
      )}
    </div>
  );
}

/** A province may lack hundreds. */
function someNames(places: readonly AreaOnMap[]): string {
  const names = places.slice(0, 10).map(({ name }) => name);
  return [...names, ...(places.length > names.length ? [`+${places.length - names.length}`] : [])].join(', ');
}

/** One place alone is chosen: another is not chosen with it, it would take its place. */
function uncovered(each: PlaceToChoose): PlaceToChoose {
  return each.chosen === 'covered' ? { ...each, chosen: 'no', coveredBy: null } : each;
}

function markOf({ place, chosen, within }: PlaceToChoose, spoken: string | null): Mark {
  const { areaId, name, point } = place;
  const { lat, lon } = point ?? { lat: 0, lon: 0 };
  const text = within > 0 ? `${name} (${within})` : name;
  return { id: areaId, lat, lon, text, spoken, tone: chosen === 'no' ? 'calm' : 'good', chosen };
}

function shapesOf({ places, around }: ChoiceOnMap): Shape[] {
  const of = ({ areaId, outline }: AreaOnMap, look: Shape['look']): Shape[] =>
    outline === null ? [] : [{ id: areaId, outline, look }];
  return [
    ...around.flatMap((place) => of(place, 'around')),
    ...places.flatMap(({ place, chosen }) => of(place, chosen === 'no' ? 'plain' : 'chosen')),
  ];
}
