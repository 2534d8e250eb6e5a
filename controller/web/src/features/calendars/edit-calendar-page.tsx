import type { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { useDraft } from '../../lib/drafts.js';
import { CALENDARS } from '../../lib/holiday-calendars.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMe } from '../../lib/session.js';
import { useVersion } from '../../lib/use-version.js';
import { CalendarDraft, typedHoliday } from './calendar-draft.js';
import { CalendarForm } from './calendar-form.js';
import { useSaveCalendar } from './calendars.js';

export default function EditCalendarPage() {
  const { t } = useTranslation('calendars');
  const { calendarId = '' } = useParams();
  const calendars = useQuery(pagedQuery(CALENDARS, { id: calendarId }));
  return (
    <PageFrame title={t('edit')} help={t('help')}>
      <Loaded query={calendars}>
        {({ items }) => {
          const [calendar] = items;
          if (!calendar || calendar.areaId === null) return <Empty text={t('notHere')} />;
          const { areaId } = calendar;
          return (
            <Anew key={calendar.id}>
              {(anew) => <Edit calendar={calendar} areaId={areaId} onSeeNew={anew} />}
            </Anew>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}

interface EditProps {
  calendar: HolidayCalendar;
  areaId: string;
  onSeeNew: () => void;
}

function Edit({ calendar, areaId, onSeeNew }: EditProps) {
  const { t } = useTranslation('calendars');
  const { accountId } = useMe();
  const navigate = useNavigate();
  const tell = useToast();
  const { id, name, holidays, updatedAt } = calendar;
  const before: CalendarDraft = {
    ...{ name, areaId },
    holidays: holidays.map((holiday, n) => typedHoliday(holiday, String(n))),
  };
  // Somebody else's change since makes an older draft of it nobody's.
  const draft = useDraft(`${accountId}/calendar/${id}/${updatedAt}`, CalendarDraft, before);
  const version = useVersion(updatedAt, () => void draft.sent().then(onSeeNew));
  const save = useSaveCalendar(async () => {
    await draft.sent();
    tell(t('saved'));
    await navigate('/ngay-le');
  }, version.readAt);
  if (draft.value === null) return <Skeleton />;
  return (
    <CalendarForm
      calendarId={id}
      draft={draft}
      value={draft.value}
      saving={save.isPending}
      error={save.error}
      version={version}
      onSave={(next) => save.mutate({ id, ...next })}
    />
  );
}
