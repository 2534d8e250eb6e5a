import { Area, AreaLevel } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { ListFilter } from '../../components/list-filter.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { type Areas, areasQuery, placeNameOf } from '../../lib/areas.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';

const AREAS: ServedList<Area> = { key: KEYS.areas, path: '/areas', item: Area };

/** The villages of a commune (or communes of a province): to add, change and merge. */
export default function PlacesPage() {
  const { t } = useTranslation('places');
  const { get, cursor } = useListAddress();
  const level = AreaLevel.extract(['commune', 'village']).safeParse(get('cap')).data ?? null;
  const query = useQuery(pagedQuery(AREAS, { q: get('tim'), level, cursor }));
  const { data: areas } = useQuery(areasQuery);
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        <>
          <LinkButton to="/dia-ban/moi">{t('add')}</LinkButton>
          <LinkButton to="/danh-sach-excel?loai=areas">{t('excel')}</LinkButton>
        </>
      }
    >
      <div className="row">
        <ListSearch label={t('search')} />
        <ListFilter
          name="cap"
          label={t('level')}
          usual={t('anyLevel')}
          options={[
            { value: 'commune', label: t('communes') },
            { value: 'village', label: t('villages') },
          ]}
        />
      </div>
      <PagedList query={query} empty={t('none')}>
        {(shown) => (
          <Rows label={t('title')}>
            {shown.map((area) => (
              <PlaceRow key={area.id} area={area} areas={areas} />
            ))}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}

function PlaceRow({ area, areas }: { area: Area; areas: Areas | undefined }) {
  const { t } = useTranslation('places');
  const { number } = useFormat();
  const speech = useSpeech();
  const { households, population, languages, mergedInto, level } = area;
  const told = [
    households === null ? null : t('households', { count: households, number: number(households) }),
    population === null ? null : t('people', { count: population, number: number(population) }),
    level === 'village' ? languages.map(speech).join(', ') : null,
  ];
  const state =
    mergedInto === null ? (
      level === 'commune' && <Tag tone="busy">{t('commune')}</Tag>
    ) : (
      <Tag tone="calm">{t('mergedInto', { place: placeNameOf(areas, mergedInto) ?? '…' })}</Tag>
    );
  return (
    <Row
      title={placeName(area)}
      detail={told.filter(Boolean).join(' · ')}
      state={state || undefined}
      to={`/dia-ban/${area.id}`}
    />
  );
}
