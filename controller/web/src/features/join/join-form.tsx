import type { LinkOffer } from '@loa/shared/api/accounts';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Facts } from '../../components/facts.js';
import { Field } from '../../components/field.js';
import { LinkButton } from '../../components/link-button.js';
import { Message } from '../../components/message.js';
import { ProblemNote } from '../../components/problem-note.js';
import { rememberMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { takeLink } from './link.js';

/** The controller takes no shorter one. */
const SHORTEST = 10;

export function JoinForm({ token, offer }: { token: string; offer: z.infer<typeof LinkOffer> }) {
  const { t } = useTranslation(['join', 'app']);
  const { moment } = useFormat();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: takeLink,
    onSuccess(me) {
      if (me === null) return;
      rememberMe(me);
      // Anew, and without the token in the address: somebody else may have been signed in here.
      location.assign('/');
    },
  });
  if (data === null)
    return (
      <Message title={t('resetTitle')} text={t('saved')}>
        <LinkButton type="primary" to="/dang-nhap">
          {t('toSignIn')}
        </LinkButton>
      </Message>
    );
  const { kind, name, login, role, areaName, expiresAt } = offer;
  const missing = SHORTEST - password.length;
  const submit = () => {
    setTried(true);
    if (missing <= 0) mutate({ token, login, password });
  };
  return (
    <>
      <h1>{t(kind === 'invite' ? 'title' : 'resetTitle')}</h1>
      <p>{kind === 'invite' ? t('invited', { area: areaName }) : t('reset')}</p>
      <Facts
        facts={[
          [t('name'), name],
          [t('login'), login],
          [t('role'), t(`app:role.${role}`)],
          [t('until'), moment(expiresAt)],
        ]}
      />
      <form
        className="card stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {/* A password manager wants to see whose password it is. */}
        <input hidden autoComplete="username" value={login} readOnly />
        <Field label={t('password')} hint={t('passwordHelp')}>
          {(id) => (
            <Input.Password
              id={id}
              size="large"
              autoComplete="new-password"
              value={password}
              status={tried && missing > 0 ? 'error' : ''}
              onChange={({ target }) => setPassword(target.value)}
            />
          )}
        </Field>
        {tried && missing > 0 && <p role="alert">{t('tooShort', { missing })}</p>}
        <ProblemNote error={error} />
        <Button type="primary" htmlType="submit" size="large" block loading={isPending}>
          {t('go')}
        </Button>
      </form>
    </>
  );
}
