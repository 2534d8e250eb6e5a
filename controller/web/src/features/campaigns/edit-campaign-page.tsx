import type { Campaign, NewCampaign } from '@loa/shared/api/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { changedFields } from '../../lib/changed-fields.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { CampaignDraft, draftOf } from './campaign-draft.js';
import { CampaignForm } from './campaign-form.js';
import { campaignQuery, usePatchCampaign } from './campaigns.js';

export default function EditCampaignPage() {
  const { t } = useTranslation('campaigns');
  const { campaignId = '' } = useParams();
  const campaign = useQuery(campaignQuery(campaignId));
  return (
    <PageFrame title={t('form.edit')} help={t('help')}>
      <Loaded query={campaign}>{(found) => <Edit key={found.id} campaign={found} />}</Loaded>
    </PageFrame>
  );
}

function Edit({ campaign }: { campaign: Campaign }) {
  const { accountId } = useMe();
  const navigate = useNavigate();
  const [opened] = useState(campaign);
  // A draft of what somebody changed since would take that back.
  const key = `${accountId}/campaign/${opened.id}/${JSON.stringify(draftOf(opened))}`;
  const draft = useDraft(key, CampaignDraft, draftOf(opened));
  const save = usePatchCampaign(campaign.id);
  if (draft.value === null) return <Skeleton />;
  return (
    <CampaignForm
      areaId={campaign.areaId}
      draft={draft}
      value={draft.value}
      saving={save.isPending}
      error={save.error}
      onSave={(changed) =>
        save.mutate(changedFields<Partial<NewCampaign>>(opened, changed), {
          onSuccess: ({ id }) => void draft.sent().then(() => navigate(`/dot-cao-diem/${id}`)),
        })
      }
    />
  );
}
