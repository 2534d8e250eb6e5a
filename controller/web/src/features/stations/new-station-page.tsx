import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useDraft } from '../../lib/drafts.js';
import { newSentId } from '../../lib/new-sent-id.js';
import { useMe } from '../../lib/session.js';
import { emptyStation, StationDraft } from './station-draft.js';
import { StationForm } from './station-form.js';
import './stations.css';

export default function NewStationPage() {
  const { t } = useTranslation('stations');
  const { accountId, areaId } = useMe();
  const navigate = useNavigate();
  const [id] = useState(() => newSentId('station'));
  const draft = useDraft(`${accountId}/station/new`, StationDraft, { ...emptyStation(areaId), id });
  return (
    <PageFrame title={t('form.new')} help={t('help')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <StationForm
          station={null}
          draft={draft}
          value={draft.value}
          version={null}
          onSaved={({ id }) => void draft.sent().then(() => navigate(`/tiep-am/${id}`))}
        />
      )}
    </PageFrame>
  );
}
