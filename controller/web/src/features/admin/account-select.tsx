import type { Account } from '@loa/shared/api/accounts';
import type { Role } from '@loa/shared/api/role';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../../lib/use-choices.js';
import { ACCOUNTS } from './accounts.js';

export interface AccountSelectProps {
  id: string;
  value: string | null;
  onChange: (account: Account | null) => void;
  /** Only accounts of this role. */
  only?: Role;
  /** Not offered: whom it is about. */
  except?: string;
}

/** Somebody who may sign in, found by name. */
export function AccountSelect({ id, value, onChange, only, except }: AccountSelectProps) {
  const { t } = useTranslation('app');
  const filter = { role: only ?? null, state: 'active' };
  const { items, loading, showSearch } = useChoices(ACCOUNTS, value === null ? [] : [value], filter);
  const offered = items.filter((each) => each.id !== except);
  return (
    <Select
      id={id}
      value={value}
      placeholder={t('act.choose')}
      showSearch={showSearch}
      loading={loading}
      options={offered.map((each) => ({
        value: each.id,
        label: only === undefined ? `${each.name} · ${t(`role.${each.role}`)}` : each.name,
      }))}
      onChange={(next: string) => onChange(offered.find((each) => each.id === next) ?? null)}
    />
  );
}
