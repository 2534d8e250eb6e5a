import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { LANGUAGES } from '../../lib/words.js';
import type { SoundFormProps } from './sound-form.js';

/** Of a voice: which language it speaks, and what it says for those who read along. */
export function SpokenFields({ value, onChange }: SoundFormProps) {
  const { t } = useTranslation(['bulletins', 'app']);
  return (
    <>
      <Field label={t('sound.language')}>
        {(id) => (
          <Select
            id={id}
            value={value.language}
            onChange={(language) => onChange({ language })}
            options={LANGUAGES.map((each) => ({ value: each, label: t(`app:speech.${each}`) }))}
          />
        )}
      </Field>
      <Field label={t('sound.text')}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={20_000}
            value={value.text}
            onChange={({ target }) => onChange({ text: target.value })}
          />
        )}
      </Field>
    </>
  );
}
