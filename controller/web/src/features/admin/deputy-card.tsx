import type { Account } from '@loa/shared/api/accounts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { civilDate, dayOf } from '../../lib/format.js';
import { lazily } from '../../lib/lazily.js';
import { useFormat } from '../../lib/use-format.js';
import { AccountSelect } from './account-select.js';
import { accountQuery, patchAccount, useAccountChange } from './accounts.js';

const DateField = lazily(() => import('../../components/date-field.js'));

/** KT.: approves in another's place, and only on these days. */
export function DeputyCard({ account }: { account: Account }) {
  const { t } = useTranslation('admin');
  const { date } = useFormat();
  const tell = useToast();
  const [editing, setEditing] = useState(false);
  const { deputy } = account;
  const principal = useQuery({ ...accountQuery(deputy?.deputyFor ?? ''), enabled: deputy !== null });
  const change = useAccountChange(patchAccount(account.id), () => {
    tell(t('people.saved'));
    setEditing(false);
  });
  return (
    <section className="card stack">
      <h2>{t('deputy.title')}</h2>
      <p>
        {deputy === null
          ? t('deputy.none')
          : t('deputy.is', {
              name: principal.data?.name ?? '…',
              from: date(deputy.actingFrom),
              // Until the end of that day.
              until: date(deputy.actingUntil - 1),
            })}
      </p>
      {editing ? (
        <DeputyForm
          account={account}
          busy={change.isPending}
          onSave={(next) => change.mutate({ deputy: next })}
          onNo={() => setEditing(false)}
        />
      ) : (
        <div className="row">
          <Button onClick={() => setEditing(true)}>{t('deputy.set')}</Button>
          {deputy !== null && (
            <Button danger loading={change.isPending} onClick={() => change.mutate({ deputy: null })}>
              {t('deputy.remove')}
            </Button>
          )}
        </div>
      )}
      <ProblemNote error={change.error} />
    </section>
  );
}

interface DeputyFormProps {
  account: Account;
  busy: boolean;
  onSave: (deputy: NonNullable<Account['deputy']>) => void;
  onNo: () => void;
}

function DeputyForm({ account, busy, onSave, onNo }: DeputyFormProps) {
  const { t } = useTranslation(['admin', 'app']);
  const { deputy } = account;
  const [who, setWho] = useState<string | null>(deputy?.deputyFor ?? null);
  const [from, setFrom] = useState<string | null>(deputy ? civilDate(deputy.actingFrom) : null);
  const [until, setUntil] = useState<string | null>(deputy ? civilDate(deputy.actingUntil - 1) : null);
  const ready = who !== null && from !== null && until !== null && from <= until;
  const save = () => {
    if (!ready) return;
    onSave({ deputyFor: who, actingFrom: dayOf(from).from, actingUntil: dayOf(until).to });
  };
  return (
    <div className="stack admin-form">
      <Field label={t('deputy.who')}>
        {(id) => (
          <AccountSelect
            id={id}
            only="approver"
            except={account.id}
            value={who}
            onChange={(chosen) => setWho(chosen?.id ?? null)}
          />
        )}
      </Field>
      <Suspense fallback={<Skeleton lines={1} />}>
        <div className="row">
          <DateField label={t('deputy.from')} value={from} onChange={setFrom} />
          <DateField label={t('deputy.until')} value={until} onChange={setUntil} />
        </div>
      </Suspense>
      <p className="soft small">{t('deputy.roster')}</p>
      <div className="row">
        <Button type="primary" disabled={!ready} loading={busy} onClick={save}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onNo}>{t('app:act.cancel')}</Button>
      </div>
    </div>
  );
}
