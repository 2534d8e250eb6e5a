import { AutoComplete, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useSpeech } from '../../lib/use-speech.js';
import { LANGUAGES } from '../../lib/words.js';
import type { PlaceDraft } from './place-draft.js';

interface PlaceFieldsProps {
  value: PlaceDraft;
  onChange: (next: PlaceDraft) => void;
}

export function PlaceFields({ value, onChange }: PlaceFieldsProps) {
  const { t } = useTranslation('places');
  const speech = useSpeech();
  const set = (part: Partial<PlaceDraft>) => onChange({ ...value, ...part });
  const kinds = t('kinds').split(', ');
  return (
    <>
      <Field label={t('kind')}>
        {(id) => (
          <AutoComplete
            id={id}
            maxLength={40}
            value={value.kind}
            options={kinds.map((kind) => ({ value: kind }))}
            onChange={(kind: string) => set({ kind })}
          />
        )}
      </Field>
      <Field label={t('name')} hint={t('nameHint')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            value={value.name}
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
      <Field label={t('languages')} hint={t('languagesHint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={value.languages}
            onChange={(languages: string[]) => set({ languages })}
            options={LANGUAGES.map((code) => ({ value: code, label: speech(code) }))}
          />
        )}
      </Field>
      <Field label={t('householdsField')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={0}
            value={value.households}
            onChange={(households) => set({ households })}
          />
        )}
      </Field>
      <Field label={t('peopleField')} hint={t('peopleHint')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={0}
            value={value.population}
            onChange={(population) => set({ population })}
          />
        )}
      </Field>
    </>
  );
}
