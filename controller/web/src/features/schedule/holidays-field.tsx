import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { CALENDARS } from '../../lib/holiday-calendars.js';
import { pagedQuery } from '../../lib/paged-query.js';
import type { TimetableForm } from './timetable-form.js';

/** A commune has a few; the country has one. */
const OFFERED = 100;
/** As many as a timetable may ask. */
const MOST_CALENDARS = 8;

type Holidays = TimetableForm['holidays'];
type Use = Holidays[number]['on'];

/** Calendars of holidays whose days are left out, or alone count. */
export function HolidaysField({
  value,
  onChange,
}: {
  value: Holidays;
  onChange: (holidays: Holidays) => void;
}) {
  const { t } = useTranslation('schedule');
  const calendars = useQuery(pagedQuery(CALENDARS, { limit: OFFERED }));
  const names = new Map(calendars.data?.items.map(({ id, name }) => [id, name]));
  // One that is gone, or of a place that is not seen from here, can still be taken away.
  const unknown = calendars.data ? t('form.calendarGone') : '…';
  const offered = (on: Use) =>
    [...new Set([...names.keys(), ...value.map(({ calendarId }) => calendarId)])]
      .filter((id) => !value.some((each) => each.calendarId === id && each.on !== on))
      .map((id) => ({ value: id, label: names.get(id) ?? unknown }));
  const chosen = (on: Use) => value.filter((each) => each.on === on).map(({ calendarId }) => calendarId);
  const choose = (on: Use, ids: readonly string[]) => {
    const kept = value.filter((each) => each.on !== on || ids.includes(each.calendarId));
    const added = ids.filter((id) => !chosen(on).includes(id));
    onChange([...kept, ...added.map((calendarId) => ({ calendarId, on }))].slice(0, MOST_CALENDARS));
  };
  return (
    <>
      {(['skip', 'only'] as const).map((on) => (
        <Field key={on} label={t(`form.holiday.${on}`)}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              placeholder={t('form.holiday.none')}
              optionFilterProp="label"
              loading={calendars.isFetching}
              value={chosen(on)}
              onChange={(ids) => choose(on, ids)}
              options={offered(on)}
            />
          )}
        </Field>
      ))}
      {calendars.error && <ProblemNote error={calendars.error} />}
    </>
  );
}
