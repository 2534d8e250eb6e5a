import { Bulletin } from '@loa/shared/api/bulletins';
import { pageOf } from '@loa/shared/api/page';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { useSettled } from '../../lib/use-settled.js';

/** After the last key, before bulletins are asked for, milliseconds. */
const SETTLE_MS = 400;
const OFFERED = 20;

const foundQuery = (q: string) =>
  queryOptions({
    queryKey: [KEYS.bulletins, 'offered', q],
    queryFn: ({ signal }) =>
      ask('GET', '/bulletins', pageOf(Bulletin), { signal, query: { q, limit: OFFERED } }),
  });

const oneQuery = (id: string | null) =>
  queryOptions({
    queryKey: [KEYS.bulletins, 'title', id],
    queryFn: ({ signal }) => ask('GET', `/bulletins/${id}`, Bulletin, { signal }),
    enabled: id !== null,
  });

/** One bulletin of the place, found by words of its title or text. */
export function BulletinFilter() {
  const { t } = useTranslation('history');
  const { get, set } = useListAddress();
  const [typed, setTyped] = useState('');
  const { data } = useQuery(foundQuery(useSettled(typed, SETTLE_MS)));
  const chosen = get('bai');
  const { data: named } = useQuery(oneQuery(chosen));
  const offered = (data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  if (chosen !== null && !offered.some(({ value }) => value === chosen)) {
    offered.unshift({ value: chosen, label: named?.title ?? '…' });
  }
  return (
    <Select
      className="grow"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      aria-label={t('bulletin')}
      placeholder={t('anyBulletin')}
      notFoundContent={t('noBulletin')}
      value={chosen}
      onChange={(id?: string | null) => set({ bai: id ?? null })}
      options={offered}
    />
  );
}
