import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { useDraft } from '../../lib/drafts.js';
import { newSentId } from '../../lib/new-sent-id.js';
import { useMe } from '../../lib/session.js';
import { emptyProgramme, ProgrammeDraft } from './programme-draft.js';
import { ProgrammeForm } from './programme-form.js';

export default function NewProgrammePage() {
  const { t } = useTranslation('programmes');
  const { accountId, areaId } = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const [id] = useState(() => newSentId('programme'));
  const draft = useDraft(`${accountId}/programme/new`, ProgrammeDraft, { ...emptyProgramme(areaId), id });
  return (
    <PageFrame title={t('form.new')} help={t('form.help')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <ProgrammeForm
          programmeId={null}
          draft={draft}
          value={draft.value}
          version={null}
          onSaved={({ name }) => {
            toast(t('form.saved', { name }));
            void draft.sent().then(() => navigate('/chuong-trinh'));
          }}
        />
      )}
    </PageFrame>
  );
}
