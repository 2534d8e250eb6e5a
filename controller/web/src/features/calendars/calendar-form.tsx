import type { PutHolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { Field } from '../../components/field.js';
import { SaveProblem } from '../../components/save-problem.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import type { Draft } from '../../lib/drafts.js';
import { useFormat } from '../../lib/use-format.js';
import type { Version } from '../../lib/use-version.js';
import { type CalendarDraft, holidayOf, newHoliday } from './calendar-draft.js';
import { HolidayRow } from './holiday-row.js';
import { newKey } from './new-key.js';

export interface CalendarFormProps {
  draft: Draft<CalendarDraft>;
  value: CalendarDraft;
  /** Null: a new one. Timetables may keep to another already: what changes is said before it is saved. */
  calendarId: string | null;
  saving: boolean;
  error: Error | null;
  /** Null: a new one. */
  version: Version | null;
  onSave: (calendar: PutHolidayCalendar) => void;
}

export function CalendarForm({
  calendarId,
  draft,
  value,
  saving,
  error,
  version,
  onSave,
}: CalendarFormProps) {
  const { t } = useTranslation(['calendars', 'app']);
  const { moment } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const [asking, setAsking] = useState(false);
  const { name, areaId, holidays } = value;
  const { change: put } = draft;
  const good = holidays.flatMap((typed) => holidayOf(typed) ?? []);
  const complete = name.trim() !== '' && good.length > 0 && good.length === holidays.length;
  const made = { areaId, name: name.trim(), holidays: good };
  const save = () => onSave(made);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) calendarId === null ? save() : setAsking(true);
      }}
    >
      {draft.restoredFrom !== null && (
        <Alert type="info" showIcon title={t('app:draft.restored', { at: moment(draft.restoredFrom) })} />
      )}
      <Field label={t('name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            placeholder={t('nameHint')}
            value={name}
            onChange={({ target }) => put({ name: target.value })}
          />
        )}
      </Field>
      <AreaPicker
        label={t('where')}
        value={[areaId]}
        onChange={([first]) => put({ areaId: first ?? areaId })}
      />
      <h2>{t('holidays')}</h2>
      <ul className="stack">
        {holidays.map((typed) => (
          <HolidayRow
            key={typed.key}
            value={typed}
            onChange={(next) =>
              put({ holidays: holidays.map((each) => (each.key === typed.key ? next : each)) })
            }
            onRemove={() => put({ holidays: holidays.filter(({ key }) => key !== typed.key) })}
          />
        ))}
      </ul>
      <div>
        <Button onClick={() => put({ holidays: [...holidays, newHoliday(newKey())] })}>
          {t('addHoliday')}
        </Button>
      </div>
      <SaveProblem error={error} version={version} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={saving} disabled={!complete}>
          {t('app:act.save')}
        </Button>
        {!complete && <span className="soft">{t('incomplete')}</span>}
      </div>
      <ConfirmSound
        open={asking}
        kind="silence"
        title={t('ask')}
        what={t('askWhat', { days: good.map((each) => each.name).join(', ') })}
        where={placeNameOf(areas, areaId) ?? '…'}
        when={t('askWhen')}
        yes={t('app:act.save')}
        busy={saving}
        error={error}
        onYes={save}
        onNo={() => setAsking(false)}
      >
        {asking && <AskedEditPreview path={`/holiday-calendars/${calendarId}`} change={made} />}
      </ConfirmSound>
    </form>
  );
}
