import { Role } from '@loa/shared/api/role';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Field } from '../../components/field.js';

export interface AccountFieldsValue {
  name: string;
  role: Role;
  areaId: string;
  languages: string[];
}

const SPEECH = ['vi', 'jra', 'bdq', 'sed', 'blt', 'tmm', 'mtq', 'km', 'rad'] as const;

export interface AccountFieldsProps {
  value: AccountFieldsValue;
  onChange: (next: AccountFieldsValue) => void;
}

/** Who somebody is, what they may do, and where. */
export function AccountFields({ value, onChange }: AccountFieldsProps) {
  const { t } = useTranslation(['admin', 'app']);
  const { name, role, areaId, languages } = value;
  return (
    <>
      <Field label={t('people.name')}>
        {(id) => (
          <Input
            id={id}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={({ target }) => onChange({ ...value, name: target.value })}
          />
        )}
      </Field>
      <Field label={t('people.role')} hint={t(`may.${role}`)}>
        {(id) => (
          <Select
            id={id}
            value={role}
            options={Role.options.map((each) => ({ value: each, label: t(`app:role.${each}`) }))}
            onChange={(next: Role) => onChange({ ...value, role: next })}
          />
        )}
      </Field>
      <AreaPicker
        label={t('people.area')}
        value={[areaId]}
        onChange={([next]) => next !== undefined && onChange({ ...value, areaId: next })}
      />
      <Field label={t('people.languages')} hint={t('people.languagesHelp')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={languages}
            options={SPEECH.map((each) => ({ value: each, label: t(`app:speech.${each}`) }))}
            onChange={(next: string[]) => onChange({ ...value, languages: next })}
          />
        )}
      </Field>
    </>
  );
}
