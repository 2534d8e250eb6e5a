import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { machineName } from './machine-name.js';
import { addPasskey, placeQuery, useOwnChange } from './security.js';

/** Makes a passkey on this machine; where none can be made, says why in a sentence. */
export function AddPasskey({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation('profile');
  const tell = useToast();
  const { data: place, error: unread } = useQuery(placeQuery);
  const [label, setLabel] = useState(() => machineName(navigator.userAgent) ?? '');
  const { mutate, isPending, error } = useOwnChange(addPasskey, () => {
    tell(t('passkeys.added'));
    onDone?.();
  });
  if (place && !place.possible) return <p>{place.message}</p>;
  if (!browserHasPasskeys()) return <p>{t('passkeys.notHere')}</p>;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        mutate(label.trim());
      }}
    >
      <Field label={t('passkeys.label')} hint={t('passkeys.labelHelp')}>
        {(id) => (
          <Input id={id} maxLength={60} value={label} onChange={({ target }) => setLabel(target.value)} />
        )}
      </Field>
      <ProblemNote error={error ?? unread} />
      <div>
        <Button type="primary" htmlType="submit" loading={isPending} disabled={label.trim() === ''}>
          {t('passkeys.add')}
        </Button>
      </div>
    </form>
  );
}
