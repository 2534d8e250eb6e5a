import type { Account } from '@loa/shared/api/accounts';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Facts } from '../../components/facts.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Tag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { changedFields } from '../../lib/changed-fields.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { AccountActions } from './account-actions.js';
import { AccountFields } from './account-fields.js';
import { accountQuery, patchAccount, useAccountChange } from './accounts.js';
import { DeputyCard } from './deputy-card.js';
import { HandoverCard } from './handover-card.js';
import './admin.css';

export default function AccountPage() {
  const { t } = useTranslation('admin');
  const { accountId = '' } = useParams();
  const query = useQuery(accountQuery(accountId));
  return (
    <PageFrame title={query.data?.name ?? t('people.one')}>
      <Loaded query={query}>{(account) => <One account={account} />}</Loaded>
    </PageFrame>
  );
}

function One({ account }: { account: Account }) {
  const { accountId } = useMe();
  const own = account.id === accountId;
  const active = account.disabledAt === null;
  return (
    <>
      <Who account={account} editable={active} />
      {account.role === 'approver' && active && <DeputyCard account={account} />}
      <AccountActions account={account} own={own} />
      {!own && <HandoverCard account={account} />}
    </>
  );
}

function Who({ account, editable }: { account: Account; editable: boolean }) {
  const { t } = useTranslation(['admin', 'app']);
  const { date } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const [editing, setEditing] = useState(false);
  if (editing) return <Edit account={account} onDone={() => setEditing(false)} />;
  const { name, login, role, areaId, languages, createdAt, invited, disabledAt } = account;
  return (
    <>
      {disabledAt !== null && (
        <p>
          <Tag tone="calm">{t('people.disabledSince', { date: date(disabledAt) })}</Tag>
        </p>
      )}
      {disabledAt === null && invited && (
        <p>
          <Tag tone="warn">{t('people.invited')}</Tag>
        </p>
      )}
      <Facts
        facts={[
          [t('people.name'), name],
          [t('people.login'), login],
          [t('people.role'), t(`app:role.${role}`)],
          [t('people.may'), t(`may.${role}`)],
          [t('people.area'), placeNameOf(areas, areaId)],
          [t('people.languages'), languages.map((each) => t(`app:speech.${each}`, each)).join(', ')],
          [t('people.since'), date(createdAt)],
        ]}
      />
      {editable && (
        <div>
          <Button onClick={() => setEditing(true)}>{t('people.edit')}</Button>
        </div>
      )}
    </>
  );
}

function Edit({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTranslation(['admin', 'app']);
  const tell = useToast();
  const { name, role, areaId, languages } = account;
  // First values only: what is read later must not change what is typed.
  const [opened] = useState({ name, role, areaId, languages });
  const [typed, setTyped] = useState(opened);
  const { mutate, isPending, error } = useAccountChange(patchAccount(account.id), () => {
    tell(t('people.saved'));
    onDone();
  });
  return (
    <form
      className="card stack admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate(changedFields(opened, typed));
      }}
    >
      <AccountFields value={typed} onChange={setTyped} />
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={isPending} disabled={typed.name.trim() === ''}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onDone}>{t('app:act.cancel')}</Button>
      </div>
    </form>
  );
}
