import { newId } from '@loa/shared/ids';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { CalendarDraft, newHoliday } from './calendar-draft.js';
import { CalendarForm } from './calendar-form.js';
import { useSaveCalendar } from './calendars.js';
import { newKey } from './new-key.js';

export default function NewCalendarPage() {
  const { t } = useTranslation('calendars');
  const { accountId, areaId } = useMe();
  const navigate = useNavigate();
  const tell = useToast();
  // Made once: a second try after a lost answer saves the same calendar.
  const [id] = useState(() =>
    newId('calendar', { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) }),
  );
  const empty = { name: '', areaId, holidays: [newHoliday(newKey())] };
  const draft = useDraft(`${accountId}/calendar/new`, CalendarDraft, empty);
  const save = useSaveCalendar(async () => {
    await draft.sent();
    tell(t('saved'));
    await navigate('/ngay-le');
  });
  return (
    <PageFrame title={t('add')} help={t('help')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <CalendarForm
          calendarId={null}
          draft={draft}
          value={draft.value}
          saving={save.isPending}
          error={save.error}
          version={null}
          onSave={(calendar) => save.mutate({ id, ...calendar })}
        />
      )}
    </PageFrame>
  );
}
