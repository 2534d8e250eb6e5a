import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { useTranslation } from 'react-i18next';

export interface DateFieldProps {
  label: string;
  /** `2026-11-02`, or null for none. */
  value: string | null;
  onChange: (date: string | null) => void;
}

/** A civil date as people here write it, whatever the machine is set to: 02/11/2026, weeks from Monday. */
export default function DateField({ label, value, onChange }: DateFieldProps) {
  const { i18n } = useTranslation();
  dayjs.locale(i18n.language === 'en' ? 'en' : 'vi');
  return (
    <DatePicker
      aria-label={label}
      placeholder={label}
      format="DD/MM/YYYY"
      value={value === null ? null : dayjs(value)}
      // Enter takes what was typed; it does not send the form around it.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(chosen) => onChange(chosen ? chosen.format('YYYY-MM-DD') : null)}
    />
  );
}
