import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useSettled } from '../lib/use-settled.js';
import { useListAddress } from './paged.js';

/** After the last key, before the list is asked for, milliseconds. */
const SETTLE_MS = 400;

/** What a list is searched for, in the address as `?tim=…`. */
export function ListSearch({ label }: { label: string }) {
  const { get, set } = useListAddress();
  const stored = get('tim') ?? '';
  const [typed, setTyped] = useState(stored);
  const settled = useSettled(typed, SETTLE_MS);
  const [seen, setSeen] = useState(stored);
  if (stored !== seen) {
    setSeen(stored);
    // Somebody followed a link to another view of this list.
    if (stored !== settled.trim()) setTyped(stored);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed goes to the address
  useEffect(() => {
    if (settled.trim() !== stored) set({ tim: settled.trim() });
  }, [settled]);
  return (
    <Input
      allowClear
      type="search"
      className="grow"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
