import type { Schedule } from '@loa/shared/api/schedules';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { now } from '../../lib/clock.js';
import { useDraft } from '../../lib/drafts.js';
import { civilDate } from '../../lib/format.js';
import { useMe } from '../../lib/session.js';
import { useVersion } from '../../lib/use-version.js';
import { draftOf, ScheduleDraft } from './schedule-draft.js';
import { ScheduleForm } from './schedule-form.js';
import { scheduleQuery } from './schedules.js';

export default function EditSchedulePage() {
  const { t } = useTranslation('schedule');
  const { scheduleId = '' } = useParams();
  const schedule = useQuery(scheduleQuery(scheduleId));
  return (
    <PageFrame title={t('form.edit')} help={t('form.help')}>
      <Loaded query={schedule}>
        {(found) => <Anew key={found.id}>{(anew) => <Edit schedule={found} onSeeNew={anew} />}</Anew>}
      </Loaded>
    </PageFrame>
  );
}

function Edit({ schedule, onSeeNew }: { schedule: Schedule; onSeeNew: () => void }) {
  const { accountId } = useMe();
  const navigate = useNavigate();
  const key = `${accountId}/schedule/${schedule.id}/${schedule.updatedAt}`;
  const draft = useDraft(key, ScheduleDraft, draftOf(schedule, civilDate(now())));
  const version = useVersion(schedule.updatedAt, () => void draft.sent().then(onSeeNew));
  if (draft.value === null) return <Skeleton />;
  return (
    <ScheduleForm
      scheduleId={schedule.id}
      draft={draft}
      value={draft.value}
      version={version}
      onSaved={(id) => void draft.sent().then(() => navigate(`/lich-phat/${id}`))}
    />
  );
}
