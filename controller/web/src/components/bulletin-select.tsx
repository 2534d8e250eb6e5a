import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BULLETINS } from '../lib/bulletins.js';
import { useChoices } from '../lib/use-choices.js';
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
  const chosen = props.multiple ? props.value : props.value === null ? [] : [props.value];
  const { items, loading, showSearch } = useChoices(BULLETINS, chosen);
  const common = {
    className: 'bulletin-select',
    showSearch,
    'aria-label': props.label,
    placeholder: t('bulletinPick'),
    loading,
    options: items.map(({ id, title, state }) => ({ value: id, label: title, state })),
    optionRender: ({
      data,
      label,
    }: {
      data: { state: (typeof items)[number]['state'] };
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
