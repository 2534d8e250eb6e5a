import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { now } from '../../lib/clock.js';
import { useDraft } from '../../lib/drafts.js';
import { newScheduleId } from '../../lib/new-schedule-id.js';
import { useMe } from '../../lib/session.js';
import { emptySchedule, ScheduleDraft } from './schedule-draft.js';
import { ScheduleForm } from './schedule-form.js';

/** A link that says what to schedule has a draft of its own: it never shows what somebody began for something else. */
export default function NewSchedulePage() {
  const [asked] = useSearchParams();
  return <NewSchedule key={String(asked)} asked={asked} />;
}

function NewSchedule({ asked }: { asked: URLSearchParams }) {
  const { t } = useTranslation('schedule');
  const { accountId, areaId } = useMe();
  const navigate = useNavigate();
  const [id] = useState(newScheduleId);
  const empty = { ...emptySchedule(asked, { areaId, now: now() }), id };
  const draft = useDraft(`${accountId}/schedule/new?${asked}`, ScheduleDraft, empty);
  return (
    <PageFrame title={t('form.new')} help={t('form.help')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <ScheduleForm
          scheduleId={null}
          draft={draft}
          value={draft.value}
          version={null}
          onSaved={(id) => void draft.sent().then(() => navigate(`/lich-phat/${id}`))}
        />
      )}
    </PageFrame>
  );
}
