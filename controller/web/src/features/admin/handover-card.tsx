import type { Account, HandedOver } from '@loa/shared/api/accounts';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { AccountSelect } from './account-select.js';
import { handOver, useAccountChange } from './accounts.js';

/** Somebody leaves: a colleague looks after their work, and the account ends. */
export function HandoverCard({ account }: { account: Account }) {
  const { t } = useTranslation(['admin', 'app']);
  const [to, setTo] = useState<Account | null>(null);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error, data } = useAccountChange(handOver(account.id), () => setAsking(false));
  const colleague = to?.name ?? '';
  if (data) return <Done handed={data} colleague={colleague} />;
  if (account.disabledAt !== null) return null;
  const send = () =>
    to !== null && mutate({ to: to.id, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  return (
    <section className="card stack">
      <h2>{t('handover.title')}</h2>
      <p>{t('handover.what')}</p>
      <Field label={t('handover.to')}>
        {(id) => <AccountSelect id={id} except={account.id} value={to?.id ?? null} onChange={setTo} />}
      </Field>
      <Field label={t('handover.reason')}>
        {(id) => (
          <Input id={id} maxLength={300} value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </Field>
      <div>
        <Button danger disabled={to === null} onClick={() => setAsking(true)}>
          {t('handover.go')}
        </Button>
      </div>
      <Dialog
        open={asking}
        title={t('handover.ask', { from: account.name, to: colleague })}
        okText={t('handover.go')}
        okButtonProps={{ danger: true }}
        cancelText={t('app:act.cancel')}
        confirmLoading={isPending}
        onOk={send}
        onCancel={() => setAsking(false)}
      >
        <div className="stack">
          <p>{t('handover.moves', { to: colleague })}</p>
          <p>{t('handover.ends', { from: account.name })}</p>
          <ProblemNote error={error} />
        </div>
      </Dialog>
    </section>
  );
}

function Done({ handed, colleague }: { handed: z.infer<typeof HandedOver>; colleague: string }) {
  const { t } = useTranslation('admin');
  const { moved, warnings } = handed;
  return (
    <section className="card stack">
      <Alert type="success" showIcon title={t('handover.done', { to: colleague, ...moved })} />
      {warnings.map(({ code, message }) => (
        <Alert key={code} type="warning" showIcon title={message} />
      ))}
    </section>
  );
}
