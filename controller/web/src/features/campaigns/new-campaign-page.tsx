import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useDraft } from '../../lib/drafts.js';
import { newSentId } from '../../lib/new-sent-id.js';
import { useMe } from '../../lib/session.js';
import { CampaignDraft, emptyCampaign } from './campaign-draft.js';
import { CampaignForm } from './campaign-form.js';
import { useBeginCampaign } from './campaigns.js';

export default function NewCampaignPage() {
  const { t } = useTranslation('campaigns');
  const { accountId, areaId } = useMe();
  const navigate = useNavigate();
  const [id] = useState(() => newSentId('campaign'));
  const draft = useDraft(`${accountId}/campaign/new`, CampaignDraft, { ...emptyCampaign(areaId), id });
  const save = useBeginCampaign();
  return (
    <PageFrame title={t('form.new')} help={t('help')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <CampaignForm
          areaId={areaId}
          draft={draft}
          value={draft.value}
          saving={save.isPending}
          error={save.error}
          onSave={(campaign) =>
            save.mutate(campaign, {
              onSuccess: ({ id }) => void draft.sent().then(() => navigate(`/dot-cao-diem/${id}`)),
            })
          }
        />
      )}
    </PageFrame>
  );
}
