import { TimePicker } from 'antd';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

dayjs.extend(customParseFormat);

export interface TimeFieldProps {
  label: string;
  /** `17:00`; empty: none. */
  value: string;
  onChange: (time: string) => void;
}

/** A time of day as people here write it, 24 hours, whatever the machine is set to: typed or picked. */
export default function TimeField({ label, value, onChange }: TimeFieldProps) {
  const { t } = useTranslation();
  // The same object while the time is the same: at another one the picker forgets what is being typed.
  const shown = useMemo(() => (value === '' ? null : dayjs(value, 'HH:mm')), [value]);
  return (
    <TimePicker
      aria-label={label}
      placeholder={t('act.pickTime')}
      format="HH:mm"
      allowClear={false}
      needConfirm={false}
      showNow={false}
      value={shown}
      // Enter takes what was typed; it does not send the form around it.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(chosen) => onChange(chosen ? chosen.format('HH:mm') : '')}
    />
  );
}
