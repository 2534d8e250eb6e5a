import { VariantState } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ListFilter } from '../../components/list-filter.js';
import { ListSearch } from '../../components/list-search.js';
import { useListAddress } from '../../components/paged.js';
import { useMay } from '../../lib/session.js';
import { LANGUAGES } from '../../lib/words.js';
import { type BulletinFilter, vocabularyQuery } from './bulletins.js';

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
      <ListSearch label={t('search')} />
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
        <ListFilter
          name="muc"
          label={t('column')}
          usual={t('anyColumn')}
          options={columnsFor(words?.columns.map(({ text }) => text) ?? [], get('muc'))}
        />
        <ListFilter
          name="tieng"
          label={t('language')}
          usual={t('anyLanguage')}
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

/** A link may name a column that is not among those used most. */
function columnsFor(words: readonly string[], asked: string | null) {
  const all = asked === null || words.includes(asked) ? words : [asked, ...words];
  return all.map((text) => ({ value: text, label: text }));
}
