import type { Me } from '@loa/shared/api/session';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { PasskeyButton } from './passkey-button.js';
import { type Credentials, needsCode, useSignIn } from './sign-in.js';

export interface SignInFormProps {
  /** Given where somebody is known already: then only the password is asked. */
  login?: string;
  onDone: (me: Me) => void;
}

/** Password, then the second factor where the controller asks for one. */
export function SignInForm({ login, onDone }: SignInFormProps) {
  const { t } = useTranslation('session');
  const [form] = Form.useForm<Credentials>();
  const [second, setSecond] = useState(false);
  const { mutate, isPending, error } = useSignIn(onDone);
  const submit = (values: Credentials) =>
    mutate(
      { ...values, login: login ?? values.login },
      { onError: (why) => needsCode(why) && setSecond(true) },
    );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} disabled={isPending}>
      {login === undefined && (
        <Form.Item
          name="login"
          label={t('login')}
          rules={[{ required: true, whitespace: true, message: t('needLogin') }]}
        >
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
        </Form.Item>
      )}
      {/* A password manager wants to see whose password it is. */}
      {login !== undefined && <input type="hidden" autoComplete="username" value={login} readOnly />}
      <Form.Item
        name="password"
        label={t('password')}
        rules={[{ required: true, message: t('needPassword') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={login !== undefined} />
      </Form.Item>
      {second && (
        <Form.Item
          name="code"
          label={t('code')}
          extra={t('codeHelp')}
          rules={[{ required: true, whitespace: true, message: t('needCode') }]}
        >
          <Input autoComplete="one-time-code" inputMode="text" autoCapitalize="none" autoFocus />
        </Form.Item>
      )}
      <div className="stack">
        {error && !(needsCode(error) && !form.getFieldValue('code')) && <ProblemNote error={error} />}
        <Button type="primary" htmlType="submit" size="large" block loading={isPending}>
          {t('signIn')}
        </Button>
        <PasskeyButton onDone={onDone} />
      </div>
    </Form>
  );
}
