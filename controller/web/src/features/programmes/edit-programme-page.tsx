import type { Programme } from '@loa/shared/api/programmes';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { useVersion } from '../../lib/use-version.js';
import { draftOf, ProgrammeDraft } from './programme-draft.js';
import { ProgrammeForm } from './programme-form.js';
import { programmeQuery, useArchive } from './programmes.js';
import { UnapprovedCard } from './unapproved-card.js';

export default function EditProgrammePage() {
  const { t } = useTranslation('programmes');
  const { programmeId = '' } = useParams();
  const programme = useQuery(programmeQuery(programmeId));
  return (
    <PageFrame
      title={programme.data?.name ?? t('form.edit')}
      help={t('form.help')}
      actions={<LinkButton to={`/lich-phat/moi?ct=${programmeId}`}>{t('schedule')}</LinkButton>}
    >
      <Loaded query={programme}>
        {(found) => (
          <>
            <UnapprovedCard programme={found} />
            <Anew key={found.id}>{(anew) => <Edit programme={found} onSeeNew={anew} />}</Anew>
            <Archive programme={found} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Edit({ programme, onSeeNew }: { programme: Programme; onSeeNew: () => void }) {
  const { t } = useTranslation('programmes');
  const { accountId } = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const key = `${accountId}/programme/${programme.id}/${programme.updatedAt}`;
  const draft = useDraft(key, ProgrammeDraft, draftOf(programme));
  const version = useVersion(programme.updatedAt, () => void draft.sent().then(onSeeNew));
  if (draft.value === null) return <Skeleton />;
  return (
    <ProgrammeForm
      programmeId={programme.id}
      draft={draft}
      value={draft.value}
      version={version}
      onSaved={({ name }) => {
        toast(t('form.saved', { name }));
        void draft.sent().then(() => navigate('/chuong-trinh'));
      }}
    />
  );
}

/** Out of the list; the controller refuses while schedules play it, and names them. */
function Archive({ programme }: { programme: Programme }) {
  const { t } = useTranslation('programmes');
  const { data: areas } = useQuery(areasQuery);
  const navigate = useNavigate();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const archive = useArchive(programme.id);
  return (
    <>
      <p className="not-printed">
        <Button danger onClick={() => setAsking(true)}>
          {t('archive.button')}
        </Button>
      </p>
      <ConfirmSound
        open={asking}
        kind="silence"
        title={t('archive.ask')}
        what={programme.name}
        where={placeNameOf(areas, programme.areaId) ?? '…'}
        when={t('archive.when')}
        yes={t('archive.yes')}
        busy={archive.isPending}
        error={archive.error}
        onYes={() =>
          archive.mutate(undefined, {
            onSuccess() {
              toast(t('archive.done', { name: programme.name }));
              void navigate('/chuong-trinh');
            },
          })
        }
        onNo={() => setAsking(false)}
      />
    </>
  );
}
