import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { useMe } from '../../lib/session.js';
import { changePassword, useOwnChange } from './security.js';

/** The controller takes no shorter one. */
const SHORTEST = 10;

export function PasswordCard() {
  const { t } = useTranslation(['profile', 'app']);
  const { login } = useMe();
  const tell = useToast();
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { mutate, isPending, error } = useOwnChange(changePassword, () => {
    setOpen(false);
    setCurrent('');
    setNext('');
    tell(t('password.done'));
  });
  return (
    <section className="card stack">
      <h2>{t('password.title')}</h2>
      {!open && (
        <div>
          <Button onClick={() => setOpen(true)}>{t('password.change')}</Button>
        </div>
      )}
      {open && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            mutate({ current, next });
          }}
        >
          <p>{t('password.ends')}</p>
          <input hidden autoComplete="username" value={login} readOnly />
          <Field label={t('password.current')}>
            {(id) => (
              <Input.Password
                id={id}
                autoComplete="current-password"
                value={current}
                onChange={({ target }) => setCurrent(target.value)}
              />
            )}
          </Field>
          <Field label={t('password.next')} hint={t('password.help')}>
            {(id) => (
              <Input.Password
                id={id}
                autoComplete="new-password"
                value={next}
                onChange={({ target }) => setNext(target.value)}
              />
            )}
          </Field>
          <ProblemNote error={error} />
          <div className="row">
            <Button
              type="primary"
              htmlType="submit"
              loading={isPending}
              disabled={current === '' || next.length < SHORTEST}
            >
              {t('password.save')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('app:act.cancel')}</Button>
          </div>
        </form>
      )}
    </section>
  );
}
