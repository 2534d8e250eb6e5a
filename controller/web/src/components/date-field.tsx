import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import './date-field.css';

export interface DateFieldProps {
  label: string;
  /** `2026-11-02`, or null for none. */
  value: string | null;
  onChange: (date: string | null) => void;
  /** Words around it already say what it is: its label is for screen readers alone. */
  bare?: boolean;
}

/** A civil date as people here write it, whatever the machine is set to: 02/11/2026, weeks from Monday. */
export default function DateField({ label, value, onChange, bare = false }: DateFieldProps) {
  const { t, i18n } = useTranslation();
  dayjs.locale(i18n.language === 'en' ? 'en' : 'vi');
  // The same object while the date is the same: at another one the picker forgets what is being typed.
  const shown = useMemo(() => (value === null ? null : dayjs(value)), [value]);
  const picker = (
    <DatePicker
      aria-label={label}
      placeholder={bare ? label : t('act.pickDate')}
      format="DD/MM/YYYY"
      value={shown}
      // Enter takes what was typed; it does not send the form around it.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(chosen) => onChange(chosen ? chosen.format('YYYY-MM-DD') : null)}
    />
  );
  if (bare) return picker;
  return (
    <div className="date-field">
      <span aria-hidden>{label}</span>
      {picker}
    </div>
  );
}
