import type { Overview } from '@loa/shared/api/overview';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { matches } from '../../lib/search.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { shareOf, sorted } from './overview.js';

const ON_A_PAGE = 100;
/** Below these a place wants a look, or somebody to go there. */
const FAIR = 0.97;
const POOR = 0.9;

/** The places right below, side by side; those where least was heard first. */
export function PlacesList({ places }: Pick<Overview, 'places'>) {
  const { t } = useTranslation('oversight');
  const address = useListAddress();
  const typed = address.get('tim') ?? '';
  const by = address.get('sap') === 'ten' ? 'name' : 'need';
  const found = sorted(places, by).filter(({ name }) => matches(name, typed));
  const page = Number(address.cursor ?? 0) || 0;
  const from = page * ON_A_PAGE;
  return (
    <section className="stack">
      <h2>{t('places')}</h2>
      <div className="row not-printed">
        <Input
          className="grow"
          type="search"
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          defaultValue={typed}
          onChange={({ target }) => address.set({ tim: target.value })}
        />
        <Select
          className="grow"
          aria-label={t('sort')}
          value={by}
          onChange={(value: 'need' | 'name') => address.set({ sap: value === 'name' ? 'ten' : null })}
          options={(['need', 'name'] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
        />
      </div>
      {found.length === 0 && <Empty text={t('none')} />}
      <Rows label={t('places')}>
        {found.slice(from, from + ON_A_PAGE).map((place) => (
          <PlaceRow key={place.areaId} place={place} />
        ))}
      </Rows>
      <Pager
        cursor={page === 0 ? null : String(page)}
        next={from + ON_A_PAGE < found.length ? String(page + 1) : null}
      />
      <p className="soft small">{t('lately')}</p>
    </section>
  );
}

function PlaceRow({ place }: { place: Overview['places'][number] }) {
  const { t } = useTranslation('oversight');
  const { number, percent } = useFormat();
  const { role } = useMe();
  const { get } = useListAddress();
  const hasPage = useHasPage();
  const { areaId, name, population, fleet, delivered } = place;
  const share = shareOf(delivered);
  const told = [
    t('goodOf', { good: fleet.good, all: fleet.all }),
    population === null ? null : t('people', { count: population, number: number(population) }),
    delivered.lost > 0 ? t('lostCount', { count: delivered.lost }) : null,
  ];
  const deeper = role === 'provinceViewer' && get('noi') === null;
  const to = deeper ? `?noi=${areaId}` : hasPage('/lang') ? `/lang/${areaId}` : null;
  return (
    <Row
      title={name}
      detail={told.filter(Boolean).join(' · ')}
      state={
        <>
          {fleet.silent > 0 && <Tag tone="bad">{t('silentCount', { count: fleet.silent })}</Tag>}
          {share === null ? (
            <Tag tone="calm">{t('nothingDue')}</Tag>
          ) : (
            <Tag tone={share >= FAIR ? 'good' : share >= POOR ? 'warn' : 'bad'}>
              {t('shareText', { share: percent(share) })}
            </Tag>
          )}
        </>
      }
      {...(to === null ? {} : { to })}
    />
  );
}
