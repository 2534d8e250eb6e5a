import { VariantState } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListAddress } from '../../components/paged.js';
import { useMay } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { LANGUAGES } from '../../lib/words.js';
import { type BulletinFilter, vocabularyQuery } from './bulletins.js';

/** After the last key, before the list is asked for, milliseconds. */
const SETTLE_MS = 400;

/** `?tim=tiêm chủng&tt=submitted,rejected&muc=Nông thôn mới&tieng=jra&cuatoi=1` */
export function useBulletinFilter(): Omit<BulletinFilter, 'cursor'> {
  const { get } = useListAddress();
  return {
    q: get('tim'),
    state: states(get('tt')).join(',') || null,
    column: get('muc'),
    language: get('tieng'),
    mine: get('cuatoi') === null ? null : '1',
  };
}

const states = (text: string | null) =>
  VariantState.options.filter((each) => text?.split(',').includes(each));

export function BulletinFilters() {
  const { t } = useTranslation(['bulletins', 'app']);
  const { get, set } = useListAddress();
  const may = useMay();
  const { data: words } = useQuery(vocabularyQuery);
  return (
    <div className="stack not-printed">
      <SearchField />
      <div className="row">
        <Select
          className="grow"
          mode="multiple"
          allowClear
          showSearch={false}
          aria-label={t('state')}
          placeholder={t('anyState')}
          value={states(get('tt'))}
          onChange={(chosen) => set({ tt: chosen.join(',') })}
          options={VariantState.options.map((value) => ({ value, label: t(`app:bulletin.${value}`) }))}
        />
        <Select
          className="grow"
          allowClear
          aria-label={t('column')}
          placeholder={t('anyColumn')}
          value={get('muc')}
          onChange={(column?: string) => set({ muc: column ?? null })}
          options={words?.columns.map(({ text }) => ({ value: text, label: text })) ?? []}
        />
        <Select
          className="grow"
          allowClear
          aria-label={t('language')}
          placeholder={t('anyLanguage')}
          value={get('tieng')}
          onChange={(language?: string) => set({ tieng: language ?? null })}
          options={LANGUAGES.map((value) => ({ value, label: t(`app:speech.${value}`) }))}
        />
        {may('bulletin.write') && (
          <Checkbox
            checked={get('cuatoi') !== null}
            onChange={({ target }) => set({ cuatoi: target.checked ? '1' : null })}
          >
            {t('mine')}
          </Checkbox>
        )}
      </div>
    </div>
  );
}

function SearchField() {
  const { t } = useTranslation('bulletins');
  const { get, set } = useListAddress();
  const stored = get('tim') ?? '';
  const [typed, setTyped] = useState(stored);
  const settled = useSettled(typed, SETTLE_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed goes to the address
  useEffect(() => {
    if (settled.trim() !== stored) set({ tim: settled.trim() });
  }, [settled]);
  return (
    <Input
      allowClear
      type="search"
      aria-label={t('search')}
      placeholder={t('search')}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
