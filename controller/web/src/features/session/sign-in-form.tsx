import type { Me } from '@loa/shared/api/session';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainButton } from '../../components/plain-button.js';
import { ProblemNote } from '../../components/problem-note.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { useFormat } from '../../lib/use-format.js';
import { PasskeyButton } from './passkey-button.js';
import { type Credentials, needsCode, needsPasskey, retryAt, useSignIn } from './sign-in.js';
import { SignInField } from './sign-in-field.js';

export interface SignInFormProps {
  /** Given where somebody is known already: then only the password is asked. */
  login?: string;
  /** Filled in to begin with. */
  suggested?: string | undefined;
  onDone: (me: Me) => void;
}

type Missing = Partial<Record<keyof Credentials, boolean>>;

/**
 * Password, then the second factor where the controller asks for one. Plain fields: this is the first thing that loads
 * on a slow line, and a form library weighs as much as all the rest of the page.
 */
export function SignInForm({ login, suggested = '', onDone }: SignInFormProps) {
  const { t } = useTranslation('session');
  const [typed, setTyped] = useState<Credentials>({ login: login ?? suggested, password: '', code: '' });
  const [second, setSecond] = useState(false);
  const [missing, setMissing] = useState<Missing>({});
  const { mutate, isPending, error } = useSignIn(onDone);
  const change = (name: keyof Credentials) => (value: string) => setTyped({ ...typed, [name]: value });
  const submit = () => {
    const without: Missing = {
      login: typed.login.trim() === '',
      password: typed.password === '',
      code: second && typed.code?.trim() === '',
    };
    setMissing(without);
    if (Object.values(without).some(Boolean)) return;
    const code = second ? typed.code?.trim() : undefined;
    mutate({ ...typed, code }, { onError: (why) => needsCode(why) && setSecond(true) });
  };
  const { clockSeconds } = useFormat();
  const askedForCode = needsCode(error) && typed.code === '';
  const again = retryAt(error);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {login === undefined && (
        <SignInField
          label={t('login')}
          value={typed.login}
          onChange={change('login')}
          problem={missing.login ? t('needLogin') : null}
          autoComplete="username"
          autoFocus={suggested === ''}
        />
      )}
      {/* A password manager wants to see whose password it is. */}
      {login !== undefined && <input hidden autoComplete="username" value={login} readOnly />}
      <SignInField
        label={t('password')}
        value={typed.password}
        onChange={change('password')}
        problem={missing.password ? t('needPassword') : null}
        autoComplete="current-password"
        secret
        autoFocus={login !== undefined || suggested !== ''}
      />
      {second && (
        <SignInField
          label={t('code')}
          help={t('codeHelp')}
          value={typed.code ?? ''}
          onChange={change('code')}
          problem={missing.code ? t('needCode') : null}
          autoComplete="one-time-code"
          autoFocus
        />
      )}
      {error && !askedForCode && <ProblemNote error={error} />}
      {again !== null && <p>{t('againAt', { at: clockSeconds(again) })}</p>}
      {needsPasskey(error) && !browserHasPasskeys() && <p>{t('passkeyNotHere')}</p>}
      <PlainButton look={{ type: 'primary', large: true, block: true }} submit busy={isPending}>
        {t(second ? 'confirmCode' : 'signIn')}
      </PlainButton>
      <PasskeyButton onDone={onDone} asked={needsPasskey(error)} />
    </form>
  );
}
