import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DaysForm } from './rule-form.js';
import { WEEKDAYS } from './weekdays.js';
import { readLunarDates, readYearDates, yearDateText } from './year-dates.js';

export interface DaysProps {
  value: DaysForm;
  onChange: (part: Partial<DaysForm>) => void;
}

const MONTH_DATES = [...Array.from({ length: 31 }, (_, n) => n + 1), -1];
/** The first and the last come first: they are asked for most. */
const NTHS = [1, -1, 2, 3, 4, 5] as const;
/** Lunar days that villages keep; others may be added. */
const LUNAR = [
  1,
  15,
  -1,
  ...Array.from({ length: 29 }, (_, n) => n + 1).filter((day) => ![1, 15].includes(day)),
];
/** Lunar feasts that people know by name, in the order of the year. */
const FEASTS = [
  { name: 'tet1', month: 1, day: 1 },
  { name: 'tet2', month: 1, day: 2 },
  { name: 'tet3', month: 1, day: 3 },
  { name: 'firstFullMoon', month: 1, day: 15 },
  { name: 'hungKings', month: 3, day: 10 },
  { name: 'buddha', month: 4, day: 15 },
  { name: 'midYear', month: 5, day: 5 },
  { name: 'vuLan', month: 7, day: 15 },
  { name: 'midAutumn', month: 8, day: 15 },
  { name: 'kitchenGods', month: 12, day: 23 },
  { name: 'tetEve', month: 12, day: -1 },
] as const;

/** What is offered, and what was chosen elsewhere. */
const withChosen = <T,>(offered: readonly T[], chosen: readonly T[]): T[] => [
  ...new Set([...offered, ...chosen]),
];

export function MonthDates({ value: { monthDates }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  const name = (day: number) => {
    if (day > 0) return String(day);
    return day === -1 ? t('form.lastDay') : t('form.dayFromEnd', { nth: -day });
  };
  return (
    <Select
      mode="multiple"
      aria-label={t('form.monthDates')}
      placeholder={t('form.monthDates')}
      value={monthDates}
      onChange={(next) => onChange({ monthDates: next })}
      options={withChosen(MONTH_DATES, monthDates).map((day) => ({ value: day, label: name(day) }))}
    />
  );
}

/** The first Saturday of a month, and the like. */
export function MonthWeekdays({ value: { monthWeekdays }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  const keyOf = ({ nth, day }: { nth: number; day: number }) => `${nth} ${day}`;
  const offered = NTHS.flatMap((nth) => WEEKDAYS.map((_, at) => ({ nth, day: at + 1 })));
  const known = new Map([...offered, ...monthWeekdays].map((each) => [keyOf(each), each]));
  const name = ({ nth, day }: { nth: number; day: number }) => {
    const weekday = t(`weekday.${WEEKDAYS[day - 1] ?? 'mon'}`);
    if (nth === 1) return t('form.nth.first', { weekday });
    if (nth === -1) return t('form.nth.last', { weekday });
    return nth > 0 ? t('form.nth.nth', { weekday, nth }) : t('form.nth.fromEnd', { weekday, nth: -nth });
  };
  return (
    <Select
      mode="multiple"
      aria-label={t('form.monthWeekdays')}
      placeholder={t('form.monthWeekdays')}
      optionFilterProp="label"
      value={monthWeekdays.map(keyOf)}
      onChange={(keys: string[]) => onChange({ monthWeekdays: keys.flatMap((key) => known.get(key) ?? []) })}
      options={[...known].map(([key, each]) => ({ value: key, label: name(each) }))}
    />
  );
}

export function YearDates({ value: { yearDates }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  return (
    <Select
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', ';']}
      aria-label={t('form.yearDates')}
      placeholder={t('form.yearHint')}
      value={yearDates.map(yearDateText)}
      onChange={(texts: string[]) => onChange({ yearDates: readYearDates(texts) })}
    />
  );
}

export function LunarDays({ value: { lunarDays }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  const name = (day: number) => {
    if (day === 1) return t('form.lunar1');
    if (day === 15) return t('form.lunar15');
    return day === -1 ? t('form.lunarLast') : t('form.lunarDay', { day });
  };
  return (
    <Select
      mode="multiple"
      aria-label={t('form.lunarDays')}
      placeholder={t('form.lunarDays')}
      value={lunarDays}
      onChange={(next) => onChange({ lunarDays: next })}
      options={withChosen(LUNAR, lunarDays).map((day) => ({ value: day, label: name(day) }))}
    />
  );
}

/** Feasts by name; other dates of the lunar year are typed. */
export function LunarDates({ value: { lunarDates }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  const texts = lunarDates.map(yearDateText);
  const feasts = FEASTS.map(({ name, ...date }) => ({
    value: yearDateText(date),
    label: t(`form.feast.${name}`),
  }));
  return (
    <Select
      mode="tags"
      tokenSeparators={[',', ';']}
      // All at once: the eve of Tết stands last.
      listHeight={FEASTS.length * 44}
      aria-label={t('form.lunarDates')}
      placeholder={t('form.lunarDatesHint')}
      optionFilterProp="label"
      value={texts}
      onChange={(next: string[]) => onChange({ lunarDates: readLunarDates(next) })}
      options={feasts}
    />
  );
}
