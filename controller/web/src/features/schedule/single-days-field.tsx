import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { useFormat } from '../../lib/use-format.js';
import { TimesField } from './times-field.js';
import type { TimetableForm } from './timetable-form.js';

/** Days that are left out. */
export function ExceptField({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (dates: string[]) => void;
}) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (
    <div className="row">
      {value.length > 0 && <span>{t('form.except')}</span>}
      {value.map((civil) => (
        <Button
          key={civil}
          aria-label={t('form.exceptRemove', { date: date(civil) })}
          onClick={() => onChange(value.filter((each) => each !== civil))}
        >
          {date(civil)} ×
        </Button>
      ))}
      <DateField
        bare
        label={t('form.exceptAdd')}
        value={null}
        onChange={(civil) => civil !== null && onChange([...new Set([...value, civil])].sort())}
      />
    </div>
  );
}

type Extra = TimetableForm['extra'];

/** Days beyond the rules, at the usual times or at times of their own: added here, or left so by the board. */
export function ExtraField({ value, onChange }: { value: Extra; onChange: (extra: Extra) => void }) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const put = (at: number, times: Extra[number]['times']) =>
    onChange(value.map((each, n) => (n !== at ? each : { date: each.date, ...(times ? { times } : {}) })));
  const add = (civil: string) => {
    if (value.some((each) => each.date === civil)) return;
    onChange([...value, { date: civil }].sort((a, b) => (a.date < b.date ? -1 : 1)));
  };
  return (
    <>
      {value.map(({ date: civil, times }, at) => (
        // Two of one date can stand in a timetable that was made elsewhere.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is what is typed, in its order
        <div key={at} className="row schedule-extra">
          <Button
            aria-label={t('form.extraRemove', { day: date(civil) })}
            onClick={() => onChange(value.filter((_, n) => n !== at))}
          >
            {date(civil)} ×
          </Button>
          {times ? (
            <TimesField value={times} onChange={(next) => put(at, next)} on={date(civil)} />
          ) : (
            <>
              <span className="soft">{t('form.extraUsual')}</span>
              <Button
                aria-label={t('form.extraOwnOn', { date: date(civil) })}
                onClick={() => put(at, [{ time: '' }])}
              >
                {t('form.extraOwn')}
              </Button>
            </>
          )}
        </div>
      ))}
      <div className="row">
        <DateField
          bare
          label={t('form.extraAdd')}
          value={null}
          onChange={(civil) => civil !== null && add(civil)}
        />
      </div>
    </>
  );
}
