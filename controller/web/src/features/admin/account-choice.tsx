import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useMay, useMe } from '../../lib/session.js';
import { AccountSelect } from './account-select.js';

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
  return (
    <Field label={label} hint={t('roster.accountHelp')}>
      {(id) =>
        all ? (
          <AccountSelect
            id={id}
            only="approver"
            value={value || null}
            onChange={(account) => onChange(account?.id ?? '')}
          />
        ) : (
          <Select
            id={id}
            value={value || null}
            placeholder={t('app:act.choose')}
            options={[{ value: me.accountId, label: me.name }]}
            onChange={onChange}
          />
        )
      }
    </Field>
  );
}
