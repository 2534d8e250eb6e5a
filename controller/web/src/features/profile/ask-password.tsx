import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';

export interface AskPasswordProps {
  /** What the button does: "Gỡ ứng dụng". */
  yes: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onYes: (password: string) => void;
  onNo?: () => void;
}

/** Whoever changes how an account is protected proves once more who sits there. */
export function AskPassword({ yes, danger = false, busy, error, onYes, onNo }: AskPasswordProps) {
  const { t } = useTranslation(['profile', 'app']);
  const [password, setPassword] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onYes(password);
      }}
    >
      <Field label={t('password.again')}>
        {(id) => (
          <Input.Password
            id={id}
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" danger={danger} htmlType="submit" loading={busy} disabled={password === ''}>
          {yes}
        </Button>
        {onNo && <Button onClick={onNo}>{t('app:act.cancel')}</Button>}
      </div>
    </form>
  );
}
