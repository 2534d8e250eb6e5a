import type { Bulletin } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Anew } from '../../components/anew.js';
import { EditPreviewView } from '../../components/edit-preview.js';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { SaveProblem } from '../../components/save-problem.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { bulletinQuery } from '../../lib/bulletins.js';
import { useDraft } from '../../lib/drafts.js';
import { editPreviewQuery } from '../../lib/edit-preview.js';
import { useMe } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { useVersion } from '../../lib/use-version.js';
import { Facts, factsFrom, factsOf, heardChange } from './bulletin-draft.js';
import { useChangeBulletin } from './bulletins.js';
import { KindField, MoreFields } from './more-fields.js';
import './bulletins.css';

const SETTLE_MS = 400;

export default function EditBulletinPage() {
  const { t } = useTranslation('bulletins');
  const { bulletinId = '' } = useParams();
  const bulletin = useQuery(bulletinQuery(bulletinId));
  return (
    <PageFrame title={t('form.editTitle')}>
      <Loaded query={bulletin}>
        {(data) => <Anew key={data.id}>{(anew) => <Form bulletin={data} onSeeNew={anew} />}</Anew>}
      </Loaded>
    </PageFrame>
  );
}

function Form({ bulletin, onSeeNew }: { bulletin: Bulletin; onSeeNew: () => void }) {
  const { t } = useTranslation('bulletins');
  const { accountId } = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const key = `${accountId}/bulletin/${bulletin.id}/facts/${bulletin.updatedAt}`;
  const draft = useDraft(key, Facts, factsFrom(bulletin));
  const version = useVersion(bulletin.updatedAt, () => void draft.sent().then(onSeeNew));
  const { mutate, isPending, error } = useChangeBulletin(bulletin.id, version.readAt);
  const { value } = draft;
  const heard = value === null ? null : heardChange(bulletin, value);
  const settled = useSettled(heard, SETTLE_MS);
  const preview = useQuery(editPreviewQuery(`/bulletins/${bulletin.id}`, settled));
  if (value === null) return <Skeleton />;
  const { change } = draft;
  // Nobody saves what they were not told of: the preview is of exactly what is typed.
  const told =
    heard === null ||
    (preview.isSuccess && !preview.isPlaceholderData && JSON.stringify(settled) === JSON.stringify(heard));
  const voids =
    value.title.trim() !== bulletin.title &&
    bulletin.variants.some(({ state }) => state === 'approved' || state === 'submitted');
  const saved = async () => {
    await draft.sent();
    toast(t('form.saved'));
    await navigate(`/ban-tin/${bulletin.id}`, { replace: true });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (told) mutate(factsOf(value), { onSuccess: () => void saved() });
      }}
    >
      {draft.restoredFrom !== null && <Alert type="info" showIcon title={t('fresh.restored')} />}
      <Field label={t('form.title')}>
        {(id) => (
          <Input
            id={id}
            maxLength={300}
            value={value.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      {voids && <Alert type="warning" showIcon title={t('form.retitle')} />}
      <KindField value={value.kind} onChange={(kind) => change({ kind })} />
      <MoreFields value={value} onChange={change} />
      {heard !== null && <EditPreviewView preview={preview.data} error={preview.error} />}
      <SaveProblem error={error} version={version} />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={isPending}
        disabled={value.title.trim() === '' || !told}
      >
        {t('form.save')}
      </Button>
    </form>
  );
}
