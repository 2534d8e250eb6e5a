import type { Overview } from '@loa/shared/api/overview';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ListSearch } from '../../components/list-search.js';
import { useListAddress } from '../../components/paged.js';
import { CutList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { matches } from '../../lib/search.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { FAIR, POOR, shareOf, sorted } from './overview.js';

/** The places right below, side by side; those where least was heard first. */
export function PlacesList({ places, title }: Pick<Overview, 'places'> & { title: string | null }) {
  const { t } = useTranslation('oversight');
  const address = useListAddress();
  const typed = address.get('tim') ?? '';
  const by = address.get('sap') === 'ten' ? 'name' : 'need';
  const found = sorted(places, by).filter(({ name }) => matches(name, typed));
  return (
    <section className="stack">
      {title !== null && <h2>{title}</h2>}
      <div className="row not-printed">
        <ListSearch label={t('search')} />
        <Select
          className="grow"
          aria-label={t('sort')}
          value={by}
          onChange={(value: 'need' | 'name') => address.set({ sap: value === 'name' ? 'ten' : null })}
          options={(['need', 'name'] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
        />
      </div>
      <CutList items={found} empty={t('none')}>
        {(shown) => (
          <Rows label={t('places')}>
            {shown.map((place) => (
              <PlaceRow key={place.areaId} place={place} />
            ))}
          </Rows>
        )}
      </CutList>
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
    fleet.all === 0 ? t('noLoudspeaker') : t('goodOf', { good: fleet.good, all: fleet.all }),
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
