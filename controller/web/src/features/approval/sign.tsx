import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { LinkButton } from '../../components/link-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { useMe } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { useSpeech } from '../../lib/use-speech.js';
import { heardQuery, passkeysQuery, preparedQuery, useSign } from './approvals.js';
import { ReturnDialog } from './return-dialog.js';

export interface SignProps {
  item: WaitingApproval;
  reasons: readonly string[];
  onDone: (text: string) => void;
}

const SETTLE_MS = 500;

/** What must be so before signing, where it counts, and the two ways out. */
export function Sign({ item, reasons, onDone }: SignProps) {
  const { t } = useTranslation('approval');
  const { variant, language, title } = item;
  const me = useMe();
  const speech = useSpeech();
  const [noSecret, setNoSecret] = useState(false);
  const [listener, setListener] = useState('');
  const [returning, setReturning] = useState(false);
  const heard = useQuery(heardQuery(variant.id));
  const knows = me.languages.includes(language);
  const named = useSettled(knows ? null : listener.trim(), SETTLE_MS);
  const ready = (heard.data?.enough ?? false) && noSecret && named !== '';
  const prepared = useQuery(preparedQuery(variant.id, named, ready));
  const sign = useSign(variant.id, (finished) =>
    onDone(
      finished.state === 'approved'
        ? t('one.approved', { title })
        : t('one.waiting', { left: finished.needs - finished.signers.length }),
    ),
  );
  const approve = () => {
    if (!prepared.data) return;
    // What was prepared may be used up or out of date.
    sign.mutate(prepared.data, { onError: () => void prepared.refetch() });
  };
  return (
    <section className="card approval-foot">
      <KeyNote />
      {!knows && (
        <Field label={t('one.listener', { language: speech(language) })} hint={t('one.listenerHint')}>
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={listener}
              onChange={({ target }) => setListener(target.value)}
            />
          )}
        </Field>
      )}
      <Checkbox checked={noSecret} onChange={({ target }) => setNoSecret(target.checked)}>
        {t('one.secret')}
      </Checkbox>
      {heard.data && !heard.data.enough && <p className="soft">{t('one.hearMore')}</p>}
      {ready && prepared.data && (
        <p>
          {t('one.where')}: <strong>{prepared.data.where.join(', ')}</strong>
        </p>
      )}
      {ready && <ProblemNote error={prepared.error} onRetry={() => void prepared.refetch()} />}
      <ProblemNote error={sign.error} />
      <Button
        type="primary"
        size="large"
        block
        disabled={!ready || !prepared.data}
        loading={sign.isPending || (ready && prepared.isFetching)}
        onClick={approve}
      >
        {t('one.approve')}
      </Button>
      <small className="soft">{t('one.approveHint')}</small>
      <Button size="large" block danger onClick={() => setReturning(true)}>
        {t('one.back')}
      </Button>
      {returning && (
        <ReturnDialog
          variantId={variant.id}
          title={title}
          reasons={reasons}
          onClose={() => setReturning(false)}
          onDone={() => onDone(t('back.done', { title }))}
        />
      )}
    </section>
  );
}

/** Whoever cannot sign here learns it before listening. */
function KeyNote() {
  const { t } = useTranslation('approval');
  const keys = useQuery(passkeysQuery);
  if (!browserHasPasskeys()) return <Alert type="warning" showIcon title={t('one.noBrowser')} />;
  if (keys.data?.items.length !== 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('one.noKey')}
      description={<LinkButton to="/cua-toi">{t('one.profile')}</LinkButton>}
    />
  );
}
