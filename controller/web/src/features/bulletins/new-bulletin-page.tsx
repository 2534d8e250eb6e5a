import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Dialog } from '../../components/dialog.js';
import { Message } from '../../components/message.js';
import { PageFrame } from '../../components/page-frame.js';
import { Skeleton } from '../../components/skeleton.js';
import { now } from '../../lib/clock.js';
import { type Draft, useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { BulletinDraft, emptyBulletin, newBulletinKey, usualWhen } from './bulletin-draft.js';
import { DetailsForm } from './details-form.js';
import { soundLack } from './sound-draft.js';
import { SoundForm } from './sound-form.js';
import { forgetTake } from './takes.js';

/** Sound first, then three fields. `?buoc=2` is the second page, so that "back" goes one page back. */
export default function NewBulletinPage() {
  const { t } = useTranslation(['bulletins', 'app']);
  const { accountId, areaId, role } = useMe();
  const empty = emptyBulletin(areaId, role === 'contributor' ? { kind: 'later' } : usualWhen(now()));
  const draft = useDraft(newBulletinKey(accountId), BulletinDraft, empty);
  const [kept, setKept] = useState(false);
  const title = role === 'contributor' ? t('addContributor') : t('fresh.title');
  return (
    <PageFrame title={title} help={t('fresh.help')}>
      {kept && (
        <Message title={t('fresh.kept')} text={t('fresh.keptText')}>
          <Button onClick={() => setKept(false)}>{t('fresh.another')}</Button>
        </Message>
      )}
      {!kept && draft.value === null && <Skeleton />}
      {!kept && draft.value !== null && (
        <Steps draft={draft} value={draft.value} onKept={() => setKept(true)} />
      )}
    </PageFrame>
  );
}

function Steps({
  draft,
  value,
  onKept,
}: {
  draft: Draft<BulletinDraft>;
  value: BulletinDraft;
  onKept: () => void;
}) {
  const { t } = useTranslation('bulletins');
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { change } = draft;
  const lack = soundLack(value);
  const done = async (bulletinId: string, scheduleProblem: string | null) => {
    await draft.sent();
    await navigate(`/ban-tin/${bulletinId}`, { replace: true, state: { scheduleProblem } });
  };
  if (params.get('buoc') === '2' && lack === null) {
    return (
      <DetailsForm
        value={value}
        onChange={change}
        onSent={(id, problem) => void done(id, problem)}
        onKept={() =>
          void draft
            .clear()
            .then(() => setParams({}, { replace: true }))
            .then(onKept)
        }
      />
    );
  }
  return (
    <>
      {draft.restoredFrom !== null && value.way !== null && <Restored draft={draft} value={value} />}
      <SoundForm value={value} onChange={change} />
      {(value.way === 'text' || lack === null) && (
        <div className="bulletin-foot">
          {lack !== null && <p className="soft">{t(`fresh.${lack}`)}</p>}
          <Button
            type={value.made === null && value.takeId === null ? 'default' : 'primary'}
            size="large"
            block
            disabled={lack !== null}
            onClick={() => {
              setParams({ buoc: '2' });
              window.scrollTo(0, 0);
            }}
          >
            {t('fresh.next')}
          </Button>
        </div>
      )}
    </>
  );
}

function Restored({ draft, value }: { draft: Draft<BulletinDraft>; value: BulletinDraft }) {
  const { t } = useTranslation('bulletins');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={t('fresh.restored')}
        description={<Button onClick={() => setAsking(true)}>{t('fresh.startOver')}</Button>}
      />
      <Dialog
        open={asking}
        title={t('fresh.startOver')}
        okText={t('fresh.startOverYes')}
        okButtonProps={{ danger: true }}
        cancelText={t('fresh.keep')}
        closable={false}
        onCancel={() => setAsking(false)}
        onOk={() => {
          setAsking(false);
          if (value.takeId !== null) void forgetTake(value.takeId);
          void draft.clear();
        }}
      >
        {t('fresh.startOverAsk')}
      </Dialog>
    </>
  );
}
