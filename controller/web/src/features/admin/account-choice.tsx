import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useMay, useMe } from '../../lib/session.js';
import { accountsQuery } from './accounts.js';

export interface AccountChoiceProps {
  label: string;
  /** Empty: none chosen. */
  value: string;
  onChange: (accountId: string) => void;
}

/** One of the accounts that may approve; who may not see others chooses their own. */
export function AccountChoice({ label, value, onChange }: AccountChoiceProps) {
  const { t } = useTranslation(['admin', 'app']);
  const me = useMe();
  const all = useMay()('account.read');
  const { data = [] } = useQuery({ ...accountsQuery, enabled: all });
  const accounts = all
    ? data.filter(({ role, disabledAt }) => role === 'approver' && disabledAt === null)
    : [{ id: me.accountId, name: me.name }];
  return (
    <Field label={label} hint={t('roster.accountHelp')}>
      {(id) => (
        <Select
          id={id}
          value={value || null}
          placeholder={t('app:act.choose')}
          options={accounts.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(next) => onChange(next ?? '')}
        />
      )}
    </Field>
  );
}
