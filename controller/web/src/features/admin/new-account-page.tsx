import { Login } from '@loa/shared/api/accounts';
import { Role } from '@loa/shared/api/role';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Field } from '../../components/field.js';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { AccountFields } from './account-fields.js';
import { createAccount, useAccountChange } from './accounts.js';
import { LinkCard } from './link-card.js';
import { loginOf } from './login-of.js';
import './admin.css';

const Typed = z.object({
  name: z.string(),
  role: Role,
  areaId: z.string(),
  languages: z.array(z.string()),
  /** Empty: as the name suggests. */
  login: z.string(),
});

export default function NewAccountPage() {
  const { t } = useTranslation('admin');
  const { accountId, areaId } = useMe();
  const draft = useDraft<z.infer<typeof Typed>>(`${accountId}/accounts/new`, Typed, {
    ...{ name: '', role: 'broadcaster', areaId, languages: ['vi'], login: '' },
  });
  const { mutate, isPending, error, data } = useAccountChange(createAccount, () => void draft.clear());
  if (data)
    return (
      <PageFrame title={t('people.invitedTitle', { name: data.name })}>
        {data.link && <LinkCard link={data.link} name={data.name} />}
        <div className="row">
          <LinkButton to={`/tai-khoan/${data.id}`}>{t('people.open')}</LinkButton>
          <LinkButton to="/tai-khoan">{t('people.all')}</LinkButton>
        </div>
      </PageFrame>
    );
  return (
    <PageFrame title={t('people.invite')} help={t('people.inviteHelp')}>
      {draft.value === null ? (
        <Skeleton />
      ) : (
        <Form value={draft.value} onChange={draft.set} onSend={mutate} busy={isPending} error={error} />
      )}
    </PageFrame>
  );
}

interface FormProps {
  value: z.infer<typeof Typed>;
  onChange: (next: z.infer<typeof Typed>) => void;
  onSend: (account: Parameters<typeof createAccount>[0]) => void;
  busy: boolean;
  error: unknown;
}

function Form({ value, onChange, onSend, busy, error }: FormProps) {
  const { t } = useTranslation('admin');
  const [tried, setTried] = useState(false);
  const login = value.login === '' ? loginOf(value.name) : value.login;
  const parsed = Login.safeParse(login);
  const problem =
    value.name.trim() === ''
      ? t('people.needName')
      : value.languages.length === 0
        ? t('people.needLanguage')
        : parsed.success
          ? null
          : t('people.badLogin');
  const send = () => {
    setTried(true);
    if (problem === null) onSend({ ...value, name: value.name.trim(), login });
  };
  return (
    <form
      className="card stack admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <AccountFields value={value} onChange={(next) => onChange({ ...value, ...next })} />
      <Field label={t('people.login')} hint={t('people.loginHelp')}>
        {(id) => (
          <Input
            id={id}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={({ target }) => onChange({ ...value, login: target.value })}
          />
        )}
      </Field>
      {tried && problem !== null && <p role="alert">{problem}</p>}
      <ProblemNote error={error} />
      <div>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('people.make')}
        </Button>
      </div>
    </form>
  );
}
