import { BulletinKind } from '@loa/shared/api/bulletins';
import type { Vocabulary } from '@loa/shared/api/columns';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Select } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { lazily } from '../../lib/lazily.js';
import { matches } from '../../lib/search.js';
import { type Facts, LONGEST, MOST_WORDS, wordsOf } from './bulletin-draft.js';
import { vocabularyQuery } from './bulletins.js';

const DateField = lazily(() => import('../../components/date-field.js'));

export interface FactsProps {
  value: Facts;
  onChange: (part: Partial<Facts>) => void;
}

export function KindField({
  value,
  onChange,
}: {
  value: Facts['kind'];
  onChange: (kind: Facts['kind']) => void;
}) {
  const { t } = useTranslation('bulletins');
  return (
    <Field label={t('form.kind')}>
      {(id) => (
        <Select
          id={id}
          value={value}
          onChange={onChange}
          options={BulletinKind.options.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
      )}
    </Field>
  );
}

/** What reports and searches want to know. Words that the commune used before are offered. */
export function MoreFields({ value, onChange }: FactsProps) {
  const { t } = useTranslation('bulletins');
  const { data: words } = useQuery(vocabularyQuery);
  return (
    <div className="stack">
      <One
        label={t('form.column')}
        value={value.columnName}
        words={words?.columns}
        longest={LONGEST.columnName}
        onChange={(columnName) => onChange({ columnName })}
      />
      <Many
        label={t('form.topics')}
        value={value.topics}
        words={words?.topics}
        onChange={(topics) => onChange({ topics })}
      />
      <Many
        label={t('form.audiences')}
        value={value.audiences}
        words={words?.audiences}
        onChange={(audiences) => onChange({ audiences })}
      />
      <Field label={t('form.fieldCode')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={value.fieldCode}
            onChange={(fieldCode?: string) => onChange({ fieldCode: fieldCode ?? null })}
            options={
              words?.fieldCodes.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })) ?? []
            }
          />
        )}
      </Field>
      <One
        label={t('form.sourceUnit')}
        value={value.sourceUnit}
        words={words?.sourceUnits}
        longest={LONGEST.sourceUnit}
        onChange={(sourceUnit) => onChange({ sourceUnit })}
      />
      <div className="row">
        <Suspense fallback={null}>
          <DateField
            label={t('form.validFrom')}
            value={value.validFrom}
            onChange={(validFrom) => onChange({ validFrom })}
          />
          <DateField
            label={t('form.validUntil')}
            value={value.validUntil}
            onChange={(validUntil) => onChange({ validUntil })}
          />
        </Suspense>
      </div>
      <One
        label={t('form.taskRef')}
        value={value.taskRef}
        words={words?.taskRefs}
        longest={LONGEST.taskRef}
        onChange={(taskRef) => onChange({ taskRef })}
      />
    </div>
  );
}

type Words = Vocabulary['topics'] | undefined;

const optionsOf = (words: Words) => words?.map(({ text }) => ({ value: text })) ?? [];

function One({
  label,
  value,
  words,
  longest,
  onChange,
}: {
  label: string;
  value: string | null;
  words: Words;
  longest: number;
  onChange: (text: string | null) => void;
}) {
  return (
    <Field label={label}>
      {(id) => (
        <AutoComplete
          id={id}
          value={value ?? ''}
          maxLength={longest}
          options={optionsOf(words)}
          showSearch={{ filterOption: (typed, option) => matches(option?.value ?? '', typed) }}
          onChange={(text: string) => onChange(text === '' ? null : text)}
        />
      )}
    </Field>
  );
}

function Many({
  label,
  value,
  words,
  onChange,
}: {
  label: string;
  value: string[];
  words: Words;
  onChange: (words: string[]) => void;
}) {
  const { t } = useTranslation('bulletins');
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          mode="tags"
          placeholder={t('form.tags')}
          value={value}
          options={optionsOf(words)}
          maxCount={MOST_WORDS}
          onChange={(next: string[]) => onChange(wordsOf(next))}
        />
      )}
    </Field>
  );
}
