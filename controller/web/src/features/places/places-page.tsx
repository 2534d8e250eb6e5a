import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { type Areas, areasQuery, placeNameOf } from '../../lib/areas.js';
import { matches } from '../../lib/search.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';

const ON_A_PAGE = 100;
const ORDER = new Intl.Collator('vi', { numeric: true });

/** The villages of a commune (or communes of a province): to add, change and merge. */
export default function PlacesPage() {
  const { t } = useTranslation('places');
  const areas = useQuery(areasQuery);
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
      <Loaded query={areas}>{(data) => <PlaceList areas={data} />}</Loaded>
    </PageFrame>
  );
}

function PlaceList({ areas }: { areas: Areas }) {
  const { t } = useTranslation('places');
  const address = useListAddress();
  const typed = address.get('tim') ?? '';
  const found = areas
    .filter(({ name, kind, level }) => level !== 'province' && matches(`${kind} ${name}`, typed))
    .toSorted(
      (a, b) =>
        Number(a.mergedInto !== null) - Number(b.mergedInto !== null) ||
        Number(a.level === 'village') - Number(b.level === 'village') ||
        ORDER.compare(a.name, b.name),
    );
  const page = Number(address.cursor ?? 0) || 0;
  const from = page * ON_A_PAGE;
  return (
    <>
      <Input
        type="search"
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        defaultValue={typed}
        onChange={({ target }) => address.set({ tim: target.value })}
      />
      {found.length === 0 && <Empty text={t('none')} />}
      <Rows label={t('title')}>
        {found.slice(from, from + ON_A_PAGE).map((area) => (
          <PlaceRow key={area.id} area={area} areas={areas} />
        ))}
      </Rows>
      <Pager
        cursor={page === 0 ? null : String(page)}
        next={from + ON_A_PAGE < found.length ? String(page + 1) : null}
      />
    </>
  );
}

function PlaceRow({ area, areas }: { area: Area; areas: Areas }) {
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
