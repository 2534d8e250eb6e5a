import type { Campaign } from '@loa/shared/api/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { AskFirst } from '../../components/ask-first.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { WHEN_TONES, whenOf } from './campaign-when.js';
import { campaignQuery, useCancelCampaign } from './campaigns.js';
import { CampaignProgressView } from './progress.js';

export default function CampaignPage() {
  const { t } = useTranslation('campaigns');
  const { campaignId = '' } = useParams();
  const campaign = useQuery(campaignQuery(campaignId));
  const may = useMay();
  const open = campaign.data?.cancelledAt === null && may('campaign.write');
  const edit = open && <LinkButton to={`/dot-cao-diem/${campaignId}/sua`}>{t('edit')}</LinkButton>;
  return (
    <PageFrame title={campaign.data?.name ?? t('title')} help={t('help')} actions={edit}>
      <Loaded query={campaign}>
        {(found) => (
          <>
            <Head campaign={found} />
            <CampaignProgressView campaign={found} />
            {open && <Cancel campaign={found} />}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Head({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const { date } = useFormat();
  const when = whenOf(campaign, civilDate(now()));
  return (
    <div className="card stack">
      <p className="row">
        {t('dates', { from: date(campaign.from), until: date(campaign.until) })}
        <Tag tone={WHEN_TONES[when]}>{t(when)}</Tag>
      </p>
      <p className="soft">{[...campaign.topics, ...campaign.columns].join(' · ')}</p>
    </div>
  );
}

function Cancel({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const cancel = useCancelCampaign(campaign.id);
  return (
    <>
      {cancel.error && <ProblemNote error={cancel.error} />}
      <p className="not-printed">
        <AskFirst
          danger
          ask={t('cancelAsk', { name: campaign.name })}
          yes={t('cancel')}
          no={t('keep')}
          busy={cancel.isPending}
          onYes={() => cancel.mutate()}
        >
          {t('cancel')}
        </AskFirst>
      </p>
    </>
  );
}
