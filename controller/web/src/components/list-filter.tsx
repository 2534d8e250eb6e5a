import { Select } from 'antd';
import { useListAddress } from './paged.js';

export interface ListFilterProps {
  /** In the address: `?tt=…`. */
  name: string;
  label: string;
  /** What is shown where nothing narrows the list. */
  usual: string;
  options: readonly { value: string; label: string }[];
}

/** One of several by which a list is narrowed, in the address. What the address says wrongly narrows nothing. */
export function ListFilter({ name, label, usual, options }: ListFilterProps) {
  const { get, set } = useListAddress();
  const asked = get(name);
  return (
    <Select
      className="grow"
      aria-label={label}
      value={options.some(({ value }) => value === asked) ? asked : ''}
      onChange={(value: string | null) => set({ [name]: value })}
      options={[{ value: '', label: usual }, ...options]}
    />
  );
}
