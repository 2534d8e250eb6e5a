import { useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bulletinQuery, bulletinsQuery } from '../lib/bulletins.js';
import { BulletinTag } from './state-tag.js';
import './bulletin-select.css';

interface Common {
  label: string;
  id?: string;
}
export type BulletinSelectProps = Common &
  (
    | { multiple?: false; clearable?: boolean; value: string | null; onChange: (id: string | null) => void }
    | { multiple: true; value: readonly string[]; onChange: (ids: string[]) => void }
  );

/** A bulletin found by what somebody remembers of its title or text, with its state beside it. */
export function BulletinSelect(props: BulletinSelectProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useQuery(bulletinsQuery(text));
  const chosenIds = props.multiple ? props.value : props.value === null ? [] : [props.value];
  const chosen = useQueries({ queries: chosenIds.map((id) => bulletinQuery(id)) });
  const items = found.data?.items ?? [];
  const known = chosen.flatMap(({ data }) => data ?? []);
  const all = [...known.filter(({ id }) => !items.some((item) => item.id === id)), ...items];
  const common = {
    className: 'bulletin-select',
    showSearch: { filterOption: false, onSearch: setText },
    'aria-label': props.label,
    placeholder: t('bulletinPick'),
    loading: found.isFetching,
    options: all.map(({ id, title, state }) => ({ value: id, label: title, state })),
    optionRender: ({
      data,
      label,
    }: {
      data: (typeof all)[number] extends { state: infer S } ? { state: S } : never;
      label?: React.ReactNode;
    }) => (
      <span className="bulletin-select-option">
        {label} <BulletinTag state={data.state} />
      </span>
    ),
  };
  if (props.multiple) {
    return (
      <Select
        {...common}
        mode="multiple"
        value={[...props.value]}
        onChange={(ids: string[]) => props.onChange(ids)}
      />
    );
  }
  return (
    <Select
      {...common}
      allowClear={props.clearable ?? false}
      value={props.value}
      onChange={(id?: string | null) => props.onChange(id ?? null)}
    />
  );
}
