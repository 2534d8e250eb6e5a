import type { WaitingApproval } from '@loa/shared/api/approvals';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { heardQuery } from '../../lib/heard.js';
import { useMe } from '../../lib/session.js';
import { useSettled } from '../../lib/use-settled.js';
import { preparedQuery, useSign } from './approvals.js';
import { ChangedNote } from './changed-note.js';
import { KeyNote } from './key-note.js';
import { listenerCase } from './listener-case.js';
import { ListenerField, SignedNote } from './listener-field.js';
import { ReturnDialog } from './return-dialog.js';
import { isAsShown } from './set-choice.js';
import { SignButton } from './sign-button.js';

export interface SignProps {
  item: WaitingApproval;
  reasons: readonly string[];
  onDone: (text: string) => void;
}

const SETTLE_MS = 500;

/** What must be so before signing, where it counts, and the two ways out. Whoever has signed may still return it. */
export function Sign({ item, reasons, onDone }: SignProps) {
  const { t } = useTranslation('approval');
  const { variant, title, signed } = item;
  const [returning, setReturning] = useState(false);
  return (
    <section className="card approval-foot">
      <SignedNote signed={signed} />
      {signed?.byYou !== true && <SignForm item={item} onDone={onDone} />}
      {/* What is approved already is withdrawn, with its bulletin. */}
      {item.endsAt === null && (
        <Button size="large" block danger onClick={() => setReturning(true)}>
          {t('one.back')}
        </Button>
      )}
      {returning && (
        <ReturnDialog
          variant={variant}
          title={title}
          reasons={reasons}
          onClose={() => setReturning(false)}
          onDone={() => onDone(t('back.done', { title }))}
        />
      )}
    </section>
  );
}

function SignForm({ item, onDone }: Pick<SignProps, 'item' | 'onDone'>) {
  const { t } = useTranslation('approval');
  const { variant, language, title, signed } = item;
  const me = useMe();
  const [noSecret, setNoSecret] = useState(false);
  const [listener, setListener] = useState('');
  const heard = useQuery(heardQuery(variant.id));
  const kind = listenerCase(signed, { knows: me.languages.includes(language), language });
  const typed = listener.trim();
  const mayLack = kind === 'none' || (kind === 'offer' && typed === '');
  const asked = mayLack ? null : typed;
  const named = useSettled(asked, SETTLE_MS);
  // Nobody signs a name that they have changed since.
  const ready = (heard.data?.enough ?? false) && noSecret && named !== '' && named === asked;
  const prepared = useQuery(preparedQuery(variant.id, named, ready));
  const sign = useSign(variant.id, (finished) =>
    onDone(
      finished.state === 'approved'
        ? t('one.approved', { title })
        : t('one.waiting', { left: finished.needs - finished.signers.length }),
    ),
  );
  // Somebody else may have put another text or sound there since this page was read.
  const shown = ready && prepared.data && isAsShown([item], prepared.data) ? prepared.data : undefined;
  const approve = () => {
    if (!shown) return;
    // What was prepared may be used up or out of date.
    sign.mutate(shown, { onError: () => void prepared.refetch() });
  };
  return (
    <>
      <KeyNote />
      <ListenerField
        kind={kind}
        language={language}
        signed={signed}
        value={listener}
        onChange={setListener}
      />
      <Checkbox checked={noSecret} onChange={({ target }) => setNoSecret(target.checked)}>
        {t('one.secret')}
      </Checkbox>
      {heard.data && !heard.data.enough && <p className="soft">{t('one.hearMore')}</p>}
      {shown && (
        <p>
          {t('one.where')}: <strong>{shown.where.join(', ')}</strong>
          {shown.grant.listener && (
            <>
              <br />
              {t('listener.named')}: <strong>{shown.grant.listener.name}</strong>
            </>
          )}
        </p>
      )}
      {ready && prepared.data && !shown && <ChangedNote />}
      {ready && <ProblemNote error={prepared.error} onRetry={() => void prepared.refetch()} />}
      <ProblemNote error={sign.error} />
      <SignButton
        label={t('one.approve')}
        ready={shown !== undefined}
        busy={sign.isPending || (ready && prepared.isFetching)}
        onSign={approve}
      />
    </>
  );
}
