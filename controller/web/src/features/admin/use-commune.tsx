import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { areasQuery } from '../../lib/areas.js';

/** The commune that settings are shown of: one's own, or the chosen one of a province (`?xa=`). */
export function useCommune() {
  const query = useQuery(areasQuery);
  const { get } = useListAddress();
  const communes = (query.data ?? []).filter(
    ({ level, mergedInto }) => level === 'commune' && mergedInto === null,
  );
  const chosen = communes.find(({ id }) => id === get('xa')) ?? communes[0] ?? null;
  return { query, communes, commune: chosen };
}

/** Nothing where there is only one. */
export function CommuneChoice({ communes, commune }: { communes: readonly Area[]; commune: Area }) {
  const { t } = useTranslation('admin');
  const { set } = useListAddress();
  if (communes.length < 2) return null;
  return (
    <Select
      aria-label={t('settings.commune')}
      value={commune.id}
      showSearch={{ optionFilterProp: 'label' }}
      options={communes.map((each) => ({ value: each.id, label: placeName(each) }))}
      onChange={(xa) => set({ xa })}
    />
  );
}
