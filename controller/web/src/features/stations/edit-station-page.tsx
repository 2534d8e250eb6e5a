import type { Station } from '@loa/shared/api/stations';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { useVersion } from '../../lib/use-version.js';
import { draftOf, StationDraft } from './station-draft.js';
import { StationForm } from './station-form.js';
import { stationQuery } from './stations.js';
import './stations.css';

export default function EditStationPage() {
  const { t } = useTranslation('stations');
  const { stationId = '' } = useParams();
  const station = useQuery(stationQuery(stationId));
  return (
    <PageFrame title={t('form.edit')} help={t('help')}>
      <Loaded query={station}>
        {(found) => <Anew key={found.id}>{(anew) => <Edit station={found} onSeeNew={anew} />}</Anew>}
      </Loaded>
    </PageFrame>
  );
}

function Edit({ station, onSeeNew }: { station: Station; onSeeNew: () => void }) {
  const { accountId } = useMe();
  const navigate = useNavigate();
  const key = `${accountId}/station/${station.id}/${station.updatedAt}`;
  const draft = useDraft(key, StationDraft, draftOf(station));
  const version = useVersion(station.updatedAt, () => void draft.sent().then(onSeeNew));
  if (draft.value === null) return <Skeleton />;
  return (
    <StationForm
      station={station}
      draft={draft}
      value={draft.value}
      version={version}
      onSaved={({ id }) => void draft.sent().then(() => navigate(`/tiep-am/${id}`))}
    />
  );
}
